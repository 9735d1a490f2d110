#include "linktender/verdict/ladder.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::core::TimePoint;
using std::chrono::days;
using std::chrono::hours;

namespace {

constexpr TimePoint k_start = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + hours(3);

constexpr TimePoint day(int n) {
    return k_start + days(n);
}

CheckSeen good(TimePoint at) {
    return {.at = at};
}
CheckSeen fails(TimePoint at, SignalClass signal = SignalClass::permanent) {
    return {.at = at, .outcome = Outcome::not_found, .signal = signal};
}
CheckSeen wall(TimePoint at) {
    return {.at = at, .outcome = Outcome::blocked, .signal = SignalClass::no_information};
}

Standing after(const std::vector<CheckSeen>& checks, Standing standing = {},
               const LadderOptions& options = {}) {
    for (const CheckSeen& check : checks) standing = climb(standing, check, options).standing;
    return standing;
}

const Standing k_dead = after({fails(day(0)), fails(day(3)), fails(day(6))});

}  // namespace

TEST_CASE("ladder: a link is dead when failures of weight repeat over days", "[verdict]") {
    using enum SignalClass;
    struct Row {
        const char* name;
        std::vector<std::pair<int, SignalClass>> failures;  // hours from the start, what was seen
        State expected;
    };
    const auto row = GENERATE(values<Row>({
        {"one 404", {{0, permanent}}, State::failing},
        {"many 404s of one day",
         {{0, permanent}, {1, permanent}, {2, permanent}, {20, permanent}},
         State::failing},
        {"two 404s", {{0, permanent}, {144, permanent}}, State::failing},
        {"three 404s over six days", {{0, permanent}, {72, permanent}, {144, permanent}}, State::dead},
        {"an hour too early", {{0, permanent}, {72, permanent}, {143, permanent}}, State::failing},
        {"daily ones count every third day",
         {{0, permanent},
          {24, permanent},
          {48, permanent},
          {69, permanent},
          {96, permanent},
          {120, permanent}},
         State::failing},
        {"410 twice is two days", {{0, certain}, {144, certain}}, State::failing},
        {"410 twice and a third day", {{0, certain}, {72, certain}, {144, certain}}, State::dead},
        {"a weak signal needs three weeks",
         {{0, doubtful}, {72, doubtful}, {144, doubtful}, {216, doubtful}, {288, doubtful}, {360, doubtful}},
         State::failing},
        {"and six strikes",
         {{0, doubtful}, {120, doubtful}, {240, doubtful}, {360, doubtful}, {480, doubtful}, {504, doubtful}},
         State::failing},
        {"both",
         {{0, doubtful}, {120, doubtful}, {240, doubtful}, {360, doubtful}, {432, doubtful}, {504, doubtful}},
         State::dead},
        {"one timeout among 404s asks for three weeks too",
         {{0, permanent}, {72, transient}, {144, permanent}, {216, permanent}},
         State::failing},
        {"which end", {{0, permanent}, {72, transient}, {144, permanent}, {504, permanent}}, State::dead},
        {"eight timeouts",
         {{0, transient},
          {72, transient},
          {144, transient},
          {216, transient},
          {288, transient},
          {360, transient},
          {432, transient},
          {504, transient}},
         State::failing},
        {"nine",
         {{0, transient},
          {72, transient},
          {144, transient},
          {216, transient},
          {288, transient},
          {360, transient},
          {432, transient},
          {480, transient},
          {504, transient}},
         State::dead},
    }));
    CAPTURE(row.name);
    Standing standing = after({good(day(-3))});
    for (const auto& [hour, signal] : row.failures)
        standing = after({fails(k_start + hours(hour), signal)}, standing);
    CHECK(standing.state == row.expected);
    CHECK(standing.first_failed_at == k_start);
    CHECK(standing.failures == static_cast<int>(row.failures.size()));
}

