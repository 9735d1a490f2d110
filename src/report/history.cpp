// What only a database with earlier runs can tell.
#include "history.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "linktender/report/model.hpp"

namespace linktender::report {

namespace {

/// As many runs as a picture has room for.
constexpr std::size_t k_runs_shown = 60;
/// A comparison with a run of long ago reads this many checks of a link: years of nights.
constexpr std::size_t k_history_read = 1'000;

/// Whether the check said something about the page.
bool is_informative(verdict::Outcome outcome) noexcept {
    const verdict::State state = verdict::state_of(outcome);
    return state != verdict::State::blocked && state != verdict::State::skipped &&
           state != verdict::State::unchecked;
}

bool was_broken(verdict::Outcome outcome) noexcept {
    return verdict::is_broken(verdict::state_of(outcome));
}

/// When the links stood as a run left them.
core::TimePoint end_of(const store::RunRecord& run) {
    return run.finished_at.value_or(run.started_at);
}

/// The latest checks, newest first: those to show, and as many as lead back to `time`.
std::vector<store::PastCheck> checks_back_to(const store::Reader& reader, std::string_view url,
                                             core::TimePoint time) {
    auto checks = reader.history(url, k_history_shown);
    if (checks.size() == k_history_shown && checks.back().checked_at > time)
        checks = reader.history(url, k_history_read);
    return checks;
}

/// Against the last check up to `before` that said something. `checks`: newest first.
std::optional<Change> change_of(const Link& link, const std::vector<store::PastCheck>& checks,
                                core::TimePoint before) {
    const bool broken = verdict::is_broken(state_of(link));
    if (const auto& mark = link.view.mark) {
        if (mark->kind == store::MarkKind::acknowledged && broken) return Change::acknowledged;
        if (mark->kind == store::MarkKind::dead)
            return mark->made_at <= before ? Change::still : Change::fresh;
        // An editor's word is no recovery.
        if (mark->kind == store::MarkKind::alive) return std::nullopt;
    }
    const auto then = std::ranges::find_if(checks, [&](const store::PastCheck& check) {
        return check.checked_at <= before && is_informative(check.outcome);
    });
    const bool was = then != checks.end() && was_broken(then->outcome);
    if (broken) return was ? Change::still : Change::fresh;
    return was && state_of(link) != verdict::State::blocked ? std::optional(Change::recovered) : std::nullopt;
}

void count(PastCount& counts, verdict::Outcome outcome, std::size_t checks) {
    switch (verdict::state_of(outcome)) {
        case verdict::State::alive: counts.alive += checks; break;
        case verdict::State::moved: counts.moved += checks; break;
        case verdict::State::failing:
        case verdict::State::dead: counts.broken += checks; break;
        case verdict::State::blocked: counts.blocked += checks; break;
        case verdict::State::skipped:
        case verdict::State::unchecked: break;
    }
}

/// What a row of checks, newest first, comes to. Only the ladder tells a failing link from a dead one; of
/// an earlier day it is said to fail.
store::StateRecord standing_after(const std::vector<store::PastCheck>& checks) {
    store::StateRecord state;
    if (checks.empty()) return state;
    state.state = verdict::state_of(checks.front().outcome);
    bool failing = was_broken(checks.front().outcome);
    for (const store::PastCheck& check : checks) {
        if (!is_informative(check.outcome)) continue;
        if (!state.last_known && !is_informative(checks.front().outcome))
            state.last_known = verdict::state_of(check.outcome);
        if (!was_broken(check.outcome)) {
            state.last_ok_at = check.checked_at;
            break;
        }
        if (!failing) break;
        state.first_failed_at = check.checked_at;
        ++state.failures;
    }
    return state;
}

}  // namespace

void rewind(store::LinkView& view, const store::Reader& reader, core::TimePoint time) {
    if (!view.check || view.check->checked_at <= time) return;
    auto checks = checks_back_to(reader, view.url, time);
    std::erase_if(checks, [&](const store::PastCheck& check) { return check.checked_at > time; });
    view.state = standing_after(checks);
    // What an editor says today covers the earlier day as well.
    if (view.mark && view.mark->kind == store::MarkKind::alive) view.state.state = verdict::State::alive;
    if (view.mark && view.mark->kind == store::MarkKind::dead) view.state.state = verdict::State::dead;
    if (checks.empty()) {
        view.check.reset();
        return;
    }
    const store::PastCheck& then = checks.front();
    store::CheckRecord check;
    check.url = view.url;
    check.checked_at = then.checked_at;
    check.status = then.status;
    check.verdict.outcome = then.outcome;
    check.verdict.reason = then.reason;
    check.verdict.evidence = then.evidence;
    check.verdict.rule = then.rule;
    // Where it led is kept of the latest check alone.
    if (then.outcome == view.check->verdict.outcome) check.verdict.moved_to = view.check->verdict.moved_to;
    check.metadata = std::move(view.check->metadata);
    view.check = std::move(check);
}

void add_history(Model& model, const store::Reader& reader, std::optional<store::RunId> compared_with) {
    std::map<store::RunId, PastCount> runs;
    for (const store::OutcomeCount& part : reader.outcomes_of_runs(model.run.id, k_runs_shown)) {
        if (part.run == model.run.id) continue;
        PastCount& counts = runs[part.run];
        counts.at = part.started_at;
        count(counts, part.outcome, part.checks);
    }
    for (const auto& [run, counts] : runs) model.past.push_back(counts);

    const auto before = compared_with ? reader.run(*compared_with) : reader.run_before(model.run.id);
    if (before) model.compared_with = before->started_at;
    const core::TimePoint end = end_of(model.run);
    for (Link& link : model.links) {
        auto checks = checks_back_to(reader, link.view.url, before ? end_of(*before) : end);
        if (before) link.change = change_of(link, checks, end_of(*before));
        if (model.run.finished_at)
            std::erase_if(checks, [&](const store::PastCheck& check) { return check.checked_at > end; });
        checks.resize(std::min(checks.size(), k_history_shown));
        for (const store::PastCheck& check : checks)
            link.history.push_back({check.checked_at, check.outcome, check.status});
        std::ranges::reverse(link.history);
        link.first_ok_at = reader.first_ok_at(link.view.url);
    }
}

}  // namespace linktender::report
