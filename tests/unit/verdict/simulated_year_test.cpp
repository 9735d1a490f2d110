#include <cmath>
#include <string>

#include "simulated_web.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;
using namespace linktender::verdict::test;

namespace {

constexpr int k_nights = 365;
constexpr Day k_fortnight = 14.0;

Sight failure(SignalClass signal) {
    return {signal, Outcome::not_found};
}

/// Good but for the days from `from` to `to`.
std::function<Sight(Day)> out_between(Day from, Day to, SignalClass signal) {
    return [=](Day day) { return day >= from && day < to ? failure(signal) : Sight{}; };
}

/// A number in [0, 1) that is always the same for a link and a day.
double chance(std::size_t link, Day day) {
    auto h = (link + 1) * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(day) * 0xBF58476D1CE4E5B9U;
    h = (h ^ (h >> 31U)) * 0x94D049BB133111EBU;
    return static_cast<double>(h >> 40U) / static_cast<double>(1U << 24U);
}

class Web {
public:
    SimulatedLink& add(std::string story, std::function<Sight(Day)> look) {
        SimulatedLink link;
        // Several links a host, but for the stories that are about a host.
        link.host = "host" + std::to_string(links_.size() % 160) + ".example";
        link.story = std::move(story);
        link.look = std::move(look);
        links_.push_back(std::move(link));
        return links_.back();
    }
    void add_death(std::string story, Day dies, SignalClass signal) {
        add(std::move(story), out_between(dies, 1e9, signal)).dies = dies;
    }
    [[nodiscard]] std::size_t size() const { return links_.size(); }
    [[nodiscard]] std::vector<SimulatedLink> take() { return std::move(links_); }

private:
    std::vector<SimulatedLink> links_;
};

void add_quiet_links(Web& web) {
    for (int i = 0; i < 500; ++i) web.add("quiet", [](Day) { return Sight{}; });
    // New issues appear through the year.
    for (int i = 0; i < 60; ++i) web.add("new", [](Day) { return Sight{}; }).published = 6.0 * i;
}

void add_deaths(Web& web) {
    for (int i = 0; i < 40; ++i) {
        web.add_death("404", 7.3 * i + 2.1, SignalClass::permanent);
        web.add_death("410", 7.3 * i + 5.7, SignalClass::certain);
    }
    for (int i = 0; i < 8; ++i) {
        web.add_death("refuses connections for good", 33.0 * i + 4.4, SignalClass::doubtful);
        web.add_death("never answers again", 33.0 * i + 8.8, SignalClass::transient);
        auto& back = web.add("comes back", out_between(20.0 * i + 9, 20.0 * i + 99, SignalClass::permanent));
        back.dies = 20.0 * i + 9;
        back.comes_back = 20.0 * i + 99;
    }
}

void add_troubled_links(Web& web) {
    using enum SignalClass;
    for (const Day length : {1.0, 3.0, 6.0}) {
        for (const SignalClass signal : {permanent, certain, doubtful, transient}) {
            for (int i = 0; i < 10; ++i) {
                const Day from = 33.7 * i + length;
                web.add("outage", out_between(from, from + length, signal));
            }
        }
    }
    for (int i = 0; i < 10; ++i) {
        const std::size_t id = web.size();
        web.add("overloaded every third day",
                [id](Day day) { return chance(id, day) < 0.35 ? failure(transient) : Sight{}; });
        web.add("404 every second pair of days",
                [](Day day) { return std::fmod(day, 4.0) < 2.0 ? failure(permanent) : Sight{}; });
        web.add("moved", [i](Day day) {
            return day < 30.0 * i + 20 ? Sight{} : Sight{SignalClass::success, Outcome::moved};
        });
        web.add("moved little by little", [i](Day day) {
            return day < 20.0 * i + 20 ? Sight{} : Sight{.temporary_target = "https://new.example/page"};
        });
    }
}

void add_host_stories(Web& web) {
    const Sight wall{SignalClass::no_information, Outcome::blocked};
    for (int i = 0; i < 20; ++i) {
        // A wall for three months; some of the links die behind it.
        const std::optional<Day> dies = i % 5 == 0 ? std::optional<Day>(130.0 + i) : std::nullopt;
        auto& link = web.add("behind a wall", [=](Day day) {
            if (day >= 100 && day < 190) return wall;
            return dies && day >= *dies ? failure(SignalClass::permanent) : Sight{};
        });
        link.host = "walled.example";
        link.walled = true;
        link.dies = dies;
        web.add("always behind a wall", [=](Day) { return wall; }).host = "fortress.example";
        web.add("on a host with a bad deployment", out_between(210, 215.9, SignalClass::permanent)).host =
            "deployed.example";
    }
}

std::vector<SimulatedLink> whole_web() {
    Web web;
    add_quiet_links(web);
    add_deaths(web);
    add_troubled_links(web);
    add_host_stories(web);
    return web.take();
}

const std::vector<NetworkTrouble>& troubles() {
    static const std::vector<NetworkTrouble> list{
        {.night = 60},
        {.night = 61},
        {.night = 62},
        {.night = 63},
        {.night = 64},
        {.night = 65},
        {.night = 66},
        {.night = 150, .failing_share = 0.6, .canaries_answer = true},
        {.night = 300, .failing_share = 0.9, .canaries_answer = true}};
    return list;
}

bool in_sight(const SimulatedLink& link) {
    return link.dies && !link.walled && *link.dies < k_nights - 60;
}

}  // namespace

