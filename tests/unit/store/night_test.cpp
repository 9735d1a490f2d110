#include <chrono>
#include <string>
#include <vector>

#include "linktender/store/marks.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using std::chrono::days;
using verdict::Outcome;
using verdict::State;

namespace {

constexpr std::string_view k_url = "https://a.example/";

RunRecord night_of(core::TimePoint started_at) {
    RunRecord run = sample_run(started_at);
    run.archive = "weekly";
    return run;
}

Settlement settled(core::TimePoint at, std::string incident = {}) {
    return {.finished_at = at, .ended = "complete", .incident = std::move(incident)};
}

/// A night with one issue and so many checks of its link.
RunId night(Writer& writer, core::TimePoint at, Outcome outcome, int checks = 1) {
    const RunId run = writer.begin_run(night_of(at));
    writer.put_issue(run, issue("1.md", {occurrence(k_url, 1)}), "hash");
    for (int i = 0; i < checks; ++i) writer.put_check(run, check(k_url, outcome, at));
    return run;
}

StateRecord state_of(const std::filesystem::path& file) {
    return Reader(file, k_monday).link(k_url)->state;
}

}  // namespace

TEST_CASE("store: the checks of a night change no state before it is settled", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId run = night(writer, k_monday, Outcome::not_found);
    writer.flush();
    CHECK(state_of(file).state == State::unchecked);
    CHECK(Reader(file).unsettled_runs() == std::vector<RunId>{run});
    CHECK(Reader(file).check_of(run, k_url)->verdict.outcome == Outcome::not_found);

    writer.settle_run(run, settled(k_tuesday));
    writer.flush();

    CHECK(state_of(file).state == State::failing);
    CHECK(state_of(file).failures == 1);
    CHECK(Reader(file).unsettled_runs().empty());
    CHECK(Reader(file).run(run)->ended == "complete");
    CHECK(Reader(file).run(run)->finished_at == k_tuesday);
}

TEST_CASE("store: a night is settled once, however often it is asked for", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId run = night(writer, k_monday, Outcome::not_found);

    writer.settle_run(run, settled(k_tuesday));
    writer.settle_run(run, settled(k_tuesday + days(1), "an incident"));
    writer.settle_run(run, settled(k_tuesday + days(2)));
    writer.flush();

    CHECK(state_of(file).failures == 1);
    CHECK(state_of(file).strikes == 100);
    CHECK(Reader(file).run(run)->finished_at == k_tuesday);
    CHECK(Reader(file).run(run)->incident.empty());
}

TEST_CASE("store: an incident changes no state and is remembered with its run", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    writer.settle_run(night(writer, k_monday, Outcome::ok), settled(k_monday));
    writer.flush();
    const StateRecord before = state_of(file);

    const RunId run = night(writer, k_monday + days(9), Outcome::timeout);
    writer.settle_run(run, {.finished_at = k_monday + days(9),
                            .ended = "complete",
                            .incident = "40 of 50 links failed, https://me:pw@a.example/ too",
                            .incident_by_share = true,
                            .host_incidents = {"a.example"}});
    writer.flush();

    CHECK(state_of(file) == before);
    const auto record = Reader(file).run(run);
    CHECK(record->incident == "40 of 50 links failed, https://a.example/ too");
    CHECK(record->incident_by_share);
    CHECK(record->host_incidents == std::vector<std::string>{"a.example"});
}

TEST_CASE("store: a check counts one strike at most while its whole host fails", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId run = writer.begin_run(night_of(k_monday));
    for (const char* url : {"https://a.example/", "https://b.example/"}) {
        CheckRecord gone = check(url, Outcome::gone);
        gone.status = 410;
        writer.put_check(run, gone);
    }

    Settlement settlement = settled(k_monday);
    settlement.host_incidents = {"a.example"};
    writer.settle_run(run, settlement);
    writer.flush();

    const Reader reader(file);
    CHECK(reader.link("https://a.example/")->state.strikes == 100);
    CHECK(reader.link("https://b.example/")->state.strikes == 150);
}

