#include "linktender/verdict/replay.hpp"

#include <unordered_map>

namespace linktender::verdict {

namespace {

/// The last check of each night, and how many it has.
struct NightChecks {
    std::int64_t last = 0;
    std::size_t count = 0;
};

bool is_dead(const Standing& standing) noexcept {
    return standing.state == State::dead || standing.last_known == State::dead;
}

Effect effect_of(const Standing& before, const CheckSeen& seen, const LadderStep& step) noexcept {
    if (seen.signal == SignalClass::success) return Effect::good;
    if (seen.signal == SignalClass::no_information) return Effect::silent;
    if (step.struck) return Effect::strike;
    if (is_dead(before)) return Effect::already_dead;
    return before.last_strike_at && seen.at < *before.last_strike_at ? Effect::clock_back : Effect::too_soon;
}

}  // namespace

std::string_view to_string(Effect effect) noexcept {
    switch (effect) {
        case Effect::good: return "good";
        case Effect::silent: return "silent";
        case Effect::strike: return "strike";
        case Effect::too_soon: return "too-soon";
        case Effect::clock_back: return "clock-back";
        case Effect::already_dead: return "already-dead";
        case Effect::discarded: return "discarded";
        case Effect::unsettled: return "unsettled";
        case Effect::superseded: return "superseded";
        case Effect::unconfirmed: return "unconfirmed";
    }
    return "silent";
}

std::vector<ReplayStep> replay(std::span<const RecordedCheck> checks, const LadderOptions& options) {
    std::unordered_map<std::int64_t, NightChecks> nights;
    for (const RecordedCheck& check : checks) {
        NightChecks& night = nights[check.run];
        night.last = check.id;
        ++night.count;
    }
    const LadderOptions for_audits = audit_ladder();
    std::vector<ReplayStep> steps;
    steps.reserve(checks.size());
    Standing standing;
    for (const RecordedCheck& check : checks) {
        ReplayStep& step = steps.emplace_back();
        step.before = step.after = standing;
        const NightChecks& night = nights[check.run];
        if (check.nightly && !check.settled) {
            step.effect = Effect::unsettled;
        } else if (check.nightly && check.discarded) {
            step.effect = Effect::discarded;
        } else if (check.nightly && check.id != night.last) {
            step.effect = Effect::superseded;
        } else {
            const LadderStep climbed = climb(standing, check.seen, check.nightly ? options : for_audits);
            step.effect = effect_of(standing, check.seen, climbed);
            if (check.nightly && climbed.turn == Turn::died && check.asked && night.count < 2) {
                step.effect = Effect::unconfirmed;
                continue;
            }
            step.turn = climbed.turn;
            step.weight = climbed.struck ? climbed.standing.strikes - standing.strikes : 0;
            step.after = standing = climbed.standing;
        }
    }
    return steps;
}

}  // namespace linktender::verdict
