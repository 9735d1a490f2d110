#include <chrono>

#include "linktender/store/notifications.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using std::chrono::days;

namespace {

RunRecord run_of(std::string archive, linktender::core::TimePoint started_at = k_monday) {
    RunRecord run = sample_run(started_at);
    run.archive = std::move(archive);
    return run;
}

}  // namespace

TEST_CASE("store: runs are found by their archive", "[store]") {
    const TempDir folder;
    const auto file = folder / "r.db";
    Writer writer(file);
    const RunId weekly = writer.begin_run(run_of("weekly"));
    writer.finish_run(weekly, k_monday, "complete");
    const RunId audit = writer.begin_run(run_of(""));
    const RunId again = writer.begin_run(run_of("weekly", k_tuesday));
    writer.flush();

    const Reader reader(file);

    CHECK(reader.latest_run("weekly")->id == again);
    CHECK(reader.latest_run("")->id == audit);
    CHECK(reader.latest_run()->id == again);
    CHECK_FALSE(reader.latest_run("monthly"));
    CHECK(reader.run(weekly)->archive == "weekly");
    CHECK(reader.run(audit)->archive.empty());
}

TEST_CASE("store: the run before is the last finished one of the same archive", "[store]") {
    const TempDir folder;
    const auto file = folder / "r.db";
    Writer writer(file);
    const RunId first = writer.begin_run(run_of("weekly"));
    writer.finish_run(first, k_monday, "complete");
    const RunId killed = writer.begin_run(run_of("weekly"));
    const RunId other = writer.begin_run(run_of("monthly"));
    writer.finish_run(other, k_monday, "complete");
    const RunId last = writer.begin_run(run_of("weekly", k_tuesday));
    writer.flush();

    const Reader reader(file);

    CHECK(reader.run_before(last)->id == first);
    CHECK(reader.run_before(killed)->id == first);
    CHECK_FALSE(reader.run_before(first));
    CHECK_FALSE(reader.run_before(other));
    CHECK_FALSE(reader.run_before(last + 100));
}

TEST_CASE("store: a run is found by the time it had started by", "[store]") {
    const TempDir folder;
    const auto file = folder / "r.db";
    Writer writer(file);
    const RunId monday = writer.begin_run(run_of("weekly"));
    writer.finish_run(monday, k_monday, "complete");
    const RunId tuesday = writer.begin_run(run_of("weekly", k_tuesday));
    writer.finish_run(tuesday, k_tuesday, "interrupted");
    (void)writer.begin_run(run_of("weekly", k_tuesday + days(1)));
    writer.flush();

    const Reader reader(file);

    CHECK_FALSE(reader.run_at("weekly", k_monday - days(1)));
    CHECK(reader.run_at("weekly", k_monday)->id == monday);
    CHECK(reader.run_at("weekly", k_tuesday)->id == tuesday);
    CHECK(reader.run_at("weekly", k_tuesday + days(9))->id == tuesday);
    CHECK_FALSE(reader.run_at("", k_tuesday));
}

TEST_CASE("store: archives keep issues of the same name apart", "[store]") {
    const TempDir folder;
    const auto file = folder / "r.db";
    Writer writer(file);
    const RunId weekly = writer.begin_run(run_of("weekly"));
    writer.put_issue(weekly, issue("1.md", {occurrence("https://a.example/", 1)}));
    const RunId monthly = writer.begin_run(run_of("monthly"));
    writer.put_issue(monthly, issue("1.md", {occurrence("https://b.example/", 1)}));
    writer.flush();

    const Reader reader(file);
    const auto urls = [&](RunId run) {
        std::vector<std::string> found;
        reader.links_of(run, [&](const LinkView& link) { found.push_back(link.url); });
        return found;
    };

    CHECK(urls(weekly) == std::vector<std::string>{"https://a.example/"});
    CHECK(urls(monthly) == std::vector<std::string>{"https://b.example/"});
}

TEST_CASE("store: a target's latest notification takes the place of the former", "[store]") {
    const TempDir folder;
    const auto file = folder / "r.db";
    Writer writer(file);
    const RunId first = writer.begin_run(run_of("weekly"));
    const RunId second = writer.begin_run(run_of("weekly"));
    put_notification(file, {"weekly", "mail", first, k_monday, ""});
    put_notification(file, {"weekly", "ticket", first, k_monday, "17"});
    put_notification(file, {"weekly", "mail", second, k_tuesday, "18"});

    const Reader reader(file);

    const auto mail = reader.notification("weekly", "mail");
    REQUIRE(mail);
    CHECK(mail->run == second);
    CHECK(mail->sent_at == k_tuesday);
    CHECK(mail->ticket == "18");
    CHECK(reader.notification("weekly", "ticket")->ticket == "17");
    CHECK_FALSE(reader.notification("monthly", "mail"));
}