TEST_CASE("ladder: one good check forgives every strike", "[verdict]") {
    const Standing standing = after({fails(day(0)), fails(day(3)), good(day(5))});

    CHECK(standing.state == State::alive);
    CHECK(standing.failures == 0);
    CHECK(standing.strikes == 0);
    CHECK_FALSE(standing.first_failed_at);
    CHECK(after({fails(day(6)), fails(day(9))}, standing).state == State::failing);
}

TEST_CASE("ladder: a wall neither adds to the strikes nor forgives them", "[verdict]") {
    const Standing suspect = after({good(day(-3)), fails(day(0)), fails(day(3))});

    const Standing walled = after({wall(day(6)), wall(day(9)), wall(day(12))}, suspect);

    CHECK(walled.state == State::blocked);
    CHECK(walled.last_known == State::failing);
    CHECK(walled.strikes == suspect.strikes);
    CHECK(walled.first_failed_at == suspect.first_failed_at);
    CHECK(walled.since == day(6));
    CHECK(after({fails(day(15))}, walled).state == State::dead);
    CHECK(after({good(day(15))}, walled).state == State::alive);
}

TEST_CASE("ladder: a link that only met walls has no last known state and never dies", "[verdict]") {
    Standing standing;
    for (int n = 0; n < 40; ++n) standing = after({wall(day(3 * n))}, standing);

    CHECK(standing.state == State::blocked);
    CHECK_FALSE(standing.last_known);
    CHECK(standing.failures == 0);
}

TEST_CASE("ladder: a dead link comes back by two good checks a day apart", "[verdict]") {
    const Standing first = after({good(day(60))}, k_dead);
    CHECK(first.state == State::dead);
    CHECK(first.next_check_at >= day(61));
    CHECK(after({good(day(60) + hours(21))}, first).state == State::dead);
    CHECK(after({wall(day(61)), good(day(62))}, first).state == State::alive);

    const LadderStep back = climb(first, good(day(61)));

    CHECK(back.standing.state == State::alive);
    CHECK(back.turn == Turn::resurrected);
    CHECK(back.standing.failures == 0);
}

TEST_CASE("ladder: a failure between two good checks keeps a dead link dead", "[verdict]") {
    const Standing standing = after({good(day(60)), fails(day(61)), good(day(62))}, k_dead);

    CHECK(standing.state == State::dead);
    CHECK(standing.since == k_dead.since);
    CHECK(after({wall(day(63))}, standing).last_known == State::dead);
}

TEST_CASE("ladder: two changes between good and bad within two months make a link flaky", "[verdict]") {
    const Standing standing = after({good(day(0)), fails(day(10)), good(day(13))});

    CHECK(is_flaky(standing, day(13)));
    CHECK(is_flaky(standing, day(70)));
    CHECK_FALSE(is_flaky(standing, day(71)));
    CHECK_FALSE(is_flaky(after({good(day(0)), fails(day(10))}), day(10)));
    CHECK_FALSE(is_flaky(k_dead, day(6)));
}

TEST_CASE("ladder: a link that keeps changing slowly is flaky by its last ten checks", "[verdict]") {
    Standing slow;
    for (int n = 0; n < 10; ++n) slow = after({n % 5 == 4 ? fails(day(40 * n)) : good(day(40 * n))}, slow);
    Standing dying;
    for (int n = 0; n < 12; ++n) dying = after({n > 9 ? fails(day(40 * n)) : good(day(40 * n))}, dying);

    CHECK(slow.recent == "++++-++++-");
    CHECK(is_flaky(slow, day(2000)));
    CHECK(dying.recent == "++++++++--");
    CHECK_FALSE(is_flaky(dying, day(2000)));
}

TEST_CASE("ladder: a link that comes and goes must fail for three weeks before it is dead", "[verdict]") {
    const Standing flaky = after({good(day(-20)), fails(day(-10)), good(day(-9))});

    const Standing failing = after({fails(day(0)), fails(day(3)), fails(day(6)), fails(day(9))}, flaky);

    CHECK(failing.state == State::failing);
    CHECK(after({fails(day(21))}, failing).state == State::dead);
}

