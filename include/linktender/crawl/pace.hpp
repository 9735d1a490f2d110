// How fast one host may be asked, and how that follows its answers.
#pragma once

#include <algorithm>
#include <cstddef>

#include "linktender/core/time.hpp"

namespace linktender::crawl {

/// Additive increase, multiplicative decrease: an answer that asks for less (429, 503, a connection
/// reset) doubles the interval and halves the requests at a time; good answers win both back in small
/// steps. Pure.
class Pace {
public:
    /// The longest interval that push-back alone leads to: a host that refuses everything still gets
    /// each of its links asked. What a server asks for in words (Retry-After, Crawl-delay) is not cut by it.
    static constexpr core::Milliseconds k_ceiling{8000};
    static constexpr core::Milliseconds k_first_step{500};     ///< push-back on a host without interval
    static constexpr core::Milliseconds k_recovery_step{100};  ///< less interval after a good answer
    static constexpr std::size_t k_good_for_one_more = 4;  ///< good answers in a row for one more at a time

    Pace() = default;
    Pace(std::size_t concurrency, core::Milliseconds interval) noexcept
        : concurrency_(concurrency), interval_(interval), allowed_(concurrency) {}

    /// Nothing faster than this from now on; what was learned stays.
    void set_limits(std::size_t concurrency, core::Milliseconds interval) noexcept;
    /// What robots.txt asks for: never faster.
    void at_least(core::Milliseconds interval) noexcept { interval_ = std::max(interval_, interval); }
    /// What an earlier run ended with.
    void resume(core::Milliseconds learned) noexcept;

    void pushed_back() noexcept;
    void went_well() noexcept;

    [[nodiscard]] std::size_t concurrency() const noexcept { return allowed_; }
    [[nodiscard]] core::Milliseconds interval() const noexcept { return std::max(interval_, learned_); }
    /// The interval that answers have led to, beyond the one that is set; zero when there is none.
    [[nodiscard]] core::Milliseconds learned() const noexcept {
        return learned_ > interval_ ? learned_ : core::Milliseconds(0);
    }

private:
    std::size_t concurrency_ = 1;
    core::Milliseconds interval_{0};
    std::size_t allowed_ = 1;
    core::Milliseconds learned_{0};
    std::size_t good_ = 0;
};

}  // namespace linktender::crawl
