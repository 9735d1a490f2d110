// What is said, and what stays, when the system refuses to write.
#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "actor.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::Program;
using linktender::test::ProgramCall;
using linktender::test::ProgramResult;
using linktender::test::run_program;
using linktender::test::TempDir;

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Runs a shell script in a mount namespace of its own, with a file system of 2 MiB at `$D`, and
/// `$ACTOR`. The mount goes with the namespace.
ProgramResult on_a_small_disk(const TempDir& folder, const std::string& script) {
    const std::string mounted = "set -e; mount -t tmpfs -o size=2m tmpfs \"$D\"; set +e; " + script;
    ProgramCall call;
    call.arguments = {"unshare", geteuid() == 0 ? "-m" : "-rm", "sh", "-c", mounted};
    call.environment = {"LC_ALL=C"};
    call.environment.push_back("D=" + folder.path().string());
    call.environment.push_back(fmt::format("ACTOR={}", k_actor));
    return run_program(std::move(call));
}

/// False, with a word about it, where mounts are not allowed, as in most containers.
bool can_mount(const TempDir& folder) {
    if (on_a_small_disk(folder, "echo mounted").out == "mounted\n") return true;
    WARN("this system allows no mounts: not tested");
    return false;
}

}  // namespace

TEST_CASE("store: a file that may not grow is a full disk, and what was flushed stays", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    Program program({.arguments = {k_actor, "write", file.string(), "1000000"}});
    const pid_t pid = program.pid();

    const ProgramResult result = program.finish();

    CHECK(result.exit_code == 1);
    CHECK(contains(result.out,
                   "\ndisk_full: the disk holding " + file.string() + " is full: free space and run again"));
    const int kept = last_number(result.out, "kept");
    CHECK(kept > 0);
    CHECK(complaints(file).empty());
    CHECK(checks_of(file, pid, kept) == kept);
    CHECK_NOTHROW(Writer(file).flush());
}

TEST_CASE("store: a disk that runs full is named, can be read, and goes on once there is space", "[store]") {
    const TempDir folder;
    if (!can_mount(folder)) return;

    const ProgramResult result =
        on_a_small_disk(folder,
                        "head -c 1000000 /dev/zero > $D/ballast; $ACTOR write $D/t.db | tail -n 1; "
                        "$ACTOR read $D/t.db; rm $D/ballast; $ACTOR open $D/t.db; $ACTOR read $D/t.db");

    CAPTURE(result.out, result.err);
    CHECK(contains(result.out, "disk_full: the disk holding " + (folder / "t.db").string() + " is full"));
    CHECK(contains(result.out, "\nread run 1 links "));
    CHECK(contains(result.out, "\nrun 2\nread run 2"));
}

TEST_CASE("store: a disk that is full from the start is named", "[store]") {
    const TempDir folder;
    if (!can_mount(folder)) return;

    const ProgramResult result =
        on_a_small_disk(folder, "head -c 2097152 /dev/zero > $D/ballast; $ACTOR open $D/t.db");

    CAPTURE(result.out, result.err);
    CHECK(contains(result.out, "disk_full: the disk holding " + (folder / "t.db").string() + " is full"));
}

TEST_CASE("store: a database on a read-only disk is refused to a writer and open to a reader", "[store]") {
    const TempDir folder;
    if (!can_mount(folder)) return;

    const ProgramResult result = on_a_small_disk(
        folder,
        "$ACTOR open $D/t.db; mount -o remount,ro $D; $ACTOR open $D/t.db; $ACTOR read $D/t.db; "
        "$ACTOR open $D/new/t.db");

    CAPTURE(result.out, result.err);
    CHECK(contains(result.out, "run 1\nread_only: "));
    CHECK(contains(result.out, "\nread run 1 links 0"));
    CHECK(contains(result.out, "read_only: " + (folder / "new").string() + " cannot be created: Read-only"));
}

TEST_CASE("store: a second process is told which one writes", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    Program program({.arguments = {k_actor, "write", file.string()}});
    REQUIRE(program.wait_for_output("kept 20"));

    const ProgramResult result = run_program({.arguments = {k_actor, "open", file.string()}});

    CHECK(contains(result.out, "busy: another linktender (process " + std::to_string(program.pid()) +
                                   ") is writing to " + file.string() + ": wait until it ends"));
    CHECK(run_program({.arguments = {k_actor, "read", file.string()}}).exit_code == 0);
}
