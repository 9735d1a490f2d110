#include "linktender/verdict/ladder.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace linktender::verdict {
namespace {

using core::Milliseconds;
using core::TimePoint;

constexpr std::size_t k_recent = 10;

bool says_something(State state) noexcept {
    return state != State::blocked && state != State::skipped && state != State::unchecked;
}

/// The last state that said something; unchecked when none did.
State known_state(const Standing& standing) noexcept {
    if (says_something(standing.state)) return standing.state;
    return standing.last_known.value_or(State::unchecked);
}

/// Where the jitter may put a due time.
enum class Spread : std::uint8_t { before, around, after };

TimePoint due(const CheckSeen& seen, std::chrono::hours interval, Spread spread,
              const LadderOptions& options) {
    const double dice = std::clamp(seen.dice, 0.0, 1.0);
    const double shift = spread == Spread::before ? -dice : spread == Spread::after ? dice : 2 * dice - 1;
    const double factor = 1.0 + shift * options.jitter_percent / 100.0;
    return seen.at + Milliseconds(static_cast<Milliseconds::rep>(
                         static_cast<double>(Milliseconds(interval).count()) * factor));
}

void note_result(Standing& next, bool good, TimePoint at) {
    const char sign = good ? '+' : '-';
    if (!next.recent.empty() && next.recent.back() != sign) {
        next.flipped_before_at = next.flipped_at;
        next.flipped_at = at;
    }
    if (next.recent.size() >= k_recent) next.recent.erase(0, next.recent.size() - k_recent + 1);
    next.recent += sign;
}

void enter(Standing& next, State state, const Standing& before, TimePoint at) {
    next.state = state;
    if (state != before.state || !before.since) next.since = at;
}

void end_failures(Standing& next) {
    next.first_failed_at.reset();
    next.failures = 0;
    next.strikes = 0;
    next.strike_days = 0;
    next.last_strike_at.reset();
    next.mixed = false;
    next.good_since.reset();
}

/// Whether a temporary redirect has led to one place often and long enough.
bool note_redirect(Standing& next, const CheckSeen& seen, const LadderOptions& options) {
    if (seen.temporary_target.empty()) {
        next.redirect_target.clear();
        next.redirect_since.reset();
        next.redirect_checks = 0;
        return false;
    }
    const bool same = next.redirect_target == seen.temporary_target && next.redirect_since;
    if (!same || *next.redirect_since > seen.at) {
        next.redirect_target = seen.temporary_target;
        next.redirect_since = seen.at;
        next.redirect_checks = 0;
    }
    ++next.redirect_checks;
    const bool fits = seen.title == TitleMatch::match ||
                      (seen.title == TitleMatch::no_statement && known_state(next) == State::moved);
    return fits && next.redirect_checks >= options.redirect_checks &&
           seen.at - *next.redirect_since >= options.redirect_span;
}

void note_drift(Standing& next, const CheckSeen& seen, const LadderOptions& options) {
    switch (seen.drift) {
        case Drift::no_statement: return;
        case Drift::unchanged:
        case Drift::changed:
            next.drift_since.reset();
            next.drifted = false;
            return;
        case Drift::drifted:
            if (!next.drift_since || *next.drift_since > seen.at) next.drift_since = seen.at;
            if (seen.at - *next.drift_since >= options.drift_span) next.drifted = true;
            return;
    }
}

/// A dead link's good check: whether it is the second one, and late enough to bring it back.
bool comes_back(Standing& next, const CheckSeen& seen, const LadderOptions& options) {
    if (options.confirm_checks <= 1) return true;
    if (!next.good_since || *next.good_since > seen.at) next.good_since = seen.at;
    return *next.good_since != seen.at &&
           seen.at - *next.good_since >= options.resurrection_span - options.spacing_slack;
}

void plan_good(Standing& next, const Standing& before, const CheckSeen& seen, const LadderOptions& options) {
    if (!before.last_ok_at)
        next.next_check_at = due(seen, options.first_interval, Spread::around, options);
    else if (is_flaky(next, seen.at, options))
        next.next_check_at = due(seen, options.flaky_interval, Spread::around, options);
    else
        next.next_check_at = due(seen, options.alive_interval, Spread::before, options);
}

LadderStep on_success(const Standing& before, const CheckSeen& seen, const LadderOptions& options) {
    LadderStep step{.standing = before};
    Standing& next = step.standing;
    const State known = known_state(before);
    const bool redirected = note_redirect(next, seen, options);
    note_drift(next, seen, options);
    note_result(next, true, seen.at);
    next.last_known.reset();
    next.blocked_checks = 0;
    next.last_ok_at = seen.at;
    if (known == State::dead && !comes_back(next, seen, options)) {
        enter(next, State::dead, before, seen.at);
        next.next_check_at = due(seen, options.resurrection_span, Spread::after, options);
        return step;
    }
    end_failures(next);
    // A redirect to a page about something else is no new address for this one.
    const bool moved = redirected || (seen.outcome == Outcome::moved && seen.title != TitleMatch::mismatch);
    enter(next, moved ? State::moved : State::alive, before, seen.at);
    if (known == State::dead)
        step.turn = Turn::resurrected;
    else if (known == State::failing)
        step.turn = Turn::recovered;
    else if (moved && known != State::moved)
        step.turn = Turn::moved;
    plan_good(next, before, seen, options);
    return step;
}

struct Strike {
    int weight;
    std::chrono::hours spacing;
};

Strike strike_of(const CheckSeen& seen, const LadderOptions& options) noexcept {
    Strike strike{options.permanent_weight, options.permanent_spacing};
    if (seen.signal == SignalClass::certain) strike.weight = options.certain_weight;
    if (seen.signal == SignalClass::doubtful) strike.weight = options.doubtful_weight;
    if (seen.signal == SignalClass::transient) strike = {options.transient_weight, options.transient_spacing};
    if (seen.host_incident) strike.weight = std::min(strike.weight, options.incident_weight);
    return strike;
}

/// True when the failure counts.
bool count_strike(Standing& next, const CheckSeen& seen, const LadderOptions& options) {
    if (seen.signal == SignalClass::doubtful || seen.signal == SignalClass::transient) next.mixed = true;
    if (next.last_strike_at && seen.at < *next.last_strike_at) {
        // The clock was put back. Nothing is known about the time between, so it starts anew.
        next.last_strike_at = seen.at;
        next.first_failed_at = seen.at;
        return false;
    }
    const Strike strike = strike_of(seen, options);
    if (next.last_strike_at && seen.at - *next.last_strike_at < strike.spacing - options.spacing_slack)
        return false;
    const auto day = [](TimePoint time) { return std::chrono::floor<std::chrono::days>(time); };
    if (!next.last_strike_at || day(*next.last_strike_at) != day(seen.at)) ++next.strike_days;
    next.strikes += strike.weight;
    next.last_strike_at = seen.at;
    return true;
}

bool is_confirmed(const Standing& next, TimePoint at, const LadderOptions& options) {
    if (options.confirm_checks <= 1) return false;
    const bool in_doubt = next.mixed || is_flaky(next, at, options);
    const auto span = in_doubt ? options.mixed_span : options.permanent_span;
    return next.strikes >= options.deadly_score && next.strike_days >= options.confirm_checks &&
           at - *next.first_failed_at >= span;
}

LadderStep on_failure(const Standing& before, const CheckSeen& seen, const LadderOptions& options) {
    LadderStep step{.standing = before};
    Standing& next = step.standing;
    const State known = known_state(before);
    next.last_known.reset();
    next.blocked_checks = 0;
    next.good_since.reset();
    note_result(next, false, seen.at);
    ++next.failures;
    if (!next.first_failed_at) next.first_failed_at = seen.at;
    if (known == State::dead) {
        enter(next, State::dead, before, seen.at);
        next.next_check_at = due(seen, options.dead_interval, Spread::around, options);
        return step;
    }
    step.struck = count_strike(next, seen, options);
    const bool dead = is_confirmed(next, seen.at, options);
    enter(next, dead ? State::dead : State::failing, before, seen.at);
    if (dead)
        step.turn = Turn::died;
    else if (known != State::failing)
        step.turn = Turn::began_to_fail;
    const bool close = seen.at - *next.first_failed_at < options.close_watch;
    next.next_check_at = dead ? due(seen, options.dead_interval, Spread::around, options)
                              : due(seen, close ? options.failing_interval : options.late_failing_interval,
                                    Spread::after, options);
    return step;
}

LadderStep on_silence(const Standing& before, const CheckSeen& seen, const LadderOptions& options) {
    LadderStep step{.standing = before};
    Standing& next = step.standing;
    const State known = known_state(before);
    next.last_known = known == State::unchecked ? std::nullopt : std::optional(known);
    if (seen.outcome == Outcome::skipped) {
        enter(next, State::skipped, before, seen.at);
        next.next_check_at = due(seen, options.skipped_interval, Spread::around, options);
        return step;
    }
    ++next.blocked_checks;
    enter(next, State::blocked, before, seen.at);
    const bool lasting = next.blocked_checks >= options.blocked_checks;
    next.next_check_at = due(seen, lasting ? options.long_blocked_interval : options.blocked_interval,
                             Spread::around, options);
    return step;
}

}  // namespace

