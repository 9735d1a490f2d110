#include "linktender/verdict/recheck_plan.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace linktender::verdict {
namespace {

constexpr std::size_t k_no_limit = std::numeric_limits<std::size_t>::max();

std::size_t limit(std::size_t budget) noexcept {
    return budget == 0 ? k_no_limit : budget;
}

/// Its place in time decides what a check is worth.
bool is_urgent(const RecheckCandidate& candidate) noexcept {
    return candidate.state == State::failing || candidate.coming_back;
}

bool is_due(const RecheckCandidate& candidate, core::TimePoint now, const RecheckOptions& options) noexcept {
    if (!candidate.next_check_at) return true;
    const auto wait = *candidate.next_check_at - now;
    if (wait > options.farthest) return true;
    return wait <= options.early;
}

/// Takes links while the budgets of the night and of their hosts last.
class Night {
public:
    explicit Night(const RecheckOptions& options) : options_(options), left_(limit(options.per_night)) {}

    void take(std::span<const RecheckCandidate> candidates, const std::vector<std::size_t>& order,
              std::size_t most) {
        for (const std::size_t index : order) {
            const std::string_view host = candidates[index].host;
            std::size_t& host_left = hosts_.try_emplace(host, budget_of(host)).first->second;
            if (most == 0 || left_ == 0 || host_left == 0) {
                ++plan_.postponed;
                continue;
            }
            --most;
            --left_;
            --host_left;
            plan_.links.push_back(index);
        }
    }

    [[nodiscard]] std::size_t left() const noexcept { return left_; }
    [[nodiscard]] RecheckPlan finish() noexcept { return std::move(plan_); }

private:
    [[nodiscard]] std::size_t budget_of(std::string_view host) const {
        const auto own = options_.host_budgets.find(host);
        return limit(own == options_.host_budgets.end() ? options_.per_host : own->second);
    }

    const RecheckOptions& options_;
    std::size_t left_;
    std::unordered_map<std::string_view, std::size_t> hosts_;
    RecheckPlan plan_;
};

}  // namespace

RecheckPlan plan_night(std::span<const RecheckCandidate> candidates, core::TimePoint now,
                       const RecheckOptions& options) {
    std::vector<std::size_t> fresh;
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].state == State::unchecked)
            fresh.push_back(i);
        else if (is_due(candidates[i], now, options))
            known.push_back(i);
    }
    std::ranges::stable_sort(known, [&](std::size_t a, std::size_t b) {
        if (is_urgent(candidates[a]) != is_urgent(candidates[b])) return is_urgent(candidates[a]);
        // No date sorts first, as the oldest would.
        return candidates[a].next_check_at < candidates[b].next_check_at;
    });
    Night night(options);
    std::size_t for_fresh = night.left();
    if (for_fresh != k_no_limit) {
        const std::size_t reserved =
            for_fresh - for_fresh * static_cast<std::size_t>(options.new_percent) / 100;
        for_fresh -= std::min(reserved, known.size());
    }
    night.take(candidates, fresh, for_fresh);
    night.take(candidates, known, k_no_limit);
    return night.finish();
}

}  // namespace linktender::verdict