TEST_CASE("store: a death that rests on one request is not believed, one that rests on two is", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    for (int day = 0; day < 6; day += 3)
        writer.settle_run(night(writer, k_monday + days(day), Outcome::not_found), settled(k_monday));
    writer.flush();
    const StateRecord before = state_of(file);
    REQUIRE(before.strikes == 200);

    writer.settle_run(night(writer, k_monday + days(6), Outcome::not_found), settled(k_monday));
    writer.flush();
    CHECK(state_of(file) == before);
    writer.settle_run(night(writer, k_monday + days(7), Outcome::not_found, 2), settled(k_monday));
    writer.flush();

    CHECK(state_of(file).state == State::dead);
    CHECK(state_of(file).failures == 3);
}

TEST_CASE("store: a verdict that needed no request needs no second one to confirm a death", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    for (int day = 0; day <= 6; day += 3) {
        const RunId run = writer.begin_run(night_of(k_monday + days(day)));
        CheckRecord by_its_form = check(k_url, Outcome::gone, k_monday + days(day));
        by_its_form.attempts = 0;
        writer.put_check(run, by_its_form);
        writer.settle_run(run, settled(k_monday));
    }
    writer.flush();

    CHECK(state_of(file).state == State::dead);
}

TEST_CASE("store: of several checks in one night the last one counts", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId run = night(writer, k_monday, Outcome::not_found);
    writer.put_check(run, check(k_url));
    writer.flush();
    const auto unsettled = Reader(file).unsettled_checks(run);
    REQUIRE(unsettled.size() == 1);
    CHECK(unsettled[0].url == k_url);
    CHECK(unsettled[0].host == "a.example");
    CHECK(unsettled[0].checks == 2);
    CHECK(unsettled[0].seen.signal == verdict::SignalClass::success);

    writer.settle_run(run, settled(k_monday));
    writer.flush();

    CHECK(state_of(file).state == State::alive);
    CHECK(Reader(file).history(k_url, 9).size() == 2);
}

TEST_CASE("store: the nights thrown away just before this one are counted in their archive", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const auto end = [&](std::string archive, bool discarded) {
        RunRecord record = sample_run();
        record.archive = std::move(archive);
        const RunId run = writer.begin_run(record);
        Settlement settlement = settled(k_monday, discarded ? "too many" : "");
        settlement.incident_by_share = discarded;
        writer.settle_run(run, settlement);
        writer.flush();
        return run;
    };
    end("weekly", true);
    end("weekly", false);
    end("weekly", true);
    end("monthly", false);
    end("weekly", true);

    CHECK(Reader(file).discarded_before(end("weekly", false)) == 2);
    CHECK(Reader(file).discarded_before(end("monthly", false)) == 0);
}

TEST_CASE("store: an issue that is kept is the run's, and what left an archive stays in the history",
          "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId first = writer.begin_run(night_of(k_monday));
    writer.put_issue(first, issue("1.md", {occurrence(k_url, 1)}), "one");
    writer.put_issue(first, issue("2.md", {occurrence("https://b.example/", 1)}), "two");
    writer.put_check(first, check("https://b.example/"));
    writer.settle_run(first, settled(k_monday));
    const RunId second = writer.begin_run(night_of(k_tuesday));
    writer.keep_issue(second, "1.md");
    writer.keep_issue(second, "3.md");
    writer.flush();

    const Reader reader(file);

    CHECK(reader.content_hashes("weekly") ==
          std::map<std::string, std::string>{{"1.md", "one"}, {"2.md", "two"}});
    CHECK(reader.content_hashes("monthly").empty());
    const auto links = reader.recheck_links(second);
    REQUIRE(links.size() == 1);
    CHECK(links[0].url == k_url);
    CHECK(links[0].host == "a.example");
    CHECK(links[0].state.state == State::unchecked);
    CHECK(reader.issues_of(second).size() == 1);
    CHECK(reader.history("https://b.example/", 9).size() == 1);
}

TEST_CASE("store: a night plans by what checks said, not by marks", "[store]") {
    const TempDir folder;
    const auto file = folder / "n.db";
    Writer writer(file, verdict::LadderOptions{});
    const RunId run = night(writer, k_monday, Outcome::not_found);
    writer.settle_run(run, settled(k_monday));
    writer.flush();

    put_mark(file, k_url, {MarkKind::alive, k_monday, k_monday + days(180), ""});

    CHECK(state_of(file).state == State::alive);
    CHECK(Reader(file, k_monday).recheck_links(run).at(0).state.state == State::failing);
}
