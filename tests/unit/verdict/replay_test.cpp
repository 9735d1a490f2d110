#include "linktender/verdict/replay.hpp"

#include <chrono>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::core::TimePoint;
using std::chrono::hours;

namespace {

constexpr TimePoint k_start =
    std::chrono::sys_days(std::chrono::year(2026) / std::chrono::May / 1) + hours(2);

/// The check of a night, that many hours after the start.
RecordedCheck night(int id, int hour, Outcome outcome) {
    RecordedCheck check;
    check.id = check.run = id;
    check.nightly = true;
    check.seen.at = k_start + hours(hour);
    check.seen.outcome = outcome;
    check.seen.signal = outcome == Outcome::ok        ? SignalClass::success
                        : outcome == Outcome::blocked ? SignalClass::no_information
                                                      : SignalClass::permanent;
    return check;
}

std::vector<Effect> effects(const std::vector<RecordedCheck>& checks) {
    std::vector<Effect> found;
    for (const ReplayStep& step : replay(checks)) found.push_back(step.effect);
    return found;
}

}  // namespace

TEST_CASE("verdict: a replay tells which failures counted and why others did not", "[verdict]") {
    std::vector<RecordedCheck> checks{night(1, 0, Outcome::ok),           night(2, 24, Outcome::not_found),
                                      night(3, 48, Outcome::not_found),   night(4, 72, Outcome::blocked),
                                      night(5, 96, Outcome::not_found),   night(6, 80, Outcome::not_found),
                                      night(7, 9999, Outcome::not_found), night(8, 9999, Outcome::not_found)};
    checks[6].discarded = true;
    checks[7].settled = false;

    CHECK(effects(checks) == std::vector{Effect::good, Effect::strike, Effect::too_soon, Effect::silent,
                                         Effect::strike, Effect::clock_back, Effect::discarded,
                                         Effect::unsettled});
}

TEST_CASE("verdict: a replayed death needs two requests in its night, and what follows is known",
          "[verdict]") {
    std::vector<RecordedCheck> checks{night(1, 0, Outcome::not_found), night(2, 72, Outcome::not_found),
                                      night(3, 144, Outcome::not_found)};
    CHECK(effects(checks).back() == Effect::unconfirmed);
    CHECK(replay(checks).back().after.state == State::failing);

    checks.push_back(night(4, 168, Outcome::not_found));
    checks.push_back(night(5, 168, Outcome::not_found));
    checks.back().run = 4;
    checks.push_back(night(6, 999, Outcome::not_found));

    const auto steps = replay(checks);
    CHECK(steps[3].effect == Effect::superseded);
    CHECK(steps[4].effect == Effect::strike);
    CHECK(steps[4].turn == Turn::died);
    CHECK(steps[4].weight == 100);
    CHECK(steps[5].effect == Effect::already_dead);
}

TEST_CASE("verdict: a replay of checks as they came gives the state that was stored", "[verdict]") {
    const std::vector<RecordedCheck> checks{night(1, 0, Outcome::ok), night(2, 24, Outcome::not_found),
                                            night(3, 48, Outcome::ok)};
    Standing stored;
    for (const RecordedCheck& check : checks) stored = climb(stored, check.seen).standing;

    CHECK(replay(checks).back().after == stored);
}
