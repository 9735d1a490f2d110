#include "app/night_work.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "night_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::app;
using namespace linktender::app::test;
using std::chrono::days;
using std::chrono::hours;
using verdict::State;

namespace {

const std::string k_url = "https://a.example/page";

/// So many links on so many hosts.
std::vector<std::string> many_links(std::size_t count, std::size_t hosts) {
    std::vector<std::string> links;
    for (std::size_t i = 0; i < count; ++i)
        links.push_back("https://host" + std::to_string(i % hosts) + ".example/" + std::to_string(i));
    return links;
}

/// A night a day, until the time is up; the requests of all of them.
std::size_t run_for(Nights& nights, days time) {
    std::size_t requests = 0;
    for (days day{0}; day < time; ++day) {
        (void)nights.run();
        requests += nights.asked.size() + nights.asked_again.size();
        nights.clock.advance(hours(24));
    }
    return requests;
}

/// A link that failed often enough that the next failure would be the last strike.
void bring_to_the_edge(Nights& nights) {
    nights.links = {k_url};
    nights.look = [](const std::string&) { return k_not_found; };
    run_for(nights, days(6));
    REQUIRE(nights.state_of(k_url).state == State::failing);
    REQUIRE(nights.state_of(k_url).strikes == 200);
}

}  // namespace

TEST_CASE("night: a link that another route reaches is not called dead", "[app]") {
    Nights nights;
    bring_to_the_edge(nights);
    nights.look_again = [](const std::string&) { return Sight{}; };

    (void)nights.run();

    CHECK(nights.asked_again == std::vector<std::string>{k_url});
    CHECK(nights.state_of(k_url).state == State::alive);
}

TEST_CASE("night: a link that fails by either route is called dead", "[app]") {
    Nights nights;
    bring_to_the_edge(nights);

    (void)nights.run();

    CHECK(nights.asked == std::vector<std::string>{k_url});
    CHECK(nights.asked_again == std::vector<std::string>{k_url});
    CHECK(nights.state_of(k_url).state == State::dead);
}

TEST_CASE("night: a wall on the other route neither kills nor saves a link", "[app]") {
    Nights nights;
    bring_to_the_edge(nights);
    nights.look_again = [](const std::string&) { return k_wall; };

    (void)nights.run();

    CHECK(nights.state_of(k_url).state == State::blocked);
    CHECK(nights.state_of(k_url).last_known == State::failing);
    CHECK(nights.state_of(k_url).strikes == 200);
}

TEST_CASE("night: a network that is down changes no state and is said with the run", "[app]") {
    Nights nights;
    nights.links = many_links(20, 20);
    (void)nights.run();
    const auto before = nights.states();
    nights.clock.advance(days(20));
    nights.network_down = true;

    const NightResult result = nights.run();

    CHECK(nights.states() == before);
    CHECK(result.end == crawl::RunEnd::network_down);
    CHECK_FALSE(result.incident.empty());
    const auto run = nights.reader().run(result.run);
    CHECK(run->incident == result.incident);
    CHECK(run->ended == "network-down");
    CHECK(nights.reader().unsettled_runs().empty());
}

TEST_CASE("night: when the network goes away in the middle of it, no state changes", "[app]") {
    Nights nights;
    nights.links = many_links(40, 40);
    (void)nights.run();
    nights.clock.advance(days(20));
    const auto before = nights.states();
    int count = 0;
    nights.look = [&](const std::string&) { return ++count > 36 ? k_timeout : Sight{}; };
    nights.canaries_answer = false;

    const NightResult result = nights.run();

    CHECK(nights.states() == before);
    CHECK(result.incident == "2 of 2 canaries did not answer");
    nights.canaries_answer = true;
    nights.look = [](const std::string&) { return Sight{}; };
    (void)nights.run();
    CHECK(nights.asked.size() == 40);
}

TEST_CASE("night: too many new failures are our own fault, but not night after night", "[app]") {
    Nights nights;
    nights.links = many_links(40, 40);
    (void)nights.run();
    nights.clock.advance(days(20));
    nights.look = [](const std::string&) { return k_not_found; };

    for (int night = 0; night < 2; ++night) {
        const NightResult result = nights.run();
        CHECK_FALSE(result.incident.empty());
        CHECK(nights.state_of(nights.links[0]).state == State::alive);
        nights.clock.advance(hours(24));
    }
    CHECK(nights.run().incident.empty());
    CHECK(nights.state_of(nights.links[0]).state == State::failing);
}

TEST_CASE("night: a host whose links all begin to fail together gives them one strike at most", "[app]") {
    Nights nights;
    nights.links = many_links(40, 8);
    (void)nights.run();
    nights.clock.advance(days(20));
    nights.look = [](const std::string& url) { return url.starts_with("https://host3.") ? k_gone : Sight{}; };

    const NightResult result = nights.run();

    CHECK(result.host_incidents == std::vector<std::string>{"host3.example"});
    CHECK(nights.state_of("https://host3.example/3").strikes == 100);
    CHECK(nights.reader().run(result.run)->host_incidents == result.host_incidents);
}