LadderOptions audit_ladder() noexcept {
    LadderOptions options;
    options.confirm_checks = 1;
    return options;
}

LadderStep climb(const Standing& before, const CheckSeen& seen, const LadderOptions& options) {
    assert(options.jitter_percent >= 0 && options.jitter_percent <= 100);
    switch (seen.signal) {
        case SignalClass::success: return on_success(before, seen, options);
        case SignalClass::no_information: return on_silence(before, seen, options);
        case SignalClass::certain:
        case SignalClass::permanent:
        case SignalClass::doubtful:
        case SignalClass::transient: break;
    }
    return on_failure(before, seen, options);
}

bool could_be_last_strike(const Standing& standing, TimePoint at, const LadderOptions& options) {
    const CheckSeen worst{.at = at, .outcome = Outcome::gone, .signal = SignalClass::certain};
    return climb(standing, worst, options).turn == Turn::died;
}

bool is_flaky(const Standing& standing, TimePoint now, const LadderOptions& options) {
    if (known_state(standing) == State::dead) return false;
    if (standing.flipped_before_at && now >= *standing.flipped_before_at &&
        now - *standing.flipped_before_at <= options.flaky_window)
        return true;
    if (standing.recent.size() < k_recent) return false;
    int good = 0;
    int flips = 0;
    for (std::size_t i = 0; i < standing.recent.size(); ++i) {
        if (standing.recent[i] == '+') ++good;
        if (i > 0 && standing.recent[i] != standing.recent[i - 1]) ++flips;
    }
    const int percent = good * 100 / static_cast<int>(standing.recent.size());
    // One change is no flakiness: that is how every death and every recovery looks.
    return flips >= 2 && percent >= options.flaky_lowest_percent && percent <= options.flaky_highest_percent;
}

bool counts_as_broken(const Standing& standing, const LadderOptions& options) noexcept {
    return standing.state == State::dead || (standing.state == State::failing && options.confirm_checks <= 1);
}

}  // namespace linktender::verdict
