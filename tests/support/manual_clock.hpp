// A clock that stands still until the test moves it.
#pragma once

#include <atomic>

#include "linktender/core/time.hpp"

namespace linktender::test {

/// Any thread may read it while another sets it.
class ManualClock final : public core::Clock {
public:
    explicit ManualClock(core::TimePoint start) : milliseconds_(start.time_since_epoch().count()) {}

    [[nodiscard]] core::TimePoint now() const override {
        return core::TimePoint{core::Milliseconds{milliseconds_.load()}};
    }
    void set(core::TimePoint time) { milliseconds_ = time.time_since_epoch().count(); }
    void advance(core::Milliseconds by) { milliseconds_ += by.count(); }

private:
    std::atomic<core::Milliseconds::rep> milliseconds_;
};

}  // namespace linktender::test
