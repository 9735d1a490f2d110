#include "store/state_update.hpp"

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::verdict::Outcome;
using linktender::verdict::State;

namespace {

constexpr const char* k_url = "https://example.org/";

StateRecord after(const StateRecord& previous, Outcome outcome, linktender::core::TimePoint at) {
    return next_state(previous, check(k_url, outcome, at));
}

}  // namespace

TEST_CASE("store: the first failure starts a run of failures and the next one only adds to it", "[store]") {
    const StateRecord first = after({}, Outcome::not_found, k_monday);
    const StateRecord second = after(first, Outcome::timeout, k_tuesday);

    CHECK(first.state == State::failing);
    CHECK(first.first_failed_at == k_monday);
    CHECK(first.failures == 1);
    CHECK(second.first_failed_at == k_monday);
    CHECK(second.failures == 2);
    CHECK(second.since == k_monday);
}

TEST_CASE("store: a success ends a run of failures", "[store]") {
    const StateRecord failing = after({}, Outcome::gone, k_monday);

    const StateRecord moved = after(failing, Outcome::moved, k_tuesday);

    CHECK(moved.state == State::moved);
    CHECK(moved.failures == 0);
    CHECK_FALSE(moved.first_failed_at);
    CHECK(moved.last_ok_at == k_tuesday);
    CHECK(moved.since == k_tuesday);
}

TEST_CASE("store: a wall keeps the last known state beside it and counts as no failure", "[store]") {
    const StateRecord failing = after({}, Outcome::not_found, k_monday);

    const StateRecord blocked = after(failing, Outcome::blocked, k_tuesday);
    const StateRecord still_blocked = after(blocked, Outcome::login, k_tuesday + std::chrono::days(1));

    CHECK(blocked.state == State::blocked);
    CHECK(blocked.last_known == State::failing);
    CHECK(blocked.failures == 1);
    CHECK(blocked.first_failed_at == k_monday);
    CHECK(still_blocked.last_known == State::failing);
    CHECK(still_blocked.since == k_tuesday);
}

TEST_CASE("store: a failure behind a wall goes on where the failures before it stopped", "[store]") {
    const StateRecord blocked =
        after(after({}, Outcome::not_found, k_monday), Outcome::blocked, k_monday + std::chrono::hours(1));

    const StateRecord failing = after(blocked, Outcome::not_found, k_tuesday);

    CHECK(failing.state == State::failing);
    CHECK(failing.failures == 2);
    CHECK(failing.first_failed_at == k_monday);
    CHECK_FALSE(failing.last_known);
}

TEST_CASE("store: a link met by a wall first has no last known state", "[store]") {
    CHECK_FALSE(after({}, Outcome::blocked, k_monday).last_known);
    CHECK_FALSE(after({}, Outcome::skipped, k_monday).last_known);
}

TEST_CASE("store: one more failure leaves a dead link dead, behind a wall too", "[store]") {
    StateRecord dead;
    dead.state = State::dead;
    dead.failures = 3;
    dead.first_failed_at = k_monday;
    dead.since = k_monday;

    CHECK(after(dead, Outcome::timeout, k_tuesday).state == State::dead);
    CHECK(after(after(dead, Outcome::blocked, k_tuesday), Outcome::not_found, k_tuesday).state ==
          State::dead);
    CHECK(after(dead, Outcome::ok, k_tuesday).state == State::alive);
}
