#include "linktender/app/calendar.hpp"

#include <random>

namespace linktender::app {

namespace {

using namespace std::chrono;

/// The night that belongs to that day of the zone's calendar.
core::TimePoint night_of(const Calendar& calendar, local_days day) {
    core::TimePoint begin = calendar.zone.to_instant(day + calendar.at);
    if (calendar.random_delay.count() > 0) {
        const auto number = static_cast<std::uint64_t>(day.time_since_epoch().count());
        std::seed_seq seed{static_cast<std::uint32_t>(calendar.seed),
                           static_cast<std::uint32_t>(calendar.seed >> 32U),
                           static_cast<std::uint32_t>(number)};
        std::mt19937_64 random(seed);
        begin += core::Milliseconds{static_cast<core::Milliseconds::rep>(
            random() % static_cast<std::uint64_t>(calendar.random_delay.count()))};
    }
    return begin;
}

local_days day_of(const Calendar& calendar, core::TimePoint time) {
    return floor<days>(calendar.zone.to_local(floor<seconds>(time)));
}

}  // namespace

core::TimePoint night_after(const Calendar& calendar, core::TimePoint time) {
    // Yesterday's may be delayed beyond midnight, and where a date is skipped two days share a night.
    local_days day = day_of(calendar, time) - days{1};
    core::TimePoint night = night_of(calendar, day);
    for (int i = 0; i < 4 && night <= time; ++i) night = night_of(calendar, day += days{1});
    return night;
}

core::TimePoint night_before(const Calendar& calendar, core::TimePoint time) {
    local_days day = day_of(calendar, time) + days{1};
    core::TimePoint night = night_of(calendar, day);
    for (int i = 0; i < 4 && night > time; ++i) night = night_of(calendar, day -= days{1});
    return night;
}

core::TimePoint next_run(const Calendar& calendar, std::optional<core::TimePoint> last_run,
                         core::TimePoint now) {
    // Clocks are put right by some seconds all the time.
    constexpr hours k_slack{1};
    const bool known = last_run && *last_run <= now + k_slack;
    if (!known || *last_run < night_before(calendar, now)) return now;
    return night_after(calendar, now);
}

}  // namespace linktender::app
