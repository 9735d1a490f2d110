// What kills, full disks and wrong clocks leave behind, seen from outside.
#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_links = 150;

Reply page(const ReceivedRequest& request) {
    return html("<!doctype html><title>Page " + request.target + "</title><p>Text that says something.");
}

/// An issue with k_links links, each to a host of its own.
void write_issue(const TempDir& folder) {
    std::string issue;
    for (std::uint64_t i = 0; i < k_links; ++i) issue += fmt::format("[a](http://h{0}.test/p{0})\n", i);
    folder.write("a.md", issue);
}

std::vector<std::string> audit_into(const ScriptedServer& server, const std::string& database) {
    return audit_flags(server) +
           std::vector<std::string>{"--max-concurrency", "8",      "--canary", "none", "--max-age", "1d",
                                    "--database",        database, "a.md"};
}

std::uint64_t count(const fs::path& file, const std::string& rows) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    return static_cast<std::uint64_t>(database.execAndGet("SELECT count(*) FROM " + rows).getInt64());
}

/// What a kill may have broken; empty when nothing is. A file without a schema yet is whole.
std::string complaints(const fs::path& file) {
    if (!fs::exists(file) || count(file, "sqlite_schema") == 0) return {};
    std::string found;
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    if (const auto words = database.execAndGet("PRAGMA integrity_check").getString(); words != "ok")
        found += words;
    if (count(file, "pragma_foreign_key_check") != 0) found += " references to nothing";
    if (count(file,
              "(SELECT 1 FROM \"check\" WHERE attempts > 0 GROUP BY run_id, link_id "
              "HAVING count(*) > 1)") != 0)
        found += " checks counted twice";
    const std::uint64_t links = count(file, "link");
    if (links != 0 && links != k_links) found += fmt::format(" {} links", links);
    return found;
}

/// Starts an audit and kills it at a random moment: at its start, after some answers, or after some time.
void kill_one(const TempDir& folder, const std::vector<std::string>& audit, const ScriptedServer& server,
              std::mt19937& random) {
    const std::uint64_t asked = server.counts().requests;
    const std::uint64_t answers = std::uniform_int_distribution<std::uint64_t>(0, k_links)(random);
    const std::chrono::milliseconds time{std::uniform_int_distribution<int>(0, 600)(random)};
    Program program(linktender_call(folder, audit));
    if (answers > 0) (void)server.wait_for_requests(asked + answers, time);
    program.signal(SIGKILL);
    (void)program.finish();
}

/// Runs a script in a mount namespace of its own, with 8 MiB of disk at `small`; `$0` is the program.
ProgramResult on_a_small_disk(const TempDir& folder, const std::string& script) {
    fs::create_directories(folder / "small");
    ProgramCall call = linktender_call(folder, {});
    call.arguments = {
        "unshare",         "-rm", "sh", "-c", "mount -t tmpfs -o size=8m tmpfs small || exit 9; " + script,
        LINKTENDER_PROGRAM};
    return run_program(std::move(call));
}

}  // namespace

TEST_CASE("crash: an audit killed at any moment leaves a whole database, and the next one goes on",
          "[crash]") {
    const TempDir folder;
    write_issue(folder);
    ScriptedServer server(page);
    const auto seed = std::random_device()();
    std::mt19937 random(seed);

    for (int database = 0; database < 10; ++database) {
        const std::string name = fmt::format("t{}.db", database);
        const std::vector<std::string> audit = audit_into(server, name);
        for (int round = 0; round < 5; ++round) {
            kill_one(folder, audit, server, random);
            CAPTURE(seed, database, round);
            REQUIRE(complaints(folder / name).empty());
        }
        REQUIRE(server.wait_until_idle());
        const std::uint64_t asked = server.counts().requests;
        const std::uint64_t done = fs::exists(folder / name) && count(folder / name, "sqlite_schema") > 0
                                       ? count(folder / name, "state")
                                       : 0;

        const ProgramResult result = run_linktender(folder, audit);

        CAPTURE(seed, database, done, result.err);
        CHECK(result.exit_code == 0);
        CHECK(server.counts().requests - asked == k_links - done);
        CHECK(count(folder / name, "state WHERE state = 'alive'") == k_links);
        CHECK(run_linktender(folder, {"db", "check", "--database", name}).exit_code == 0);
    }
}

TEST_CASE("crash: a full disk ends an audit, and once there is space the next one works", "[crash]") {
    const TempDir folder;
    std::string issue;
    for (int i = 0; i < 6000; ++i) issue += fmt::format("[a](mailto:reader{}@newsletter.test)\n", i);
    folder.write("a.md", issue);

    const ProgramResult result = on_a_small_disk(
        folder,
        "head -c 7400000 /dev/zero >small/ballast; "
        "\"$0\" audit --database small/t.db a.md >/dev/null; echo first $?; \"$0\" db check --database "
        "small/t.db; "
        "rm small/ballast; \"$0\" audit --database small/t.db a.md >/dev/null; echo second $?; "
        "\"$0\" db check --database small/t.db");

    if (result.exit_code == 9) {
        WARN("this system allows no mounts: not tested");
        return;
    }
    CAPTURE(result.out, result.err);
    CHECK(contains(result.out, "first 1\n"));
    CHECK(contains(result.err, "is full: free space and run again"));
    CHECK(contains(result.out, "second 0\n"));
    CHECK(result.out.ends_with("6000 links, 6000 checks, 2 runs\nsound\n"));
}

TEST_CASE("crash: without permission the database is named and nothing is written", "[crash]") {
    const TempDir folder;
    fs::permissions(folder.path(), fs::perms(0755));
    folder.write("a.md", "[a](mailto:a@b.test)\n");
    fs::create_directories(folder / "closed");
    REQUIRE(run_linktender(folder, {"audit", "--database", "closed/t.db", "a.md"}).exit_code == 0);
    fs::permissions(folder / "closed/t.db", fs::perms(0444));

    for (const int mode : {0555, 0700}) {
        fs::permissions(folder / "closed", fs::perms(mode));
        const ProgramResult result =
            linktender_as_nobody(folder, {"audit", "--database", "closed/t.db", "a.md"});

        CAPTURE(mode, result.err);
        CHECK(result.exit_code == 1);
        CHECK(contains(result.err, "closed"));
    }
    fs::permissions(folder / "closed", fs::perms(0755));
    CHECK(count(folder / "closed/t.db", "run") == 1);
}

TEST_CASE("crash: a check from the future silences no link", "[crash]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x)\n");
    ScriptedServer server(page);
    const std::vector<std::string> audit = audit_into(server, "t.db");
    REQUIRE(run_linktender(folder, audit).exit_code == 0);
    // As a clock that ran ten years ahead would have written it.
    SQLite::Database((folder / "t.db").string(), SQLite::OPEN_READWRITE)
        .exec(
            "CREATE TEMP TABLE copy AS SELECT * FROM \"check\"; UPDATE copy SET id = id + 1, "
            "checked_at = checked_at + 315360000000; INSERT INTO \"check\" SELECT * FROM copy; "
            "UPDATE state SET check_id = check_id + 1, last_ok_at = last_ok_at + 315360000000, "
            "next_check_at = next_check_at + 315360000000");

    const ProgramResult result = run_linktender(folder, audit);

    CHECK(result.exit_code == 0);
    CHECK(server.counts().requests == 2);
    CHECK(run_linktender(folder, audit).exit_code == 0);
    CHECK(server.counts().requests == 2);  // the second check is one of today
}
