// Databases that cannot be used: each a clear message and the exit code of a run that failed.
#include <filesystem>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
namespace fs = std::filesystem;

namespace {

/// Runs a shell command in a mount namespace of its own, so that what it mounts is gone with it.
ProgramResult in_own_mounts(const TempDir& folder, const std::string& script) {
    ProgramCall call = linktender_call(folder, {});
    call.arguments = {"unshare", "-rm", "sh", "-c", script, LINKTENDER_PROGRAM};
    return run_program(std::move(call));
}

}  // namespace

TEST_CASE("database: a file that is no database is refused and left as it is", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x)\n");
    folder.write("notes.db", "These are my notes, not a database. They are longer than a header.\n");

    const ProgramResult result = run_linktender(folder, {"audit", "--database", "notes.db", "a.md"});

    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "notes.db"));
    CHECK(contains(read_file(folder / "notes.db"), "These are my notes"));
}

TEST_CASE("database: a folder in its place is refused", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x)\n");
    fs::create_directories(folder / "folder.db");

    const ProgramResult result = run_linktender(folder, {"audit", "--database", "folder.db", "a.md"});

    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "folder.db"));
}

TEST_CASE("database: a read-only one is refused with what to do", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "[a](mailto:a@b.test)\n");
    REQUIRE(run_linktender(folder, {"audit", "--database", "ro/checks.db", "a.md"}).exit_code == 0);

    const ProgramResult result = in_own_mounts(folder,
                                               "mount --bind ro ro && mount -o remount,bind,ro ro && exec "
                                               "\"$0\" audit --database ro/checks.db a.md");

    CAPTURE(result.err);
    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "checks.db"));
    CHECK(contains(result.err, "ead-only"));
    CHECK(contains(result.err, "name a database"));
}

TEST_CASE("database: a full disk ends the run with a clear message", "[cli]") {
    const TempDir folder;
    std::string issue;
    for (int i = 0; i < 3000; ++i) issue += "[a](mailto:reader" + std::to_string(i) + "@newsletter.test)\n";
    folder.write("a.md", issue);
    fs::create_directories(folder / "small");

    const ProgramResult result = in_own_mounts(
        folder,
        "mount -t tmpfs -o size=512k tmpfs small && exec \"$0\" audit --database small/checks.db a.md");

    CAPTURE(result.err);
    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "full"));
}

TEST_CASE("database: a report that cannot be written is named, and the checks are kept", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "[a](mailto:a@b.test)\n");

    const ProgramResult result =
        run_linktender(folder, {"audit", "-f", "html", "-o", "absent/report.html", "a.md"});

    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "absent/report.html"));
    CHECK(fs::exists(folder / "state/linktender/linktender.db"));
}
