// What a database holds after its writer was killed.
#include <signal.h>

#include <random>
#include <string>

#include "actor.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::Program;
using linktender::test::ProgramResult;
using linktender::test::TempDir;

TEST_CASE("store: a kill at any moment leaves a sound database that holds all that was flushed", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    std::mt19937 random(20191217);
    std::uniform_int_distribution<int> moment(0, 150);

    for (int round = 0; round < 20; ++round) {
        Program program({.arguments = {k_actor, "write", file.string()}});
        const int number = moment(random);
        const pid_t pid = program.pid();
        CAPTURE(round, number);
        // From before the file exists to somewhere within a batch.
        if (number > 5)
            REQUIRE(program.wait_for_output(number % 20 == 0 ? "\nkept " + std::to_string(number)
                                                             : "\nput " + std::to_string(number)));
        program.signal(SIGKILL);
        const ProgramResult result = program.finish();
        REQUIRE(result.signal == SIGKILL);
        const int kept = last_number(result.out, "kept");

        // The next writer takes over: the lock went with the process.
        const RunId run = [&] {
            Writer writer(file);
            return writer.begin_run({});
        }();

        CHECK(complaints(file).empty());
        CHECK(checks_of(file, pid, kept) == kept);
        CHECK(Reader(file).latest_run()->id == run);
    }
}

TEST_CASE("store: a run that was killed is there without an end", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Program program({.arguments = {k_actor, "write", file.string()}});
        REQUIRE(program.wait_for_output("kept 40"));
    }

    // No writer comes between: a reader alone recovers what the log holds.
    const auto run = Reader(file).latest_run();

    REQUIRE(run);
    CHECK_FALSE(run->finished_at);
    CHECK(run->ended.empty());
}