TEST_CASE("ladder: a lasting redirect moves a link at once unless it leads to another page", "[verdict]") {
    CheckSeen seen{.at = day(0), .outcome = Outcome::moved};
    CHECK(climb({}, seen).standing.state == State::moved);
    CHECK(climb({}, seen).turn == Turn::moved);

    seen.title = TitleMatch::mismatch;
    CHECK(climb({}, seen).standing.state == State::alive);
}

TEST_CASE("ladder: a temporary redirect is a move once it was seen three times over two weeks", "[verdict]") {
    const auto redirected = [](int n, const char* target, TitleMatch title = TitleMatch::match) {
        return CheckSeen{.at = day(n), .temporary_target = target, .title = title};
    };
    CHECK(after({redirected(0, "b"), redirected(7, "b"), redirected(13, "b")}).state == State::alive);
    CHECK(after({redirected(0, "b"), redirected(14, "b")}).state == State::alive);
    CHECK(after({redirected(0, "b"), redirected(7, "c"), redirected(14, "b")}).state == State::alive);
    CHECK(after({redirected(0, "b"), good(day(7)), redirected(10, "b"), redirected(14, "b")}).state ==
          State::alive);
    CHECK(after({redirected(0, "b"), redirected(7, "b"), redirected(14, "b", TitleMatch::no_statement)})
              .state == State::alive);

    const Standing moved = after({redirected(0, "b"), redirected(7, "b"), redirected(14, "b")});

    CHECK(moved.state == State::moved);
    CHECK(moved.redirect_target == "b");
    CHECK(after({redirected(28, "b", TitleMatch::no_statement)}, moved).state == State::moved);
    CHECK(after({redirected(28, "b", TitleMatch::mismatch)}, moved).state == State::alive);
}

TEST_CASE("ladder: drift is confirmed by a second sight a week later and taken back by the old page",
          "[verdict]") {
    const auto sight = [](int n, Drift drift) { return CheckSeen{.at = day(n), .drift = drift}; };
    CHECK_FALSE(after({sight(0, Drift::drifted)}).drifted);
    CHECK_FALSE(after({sight(0, Drift::drifted), sight(6, Drift::drifted)}).drifted);
    CHECK_FALSE(
        after({sight(0, Drift::drifted), sight(3, Drift::changed), sight(8, Drift::drifted)}).drifted);

    const Standing drifted =
        after({sight(0, Drift::drifted), sight(3, Drift::no_statement), sight(7, Drift::drifted)});

    CHECK(drifted.drifted);
    CHECK(drifted.state == State::alive);
    CHECK(after({sight(21, Drift::no_statement), fails(day(22))}, drifted).drifted);
    CHECK_FALSE(after({sight(21, Drift::unchanged)}, drifted).drifted);
}

TEST_CASE("ladder: where one check is enough a failure is broken at once and forgotten at once",
          "[verdict]") {
    const LadderOptions audit = audit_ladder();
    const Standing failing = after({fails(day(0), SignalClass::transient)}, {}, audit);

    CHECK(failing.state == State::failing);
    CHECK(counts_as_broken(failing, audit));
    CHECK_FALSE(counts_as_broken(failing, {}));
    CHECK(counts_as_broken(k_dead, {}));
    CHECK_FALSE(counts_as_broken(after({wall(day(0))}), audit));
    CHECK(after({fails(day(3)), fails(day(6)), fails(day(9)), fails(day(30))}, failing, audit).state ==
          State::failing);
    CHECK(climb(k_dead, good(day(60)), audit).standing.state == State::alive);
    CHECK(climb(k_dead, fails(day(60)), audit).standing.state == State::dead);
}

TEST_CASE("ladder: in an incident of its host even a 410 counts as one strike", "[verdict]") {
    CheckSeen seen = fails(day(0), SignalClass::certain);
    CHECK(climb({}, seen).standing.strikes == 150);

    seen.host_incident = true;
    CHECK(climb({}, seen).standing.strikes == 100);
}

