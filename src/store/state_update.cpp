#include "state_update.hpp"

namespace linktender::store {

namespace {

using verdict::State;

bool says_something(State state) noexcept {
    return state != State::blocked && state != State::skipped && state != State::unchecked;
}

std::optional<State> last_known(const StateRecord& record) noexcept {
    return says_something(record.state) ? record.state : record.last_known;
}

}  // namespace

StateRecord next_state(const StateRecord& previous, const CheckRecord& check) {
    StateRecord next = previous;
    next.state = verdict::state_of(check.verdict.outcome);
    next.next_check_at.reset();
    if (!says_something(next.state)) {
        next.last_known = last_known(previous);
    } else if (verdict::is_broken(next.state)) {
        if (last_known(previous) == State::dead) next.state = State::dead;
        next.last_known.reset();
        next.failures = previous.failures + 1;
        if (previous.failures == 0) next.first_failed_at = check.checked_at;
    } else {
        next.last_known.reset();
        next.failures = 0;
        next.first_failed_at.reset();
        next.last_ok_at = check.checked_at;
    }
    if (next.state != previous.state || !previous.since) next.since = check.checked_at;
    return next;
}

}  // namespace linktender::store
