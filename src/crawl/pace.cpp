#include "linktender/crawl/pace.hpp"

#include <algorithm>

namespace linktender::crawl {

void Pace::set_limits(std::size_t concurrency, core::Milliseconds interval) noexcept {
    concurrency_ = concurrency;
    interval_ = interval;
    allowed_ = std::min(allowed_, concurrency);
    if (learned_.count() == 0) allowed_ = concurrency;
}

void Pace::resume(core::Milliseconds learned) noexcept {
    learned_ = std::min(learned, k_ceiling);
    if (learned_ > interval_) allowed_ = 1;
}

void Pace::pushed_back() noexcept {
    const core::Milliseconds doubled = std::max(interval() * 2, k_first_step);
    learned_ = std::min(doubled, std::max(k_ceiling, interval_));
    allowed_ = std::max<std::size_t>(1, allowed_ / 2);
    good_ = 0;
}

void Pace::went_well() noexcept {
    learned_ = learned_ - k_recovery_step > interval_ ? learned_ - k_recovery_step : core::Milliseconds(0);
    if (allowed_ >= concurrency_ || ++good_ < k_good_for_one_more) return;
    good_ = 0;
    ++allowed_;
}

}  // namespace linktender::crawl