TEST_CASE("ladder: a clock that jumps makes no strikes", "[verdict]") {
    // Forward by a year and back: the strikes of the future neither count again nor stop the ladder.
    const Standing back = after({fails(day(365)), fails(day(1)), fails(day(2))});
    CHECK(back.state == State::failing);
    CHECK(back.strikes == 100);
    CHECK(after({fails(day(4)), fails(day(7))}, back).state == State::dead);

    // A good check that seems to lie after the second one does not bring a dead link back.
    CHECK(after({good(day(400)), good(day(60))}, k_dead).state == State::dead);
    CHECK(after({good(day(400)), good(day(60)), good(day(61))}, k_dead).state == State::alive);
}

TEST_CASE("ladder: the next check is due by the state, the jitter keeps to its side", "[verdict]") {
    struct Row {
        const char* name;
        Standing before;
        CheckSeen seen;
        double earliest;  // days from the check
        double latest;
    };
    const Standing alive = after({good(day(-100))});
    const Standing walled = after({wall(day(-60)), wall(day(-45)), wall(day(-30)), wall(day(-15))});
    const Standing flapped = after({good(day(-30)), fails(day(-20))});
    const auto row = GENERATE_COPY(values<Row>({
        {"first good check", {}, good(day(0)), 2.4, 3.6},
        {"alive", alive, good(day(0)), 11.2, 14.0},
        {"flaky", flapped, good(day(0)), 4.0, 6.0},
        {"failing", alive, fails(day(0)), 1.0, 1.2},
        {"failing for a week", after({fails(day(-7), SignalClass::transient)}), fails(day(0)), 3.0, 3.6},
        {"died", after({fails(day(-6)), fails(day(-3))}), fails(day(0)), 48.0, 72.0},
        {"dead", k_dead, fails(day(60)), 48.0, 72.0},
        {"dead, good for the first time", k_dead, good(day(60)), 1.0, 1.2},
        {"blocked", alive, wall(day(0)), 11.2, 16.8},
        {"blocked for the fifth time", walled, wall(day(0)), 24.0, 36.0},
    }));
    CAPTURE(row.name);
    const double dice = GENERATE(0.0, 0.25, 0.5, 0.75, 0.999999);
    CheckSeen seen = row.seen;
    seen.dice = dice;

    const auto next = climb(row.before, seen).standing.next_check_at;

    REQUIRE(next);
    const double wait = std::chrono::duration<double, days::period>(*next - seen.at).count();
    CHECK(wait >= row.earliest - 1e-6);
    CHECK(wait <= row.latest + 1e-6);
}

TEST_CASE("ladder: what a check changed is told once", "[verdict]") {
    Standing standing = after({good(day(-3))});
    const auto turn_of = [&](const CheckSeen& seen) {
        const LadderStep step = climb(standing, seen);
        standing = step.standing;
        return step.turn;
    };
    CHECK(turn_of(fails(day(0))) == Turn::began_to_fail);
    CHECK(turn_of(fails(day(1))) == Turn::none);
    CHECK(turn_of(wall(day(2))) == Turn::none);
    CHECK(turn_of(fails(day(3))) == Turn::none);
    CHECK(could_be_last_strike(standing, day(6)));
    CHECK_FALSE(could_be_last_strike(standing, day(5)));
    CHECK(turn_of(fails(day(6))) == Turn::died);
    CHECK_FALSE(could_be_last_strike(standing, day(9)));
    CHECK(turn_of(fails(day(66))) == Turn::none);
    CHECK(turn_of(good(day(70))) == Turn::none);
    CHECK(turn_of(good(day(71))) == Turn::resurrected);
    CHECK(turn_of(fails(day(80))) == Turn::began_to_fail);
    CHECK(turn_of(good(day(83))) == Turn::recovered);
}

TEST_CASE("ladder: a link that cannot be checked keeps what is known of it", "[verdict]") {
    const CheckSeen skip{.at = day(9), .outcome = Outcome::skipped, .signal = SignalClass::no_information};

    const Standing standing = after({skip}, k_dead);

    CHECK(standing.state == State::skipped);
    CHECK(standing.last_known == State::dead);
    CHECK(standing.blocked_checks == 0);
    CHECK_FALSE(climb({}, skip).standing.last_known);
}
