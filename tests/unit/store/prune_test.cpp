#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

#include "linktender/store/marks.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/upkeep.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::core::TimePoint;
using linktender::test::TempDir;
using linktender::verdict::Outcome;
using Days = std::chrono::days;
using Kind = StoreError::Kind;

namespace {

constexpr const char* k_url = "https://a.example/1";

/// A run a day that reads one issue and checks its link: `+` good, `-` not found, `?` not at all.
void live(const std::filesystem::path& file, std::string_view days, std::string_view url = k_url) {
    Writer writer(file, {});
    for (std::size_t day = 0; day < days.size(); ++day) {
        const TimePoint at = k_monday + Days(day);
        const RunId run = writer.begin_run(sample_run(at));
        writer.put_issue(run, issue("a.md", {occurrence(url, 1)}));
        if (days[day] != '?')
            writer.put_check(run, check(url, days[day] == '+' ? Outcome::ok : Outcome::not_found, at));
        writer.finish_run(run, at, "complete");
    }
}

/// The days of a link's checks that are left, oldest first.
std::vector<int> days_left(const std::filesystem::path& file, std::string_view url = k_url) {
    std::vector<int> days;
    for (const PastCheck& check : Reader(file).history(url, 1000))
        days.insert(days.begin(), static_cast<int>((check.checked_at - k_monday) / Days(1)));
    return days;
}

PruneOptions keeping_runs(std::size_t runs) {
    return {.keep_runs = runs, .now = k_monday + Days(1000), .write = true};
}

}  // namespace

TEST_CASE("store: of a link that is well its first good check and its latest stay", "[store]") {
    const TempDir folder;
    live(folder / "t.db", "-+++++++++");

    const PruneResult result = prune(folder / "t.db", keeping_runs(1));

    CHECK(days_left(folder / "t.db") == std::vector{1, 7, 8, 9});
    CHECK(result.checks == 6);
    CHECK(result.runs == 9);
    CHECK(result.links == 0);
    CHECK(inspect(folder / "t.db").problems.empty());
}

TEST_CASE("store: of a broken link all checks since it began to fail stay", "[store]") {
    const TempDir folder;
    live(folder / "t.db", "+++--------");

    prune(folder / "t.db", keeping_runs(1));

    CHECK(days_left(folder / "t.db") == std::vector{0, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("store: recent runs keep all of their checks", "[store]") {
    const TempDir folder;
    live(folder / "t.db", "++++++++++");

    SECTION("by number") {
        prune(folder / "t.db", keeping_runs(5));
        CHECK(days_left(folder / "t.db") == std::vector{0, 5, 6, 7, 8, 9});
    }
    SECTION("by time") {
        PruneOptions options = keeping_runs(1);
        options.keep_runs.reset();
        options.runs_before = k_monday + Days(4);
        prune(folder / "t.db", options);
        CHECK(days_left(folder / "t.db") == std::vector{0, 4, 5, 6, 7, 8, 9});
    }
    SECTION("by whichever keeps more") {
        PruneOptions options = keeping_runs(8);
        options.runs_before = k_monday + Days(4);
        prune(folder / "t.db", options);
        CHECK(days_left(folder / "t.db") == std::vector{0, 2, 3, 4, 5, 6, 7, 8, 9});
    }
    SECTION("none when all are too old, but for the latest run") {
        PruneOptions options = keeping_runs(1);
        options.keep_runs.reset();
        options.runs_before = k_monday + Days(500);
        CHECK(prune(folder / "t.db", options).runs == 9);
        CHECK(days_left(folder / "t.db") == std::vector{0, 7, 8, 9});
    }
}

TEST_CASE("store: without write it is counted the same and nothing changes", "[store]") {
    const TempDir folder;
    live(folder / "t.db", "+++++++++");
    PruneOptions options = keeping_runs(1);
    options.write = false;
    const Writer beside(folder / "t.db");  // a dry run needs no lock

    const PruneResult result = prune(folder / "t.db", options);

    CHECK(result.checks == 5);
    CHECK(days_left(folder / "t.db").size() == 9);
    CHECK(kind_of_error([&] { prune(folder / "t.db", keeping_runs(1)); }) == Kind::busy);
}

TEST_CASE("store: a link that no issue uses goes with all that is known of it", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    live(file, "++", "https://a.example/old");
    live(file, "++++");

    SECTION("when only old runs checked it") {
        const PruneResult result = prune(file, keeping_runs(2));
        CHECK(result.links == 1);
        CHECK_FALSE(Reader(file).link("https://a.example/old"));
        CHECK(Reader(file).link(k_url));
    }
    SECTION("but not while a mark on it holds") {
        put_mark(file, "https://a.example/old", {MarkKind::dead, k_monday, k_monday + Days(2000), "a note"});
        CHECK(prune(file, keeping_runs(2)).links == 0);
    }
    SECTION("nor when a later run checked it") {
        CHECK(prune(file, keeping_runs(5)).links == 0);
    }
    CHECK(inspect(file).problems.empty());
}

TEST_CASE("store: issues that no later run read go with their occurrences", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file, {});
        const RunId run = writer.begin_run(sample_run());
        writer.put_issue(run, issue("removed.md", {occurrence("https://a.example/gone", 1)}));
        writer.put_check(run, check("https://a.example/gone"));
        writer.finish_run(run, k_monday, "complete");
    }
    live(file, "+++");

    const PruneResult result = prune(file, keeping_runs(2));

    CHECK(result.issues == 1);
    CHECK(result.links == 1);
    const Inspection found = inspect(file);
    CHECK(found.problems.empty());
    CHECK(found.issues == 1);
    CHECK(found.links == 1);
}

TEST_CASE("store: the latest run of each archive is never old", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file, {});
        RunRecord run = sample_run();
        run.archive = "weekly";
        const RunId id = writer.begin_run(run);
        writer.put_issue(id, issue("w.md", {occurrence("https://w.example/", 1)}));
        writer.put_check(id, check("https://w.example/"));
        writer.finish_run(id, k_monday, "complete");
    }
    live(file, "+++");

    const PruneResult result = prune(file, keeping_runs(1));

    CHECK(result.runs == 2);
    CHECK(result.issues == 0);
    CHECK(Reader(file).issues_of(1).size() == 1);
}

TEST_CASE("store: a night that was killed keeps its checks until they are states", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    RunId killed = 0;
    {
        Writer writer(file, {});
        RunRecord run = sample_run();
        run.archive = "weekly";
        killed = writer.begin_run(run);
        writer.put_check(killed, check("https://w.example/"));
        writer.settle_run(writer.begin_run(run), {.finished_at = k_monday, .ended = "complete"});
    }
    live(file, "+++");

    prune(file, keeping_runs(1));

    CHECK(Reader(file).unsettled_checks(killed).size() == 1);
}

TEST_CASE("store: an old run stays as a line that says so", "[store]") {
    const TempDir folder;
    live(folder / "t.db", "+++");

    prune(folder / "t.db", keeping_runs(1));

    const Reader reader(folder / "t.db");
    CHECK(reader.run(1)->ended == k_pruned);
    CHECK(reader.run(3)->ended == "complete");
    CHECK(reader.outcomes_of_runs(3, 10).size() == 1);
}
