// Points in time, calendar days and the clock interface. All times are UTC.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace linktender::core {

/// Wall-clock time, in milliseconds since 1970-01-01T00:00:00Z.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

/// The outside world's time. `RealClock` for the program; tests bring a clock that they set.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
};

class RealClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override;
};

/// RFC 3339 in UTC with second precision: `2026-11-24T02:30:00Z`.
[[nodiscard]] std::string format_time(TimePoint time);

/// Reads what `format_time` writes; also fractions of a second and numeric offsets.
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

/// ISO 8601 calendar date: `2019-12-17`.
[[nodiscard]] std::string format_date(std::chrono::year_month_day date);

/// Reads `2019-12-17`; nullopt for anything else and for days that do not exist.
[[nodiscard]] std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

/// Reads a duration as people type it: `500ms`, `20s`, `20` (seconds), `5m`, `12h`, `1d`, `2w`, `1y`
/// (365 days), `0`.
/// nullopt when it is negative, has another unit, or does not fit.
[[nodiscard]] std::optional<Milliseconds> parse_duration(std::string_view text);

/// The shortest of the forms that `parse_duration` reads: `500ms`, `20s`, `5m`.
[[nodiscard]] std::string format_duration(Milliseconds duration);

}  // namespace linktender::core
