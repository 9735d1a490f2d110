// When the nights of the daemon begin.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "linktender/core/time.hpp"
#include "linktender/core/time_zone.hpp"

namespace linktender::app {

struct Calendar {
    core::TimeZone zone;
    std::chrono::minutes at{0};          ///< of day, on the zone's clocks
    core::Milliseconds random_delay{0};  ///< less than half a day
    /// The delay of a night is drawn from this and its date, so that a restart does not draw again.
    std::uint64_t seed = 0;
};

/// The first beginning of a night after that time. Pure.
[[nodiscard]] core::TimePoint night_after(const Calendar& calendar, core::TimePoint time);
/// The last one at or before it. Pure.
[[nodiscard]] core::TimePoint night_before(const Calendar& calendar, core::TimePoint time);

/// When the next run is due: at once when the last one began before the latest night did (the machine
/// was off, or it never ran), else with the next night. A last run from the future was made by a clock
/// that was wrong, and counts as none. Pure.
[[nodiscard]] core::TimePoint next_run(const Calendar& calendar, std::optional<core::TimePoint> last_run,
                                       core::TimePoint now);

}  // namespace linktender::app
