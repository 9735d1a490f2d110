#include "linktender/verdict/run_health.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

constexpr linktender::core::TimePoint k_now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

Standing known_as(State state) {
    Standing standing;
    standing.state = state;
    return standing;
}

/// `alive` links of a host that were alive, of which `failing` now fail.
void add_host(RunTally& tally, const std::string& host, int alive, int failing,
              SignalClass signal = SignalClass::transient) {
    for (int i = 0; i < alive; ++i)
        tally.add(host, known_as(State::alive), i < failing ? signal : SignalClass::success, k_now);
}

}  // namespace

TEST_CASE("run health: a run in which a fifth of the living links fails on several hosts is discarded",
          "[verdict]") {
    struct Row {
        const char* name;
        int alive;    // on each of four hosts
        int failing;  // on each of the first `hosts`
        int hosts;
        bool expected;
    };
    const auto row = GENERATE(values<Row>({
        {"all", 5, 5, 4, true},
        {"just over a fifth", 10, 3, 3, true},
        {"a fifth", 10, 2, 4, false},
        {"two hosts alone", 10, 10, 2, false},
        {"too few links", 2, 2, 4, false},
        {"none", 10, 0, 4, false},
    }));
    CAPTURE(row.name);
    RunTally tally;
    for (int host = 0; host < 4; ++host)
        add_host(tally, "h" + std::to_string(host), row.alive, host < row.hosts ? row.failing : 0);

    const RunHealth health = assess(tally);

    CHECK(health.network_incident == row.expected);
    CHECK(health.by_share == row.expected);
    CHECK(health.evidence.empty() != row.expected);
}

TEST_CASE("run health: links that failed before, come and go, or met a wall do not count", "[verdict]") {
    RunTally tally;
    for (int host = 0; host < 4; ++host) add_host(tally, "h" + std::to_string(host), 5, 0);
    for (int i = 0; i < 50; ++i) {
        const std::string host = "d" + std::to_string(i % 10);
        tally.add(host, known_as(State::dead), SignalClass::permanent, k_now);
        tally.add(host, known_as(State::failing), SignalClass::permanent, k_now);
        tally.add(host, known_as(State::unchecked), SignalClass::permanent, k_now);
        tally.add(host, known_as(State::alive), SignalClass::no_information, k_now);
    }
    Standing flaky = known_as(State::alive);
    flaky.flipped_before_at = k_now - std::chrono::days(9);
    for (int i = 0; i < 50; ++i) tally.add("f" + std::to_string(i), flaky, SignalClass::transient, k_now);
    CHECK_FALSE(assess(tally).network_incident);
}

TEST_CASE("run health: when most canaries are silent the run is discarded, one silent one is nothing",
          "[verdict]") {
    RunTally tally;
    tally.add_canary(true);
    tally.add_canary(true);
    tally.add_canary(false);
    CHECK_FALSE(assess(tally).network_incident);

    tally.add_canary(false);
    tally.add_canary(false);

    CHECK(assess(tally).network_incident);
    CHECK_FALSE(assess(tally).by_share);
    CHECK(assess(tally, 99).network_incident);
    CHECK_FALSE(assess(RunTally{}).network_incident);
}

TEST_CASE("run health: what every run says is true at last", "[verdict]") {
    RunTally tally;
    for (int host = 0; host < 4; ++host) add_host(tally, "h" + std::to_string(host), 5, 5);

    CHECK(assess(tally, 1).network_incident);
    CHECK_FALSE(assess(tally, 2).network_incident);
}

TEST_CASE("run health: a host is an incident when all of its living links fail together", "[verdict]") {
    RunTally tally;
    add_host(tally, "whole.example", 5, 5);
    add_host(tally, "most.example", 5, 4);
    add_host(tally, "small.example", 4, 4);
    add_host(tally, "fine.example", 90, 0);

    const RunHealth health = assess(tally);

    CHECK_FALSE(health.network_incident);
    CHECK(health.host_incidents == std::set<std::string, std::less<>>{"whole.example"});
}