TEST_CASE("night: a night that is killed counts as far as it came, once, and the next one goes on", "[app]") {
    Nights nights;
    nights.links = many_links(6, 6);
    nights.look = [](const std::string&) { return k_not_found; };
    nights.dies_after = 4;
    CHECK_THROWS(nights.run());
    const store::RunId killed = nights.last_run;
    nights.reopen();
    nights.dies_after.reset();
    nights.clock.advance(hours(1));

    settle_killed_nights(*nights.writer, nights.reader(), nights.options);
    settle_killed_nights(*nights.writer, nights.reader(), nights.options);
    const auto run = nights.reader().run(killed);
    CHECK(run->ended == "interrupted");
    CHECK(run->finished_at == k_first_night);
    (void)nights.run();

    CHECK(nights.asked.size() == 2);
    for (const auto& [url, state] : nights.states()) {
        CAPTURE(url);
        CHECK(state.failures == 1);
        CHECK(state.strikes == 100);
        CHECK(nights.reader().history(url, 9).size() == 1);
    }
}

TEST_CASE("night: a killed night's failures do not kill a link that nobody asked for again", "[app]") {
    Nights nights;
    bring_to_the_edge(nights);
    nights.begin();
    NightWork work = nights.work();
    work.ask = [&](const crawl::LinkList& links, Errand errand, const crawl::Pipeline::Sink& sink) {
        if (errand == Errand::last_strikes) throw std::runtime_error("killed");
        return nights.work().ask(links, errand, sink);
    };
    CHECK_THROWS(do_night_work(work));
    nights.reopen();

    settle_killed_nights(*nights.writer, nights.reader(), nights.options);

    CHECK(nights.state_of(k_url).state == State::failing);
    (void)nights.run();
    CHECK(nights.state_of(k_url).state == State::dead);
}

TEST_CASE("night: new links come first, and the budgets of night and host hold", "[app]") {
    NightOptions options;
    options.plan.per_night = 8;
    options.plan.per_host = 3;
    Nights nights(options);
    nights.links = many_links(20, 2);

    const NightResult first = nights.run();

    CHECK(first.planned == 6);
    CHECK(first.postponed == 14);
    CHECK(nights.asked.size() == 6);
    for (int night = 0; night < 3; ++night) {
        (void)nights.run();
        CHECK(nights.asked.size() <= 6);
    }
    for (const auto& [url, state] : nights.states()) CHECK(state.state == State::alive);
}

TEST_CASE("night: a link that is told by its form costs no request and no budget", "[app]") {
    NightOptions options;
    options.plan.per_night = 1;
    Nights nights(options);
    nights.links = {k_url, "https://b.example/"};
    nights.judge = [](const url::Url& url, core::TimePoint now) {
        std::optional<store::CheckRecord> check;
        if (url.href() != k_url) return check;
        check.emplace().url = k_url;
        check->checked_at = now;
        check->verdict.outcome = verdict::Outcome::gone;
        check->attempts = 0;
        return check;
    };

    const NightResult result = nights.run();

    CHECK(result.planned == 1);
    CHECK(result.postponed == 0);
    CHECK(nights.asked == std::vector<std::string>{"https://b.example/"});
    CHECK(nights.state_of(k_url).state == State::failing);
}

TEST_CASE("night: one that is to end begins no requests", "[app]") {
    Nights nights;
    nights.links = {k_url};
    nights.ending = true;

    const NightResult result = nights.run();

    CHECK(result.end == crawl::RunEnd::interrupted);
    CHECK(nights.asked.empty());
    CHECK(nights.reader().run(result.run)->ended == "interrupted");
}

TEST_CASE("night: a clock that jumps by a day makes no storm of requests", "[app]") {
    const hours jump = GENERATE(hours(24), hours(-24));
    CAPTURE(jump.count());
    Nights nights;
    nights.links = many_links(140, 140);
    run_for(nights, days(20));
    std::size_t busiest = 0;
    for (int night = 0; night < 20; ++night) busiest = std::max(busiest, run_for(nights, days(1)));

    nights.clock.advance(jump);
    std::map<std::string, int> asked;
    for (int night = 0; night < 3; ++night) {
        CHECK(run_for(nights, days(1)) <= 2 * busiest);
        for (const std::string& url : nights.asked) ++asked[url];
    }

    for (const auto& [url, times] : asked) CHECK(times == 1);
    CHECK(run_for(nights, days(14)) >= nights.links.size() / 2);
}

TEST_CASE("night: a clock that jumps by a day calls no living link dead", "[app]") {
    const hours jump = GENERATE(hours(24), hours(-24));
    const int at = GENERATE(1, 2, 3, 4);
    CAPTURE(jump.count(), at);
    Nights nights;
    nights.links = {k_url};
    run_for(nights, days(2));
    nights.clock.advance(days(14));
    // Four days without the page, as an outage takes.
    nights.look = [](const std::string&) { return k_not_found; };
    for (int night = 0; night < 5; ++night) {
        if (night == at) nights.clock.advance(jump);
        (void)nights.run();
        CHECK(nights.state_of(k_url).state != State::dead);
        nights.clock.advance(hours(24));
    }
    nights.look = [](const std::string&) { return Sight{}; };

    run_for(nights, days(3));

    CHECK(nights.state_of(k_url).state == State::alive);
}
