// Which links a night's run asks for, so that neither the night nor a host gets too many.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::verdict {

struct RecheckOptions {
    std::size_t per_night = 2000;  ///< an hour or two at a polite pace; 0: no limit
    std::size_t per_host = 200;    ///< half an hour of one host's attention; 0: no limit
    /// Hosts with a budget of their own. WeChat walls off whoever asks for much; this is what some
    /// hundred of its links need to be seen once a fortnight.
    std::map<std::string, std::size_t, std::less<>> host_budgets{{"mp.weixin.qq.com", 50}};
    /// New links get at most this share of the night while others are due: importing an archive must
    /// not keep a dying link from its last strike.
    int new_percent = 75;
    /// What falls due before the next night belongs to this one.
    std::chrono::hours early{12};
    /// Nothing is planned that far ahead: such a date came from a clock that was wrong.
    std::chrono::hours farthest{100 * 24};
};

struct RecheckCandidate {
    std::string_view host;
    State state = State::unchecked;                ///< unchecked: a new link
    std::optional<core::TimePoint> next_check_at;  ///< none: due
    /// A dead link that answered once and waits for its second good check.
    bool coming_back = false;
};

struct RecheckPlan {
    std::vector<std::size_t> links;  ///< indices into the candidates, in the order to ask
    std::size_t postponed = 0;       ///< due, but over a budget
};

/// Pure. New links first, then failing ones and those coming back, then by how long they are due;
/// equal ones in the order of the candidates. O(n log n).
[[nodiscard]] RecheckPlan plan_night(std::span<const RecheckCandidate> candidates, core::TimePoint now,
                                     const RecheckOptions& options = {});

}  // namespace linktender::verdict
