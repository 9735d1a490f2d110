// What only a database with earlier runs can tell.
#include <algorithm>
#include <map>

#include "linktender/report/model.hpp"

namespace linktender::report {

namespace {

/// As many runs as a picture has room for.
constexpr std::size_t k_runs_shown = 60;

bool was_broken(const PastCheck& check) noexcept {
    return verdict::is_broken(verdict::state_of(check.outcome));
}

/// Against the last check before this run that said something.
std::optional<Change> change_of(const Link& link, core::TimePoint run_began) {
    const bool broken = verdict::is_broken(state_of(link));
    const auto before = std::find_if(link.history.rbegin(), link.history.rend(), [&](const PastCheck& check) {
        const verdict::State state = verdict::state_of(check.outcome);
        return check.checked_at < run_began && state != verdict::State::blocked &&
               state != verdict::State::skipped && state != verdict::State::unchecked;
    });
    if (before == link.history.rend()) return broken ? std::optional(Change::fresh) : std::nullopt;
    if (broken) return was_broken(*before) ? Change::still : Change::fresh;
    return was_broken(*before) && state_of(link) != verdict::State::blocked ? std::optional(Change::recovered)
                                                                            : std::nullopt;
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

}  // namespace

void add_history(Model& model, const store::Reader& reader) {
    std::map<store::RunId, PastCount> runs;
    for (const store::OutcomeCount& part : reader.outcomes_of_runs(model.run.id, k_runs_shown)) {
        if (part.run == model.run.id) continue;
        PastCount& counts = runs[part.run];
        counts.at = part.started_at;
        count(counts, part.outcome, part.checks);
    }
    for (const auto& [run, counts] : runs) model.past.push_back(counts);
    if (!model.past.empty()) model.compared_with = model.past.back().at;

    for (Link& link : model.links) {
        for (const store::PastCheck& check : reader.history(link.view.url, k_history_shown))
            link.history.push_back({check.checked_at, check.outcome, check.status});
        std::ranges::reverse(link.history);
        link.first_ok_at = reader.first_ok_at(link.view.url);
        if (model.compared_with) link.change = change_of(link, model.run.started_at);
    }
}

}  // namespace linktender::report
