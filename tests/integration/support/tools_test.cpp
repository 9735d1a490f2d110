// The small helpers: programs, folders, clocks.
#include <signal.h>

#include <filesystem>

#include "support/catch.hpp"
#include "support/manual_clock.hpp"
#include "support/run_program.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

using std::chrono::milliseconds;

TEST_CASE("support: a program's outputs and exit code are kept apart", "[support]") {
    const auto result =
        run_program({.arguments = {"sh", "-c", "cat; echo problem >&2; exit 7"}, .input = "in\n"});

    CHECK(result.exit_code == 7);
    CHECK(result.out == "in\n");
    CHECK(result.err == "problem\n");
    CHECK_FALSE(result.timed_out);
}

TEST_CASE("support: a program gets its environment and its folder", "[support]") {
    const TempDir folder;
    const auto result = run_program({.arguments = {"sh", "-c", "echo $HOME $WORD; pwd -P"},
                                     .environment = {"HOME=/nowhere", "WORD=yes"},
                                     .directory = folder.path()});

    CHECK(result.out == "/nowhere yes\n" + std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST_CASE("support: more output than a pipe holds does not block", "[support]") {
    const auto result =
        run_program({.arguments = {"sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"}});

    CHECK(result.out.size() == 300000);
    CHECK(result.err.size() == 300000);
}

TEST_CASE("support: a program that takes too long is killed", "[support]") {
    const auto result = run_program({.arguments = {"sleep", "60"}, .timeout = milliseconds{50}});

    CHECK(result.timed_out);
    CHECK(result.exit_code == -1);
    CHECK(result.signal == SIGKILL);
}

TEST_CASE("support: a program can be watched and signalled", "[support]") {
    Program program(
        {.arguments = {"sh", "-c",
                       "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.01; done"}});
    REQUIRE(program.wait_for_output("ready"));

    program.signal(SIGINT);
    const auto result = program.finish();

    CHECK(result.exit_code == 5);
    CHECK(result.out == "ready\ncaught\n");
    CHECK_FALSE(program.wait_for_output("never said"));
}

TEST_CASE("support: a program that does not exist is an error", "[support]") {
    CHECK_THROWS_AS(run_program({.arguments = {"/no/such/program"}}), std::runtime_error);
}

TEST_CASE("support: a temporary folder goes with all it holds", "[support]") {
    std::filesystem::path path;
    {
        const TempDir folder;
        path = folder.path();
        const auto file = folder.write("deep/er/file", "bytes\n");
        CHECK(read_file(file) == "bytes\n");
        CHECK(file == folder / "deep/er/file");
    }

    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("support: a manual clock moves when told", "[support]") {
    const core::TimePoint start{core::Milliseconds{1'000}};
    ManualClock clock(start);
    CHECK(clock.now() == start);

    clock.advance(core::Milliseconds{500});
    CHECK(clock.now() == start + core::Milliseconds{500});
    clock.set(start);
    CHECK(clock.now() == start);
}

}  // namespace
}  // namespace linktender::test