TEST_CASE("simulated year: no living link is ever called dead, and every death is found within 14 days",
          "[verdict]") {
    const std::uint64_t seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);

    const Year year = simulate(whole_web(), troubles(), {}, {}, k_nights, seed);

    for (const SimulatedLink& link : year.links) {
        CAPTURE(link.story, link.host, link.dies.value_or(-1), link.standing.recent);
        CHECK(link.false_deaths == 0);
        if (!in_sight(link)) continue;
        REQUIRE(link.first_seen_failing);
        // In the week without a network nothing could be found.
        REQUIRE(link.called_dead);
        const Day pause = *link.dies < 67 && *link.called_dead > 60 ? 7.0 : 0.0;
        CHECK(*link.first_seen_failing - *link.dies <= k_fortnight + pause);
        const bool weak = link.story == "never answers again" || link.story == "refuses connections for good";
        CHECK(*link.called_dead - *link.first_seen_failing <= (weak ? 26.0 : k_fortnight) + pause);
    }
    // A night may look like trouble of our own by chance; that costs a day.
    CHECK(year.discarded_nights >= 9);
    CHECK(year.discarded_nights <= 11);
    CHECK(year.host_incidents >= 1);
}

TEST_CASE("simulated year: with a look every six days a death is confirmed within 14 days of its day",
          "[verdict]") {
    LadderOptions ladder;
    ladder.alive_interval = std::chrono::hours(6 * 24);

    const Year year = simulate(whole_web(), {}, ladder, {}, k_nights, 4);

    for (const SimulatedLink& link : year.links) {
        CAPTURE(link.story, link.dies.value_or(-1), link.standing.recent);
        CHECK(link.false_deaths == 0);
        if (!in_sight(link) || (link.story != "404" && link.story != "410")) continue;
        REQUIRE(link.called_dead);
        CHECK(*link.called_dead - *link.dies <= k_fortnight);
    }
}

TEST_CASE("simulated year: the other stories end as they should", "[verdict]") {
    const Year year = simulate(whole_web(), troubles(), {}, {}, k_nights, 5);

    for (const SimulatedLink& link : year.links) {
        CAPTURE(link.story, link.dies.value_or(-1), link.standing.recent);
        if (link.story == "quiet" || link.story == "new") {
            CHECK(link.standing.state == State::alive);
            CHECK_FALSE(link.was_flaky);
        }
        if (link.story.starts_with("moved")) CHECK(link.standing.state == State::moved);
        if (link.story == "moved little by little") CHECK(*link.called_moved >= 34.0);
        if (link.story == "overloaded every third day") CHECK(link.was_flaky);
        if (link.story == "404 every second pair of days") CHECK(link.was_flaky);
        if (link.story == "always behind a wall") {
            CHECK(link.standing.state == State::blocked);
            CHECK_FALSE(link.standing.last_known);
        }
        if (link.story == "behind a wall")
            CHECK((link.standing.state == State::dead) == link.dies.has_value());
        if (link.comes_back && *link.comes_back < k_nights - 80) {
            REQUIRE(link.called_back);
            CHECK(*link.called_back - *link.comes_back <= 76.0);
        }
    }
}

TEST_CASE("simulated year: the requests stay within the plan", "[verdict]") {
    RecheckOptions recheck;
    recheck.per_night = 120;
    recheck.per_host = 10;

    const Year year = simulate(whole_web(), troubles(), {}, recheck, k_nights, 6);

    CHECK(year.most_in_a_night <= 120);
    CHECK(year.most_of_a_host <= 10);
    std::size_t checks_of_quiet = 0;
    std::size_t quiet = 0;
    for (const SimulatedLink& link : year.links) {
        CHECK(link.false_deaths == 0);
        CHECK(link.checks <= 130);
        if (link.story != "quiet") continue;
        ++quiet;
        checks_of_quiet += static_cast<std::size_t>(link.checks);
    }
    // One look in a fortnight, a little earlier by the jitter.
    CHECK(checks_of_quiet <= quiet * 34);
    CHECK(year.requests <= year.links.size() * 42);
}
