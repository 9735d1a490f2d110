// What each check of a link did to its state: the ladder climbed again, step by step.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "linktender/verdict/ladder.hpp"

namespace linktender::verdict {

/// One check as it was stored, with what its run came to.
struct RecordedCheck {
    std::int64_t id = 0;  ///< ascending as they were made
    std::int64_t run = 0;
    CheckSeen seen;
    bool nightly = false;    ///< of the service: only the last one of a night counts, once the night is over
    bool settled = true;     ///< the night is over
    bool discarded = false;  ///< our own network was at fault that night
    bool asked = true;       ///< false when the verdict needed no request of its own
};

/// What came of one check.
enum class Effect : std::uint8_t {
    good,
    silent,  ///< it says nothing about the page
    strike,
    too_soon,    ///< a failure so close to the last strike is the same failure
    clock_back,  ///< from before the last strike: the clock was put back
    already_dead,
    discarded,
    unsettled,
    superseded,   ///< a later check of the same night counts
    unconfirmed,  ///< it would have been a death, which needs a second request in the same night
};

[[nodiscard]] std::string_view to_string(Effect effect) noexcept;

struct ReplayStep {
    Standing before;
    Standing after;
    Turn turn = Turn::none;
    Effect effect = Effect::silent;
    int weight = 0;  ///< of a strike, in hundredths
};

/// Pure. `checks` in the order of their ids, all of one link; a step for each. Nights climb by `options`,
/// audits by `audit_ladder()`. Due times are without jitter.
[[nodiscard]] std::vector<ReplayStep> replay(std::span<const RecordedCheck> checks,
                                             const LadderOptions& options = {});

}  // namespace linktender::verdict
