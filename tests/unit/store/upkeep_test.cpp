#include "linktender/store/upkeep.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::page::Metadata;
using linktender::test::TempDir;
using linktender::verdict::Outcome;
using Kind = StoreError::Kind;

namespace {

/// One issue, a good link and a broken one, with a page.
void fill(const std::filesystem::path& file) {
    Writer writer(file);
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(
        run, issue("a.md", {occurrence("https://a.example/1", 1), occurrence("https://a.example/2", 2)}));
    CheckRecord good = check("https://a.example/1");
    good.metadata = Metadata{.title = "A title"};
    writer.put_check(run, good);
    writer.put_check(run, check("https://a.example/2", Outcome::not_found));
    writer.finish_run(run, k_monday, "complete");
}

void damage(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
}

std::string all(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("store: a database as we wrote it is sound", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");

    const Inspection found = inspect(folder / "t.db");

    CHECK(all(found.problems).empty());
    CHECK(all(found.notes).empty());
    CHECK(found.issues == 1);
    CHECK(found.links == 2);
    CHECK(found.checks == 2);
    CHECK(found.runs == 1);
}

TEST_CASE("store: rows that contradict others are found, with an example", "[store]") {
    struct Row {
        const char* sql;
        const char* words;
    };
    const auto row = GENERATE(values<Row>({
        {"UPDATE state SET check_id = (SELECT max(id) FROM \"check\")",
         "1 states rest on a check of another"},
        {"UPDATE state SET first_failed_at = NULL",
         "1 broken links have no failure behind them, for "
         "example https://a.example/2"},
        {"UPDATE state SET failures = 2", "1 links are alive and fail at once"},
        {"UPDATE state SET last_ok_at = NULL", "1 links are alive and were never seen so"},
        {"UPDATE state SET strike_days = 9", "2 links have more days with a strike than failures"},
        {"UPDATE state SET state = 'aliv\x1b' WHERE state = 'alive'", "'aliv\\x1b' is no state"},
        {"INSERT INTO \"check\" SELECT id + 9, link_id, run_id, checked_at, 'great', reason, evidence, rule, "
         "confidence, moved_to, status, final_url, 'x', 0, content_type, bytes, dns_ms, connect_ms, tls_ms, "
         "first_byte_ms, total_ms, http_version, remote_address, tls_expires_at, flags, title_match, drift "
         "FROM \"check\" LIMIT 1",
         "'great' is no outcome\n1 checks have lists that are no JSON"},
        {"INSERT INTO \"check\" SELECT id + 9, link_id, run_id, checked_at, outcome, reason, evidence, rule, "
         "confidence, moved_to, status, final_url, hops, attempts, content_type, bytes, dns_ms, connect_ms, "
         "tls_ms, first_byte_ms, total_ms, http_version, remote_address, tls_expires_at, flags, title_match, "
         "drift FROM \"check\"",
         "2 links were asked for twice in one audit"},
        {"UPDATE page SET authors = 'x'", "1 pages have lists that are no JSON"},
        {"UPDATE run SET inputs = 'x'", "1 runs have lists that are no JSON"},
        {"DELETE FROM page_fts", "1 pages are missing in the full-text index"},
        {"INSERT INTO page_fts (rowid, title) VALUES (77, 'x')", "1 entries of the full-text index"},
        {"DELETE FROM anchor_fts WHERE rowid = 1", "1 anchor texts are missing in their index"},
        {"INSERT INTO anchor_fts (rowid, text) VALUES (77, 'x')", "1 entries of the anchor texts' index"},
        {"UPDATE anchor_fts_content SET c0 = 'some other words' WHERE id = 1",
         "the full-text index anchor_fts does not fit its texts"},
        {"DELETE FROM run", "refer to no row of run"},
    }));
    CAPTURE(row.sql);
    const TempDir folder;
    fill(folder / "t.db");
    damage(folder / "t.db", row.sql);

    const Inspection found = inspect(folder / "t.db");

    CAPTURE(all(found.problems));
    CHECK(contains(all(found.problems), row.words));
}

TEST_CASE("store: an index that lost an entry is damage", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");
    damage(folder / "t.db",
           "PRAGMA writable_schema = ON; CREATE TABLE kept AS SELECT * FROM sqlite_schema; "
           "DELETE FROM sqlite_schema WHERE name = 'link_host'; PRAGMA writable_schema = RESET; "
           "INSERT INTO link VALUES (99, 'https://x.example/', 'x.example', 'x.example', 1); "
           "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept WHERE name = "
           "'link_host'; PRAGMA writable_schema = RESET; DROP TABLE kept;");

    const Inspection found = inspect(folder / "t.db");

    CHECK(contains(all(found.problems), "the file: "));
    CHECK(contains(all(found.problems), "link_host"));
}

TEST_CASE("store: a file that was cut off is damaged, not sound", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");
    std::filesystem::resize_file(folder / "t.db", std::filesystem::file_size(folder / "t.db") / 2);

    const auto look = [&] {
        const Inspection found = inspect(folder / "t.db");
        if (!found.problems.empty()) throw StoreError(Kind::damaged, found.problems.front());
    };

    CHECK(kind_of_error(look) == Kind::damaged);
}

TEST_CASE("store: what cannot be inspected is named", "[store]") {
    const TempDir folder;
    std::ofstream(folder / "notes.db") << "no database, but long enough to have a header of one hundred "
                                          "bytes, were it one that SQLite had written";
    SQLite::Database(folder / "theirs.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA application_id = 7; CREATE TABLE t (x)");
    fill(folder / "newer.db");
    damage(folder / "newer.db", "PRAGMA user_version = 9999");

    CHECK(kind_of_error([&] { (void)inspect(folder / "notes.db"); }) == Kind::not_a_database);
    CHECK(kind_of_error([&] { (void)inspect(folder / "theirs.db"); }) == Kind::not_a_database);
    CHECK(kind_of_error([&] { (void)inspect(folder / "newer.db"); }) == Kind::newer_schema);
    CHECK(kind_of_error([&] { (void)inspect(folder / "none.db"); }) == Kind::missing);
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_CASE("store: beside a writer the indexes' insides are left alone, and that is said", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");
    const Writer writer(folder / "t.db");

    const Inspection found = inspect(folder / "t.db");

    CHECK(found.problems.empty());
    REQUIRE(found.notes.size() == 1);
    CHECK(contains(found.notes[0], "somebody is writing"));
}

TEST_CASE("store: a vacuum gives back what was deleted and keeps the rest", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");
    damage(folder / "t.db",
           "CREATE TABLE more (x); INSERT INTO more VALUES (zeroblob(3000000)); DROP TABLE more");

    const VacuumResult result = vacuum(folder / "t.db");

    CHECK(result.before > 3'000'000);
    CHECK(result.after < 1'000'000);
    CHECK(result.disk_free > 0);
    CHECK(inspect(folder / "t.db").problems.empty());
    CHECK(inspect(folder / "t.db").checks == 2);
}

TEST_CASE("store: a vacuum beside a writer is refused", "[store]") {
    const TempDir folder;
    fill(folder / "t.db");
    const Writer writer(folder / "t.db");

    CHECK(kind_of_error([&] { vacuum(folder / "t.db"); }) == Kind::busy);
}

TEST_CASE("store: a vacuum makes no database where there is none", "[store]") {
    const TempDir folder;

    CHECK(kind_of_error([&] { vacuum(folder / "none.db"); }) == Kind::missing);
    CHECK(std::filesystem::is_empty(folder.path()));
}
