// The clocks of a place: what they show at an instant, and when they show a time of day.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"

namespace linktender::core {

/// A change between standard and summer time by the rule of POSIX (`M3.5.0/2`), the same every year.
struct YearlyChange {
    enum class Kind : std::uint8_t { week_of_month, day_of_year, day_without_leap } kind{};
    int month = 0;                    ///< from 1
    int week = 0;                     ///< 1 to 5; 5 is the last
    int weekday = 0;                  ///< 0 is Sunday
    int day = 0;                      ///< from 0, or from 1 when 29 February is never counted
    std::chrono::seconds time{7200};  ///< on the clocks before the change; may lie on another day
};

/// A time zone of the IANA data base (RFC 9636). A value; any thread.
class TimeZone {
public:
    using Instant = std::chrono::sys_seconds;
    using Local = std::chrono::local_seconds;

    TimeZone() = default;  ///< UTC

    /// By its IANA name, such as `Europe/Vienna`; by an empty one that of the system. The error says what to
    /// do.
    [[nodiscard]] static Expected<TimeZone, std::string> load(std::string_view name);
    /// From the bytes of a compiled file (version 2 or later). nullopt when they are none.
    [[nodiscard]] static std::optional<TimeZone> parse(std::string_view bytes);
    /// From a rule alone: `CET-1CEST,M3.5.0,M10.5.0/3`.
    [[nodiscard]] static std::optional<TimeZone> from_rule(std::string_view rule);

    /// How much later than UTC its clocks are.
    [[nodiscard]] std::chrono::seconds offset_at(Instant instant) const;
    [[nodiscard]] Local to_local(Instant instant) const;
    /// When the clocks show that time: the first of two instants when they are put back over it. A time
    /// that is skipped is read by the clocks before the change: 02:30 becomes 03:30.
    [[nodiscard]] Instant to_instant(Local local) const;

private:
    struct Change {
        Instant at;
        std::chrono::seconds offset;  ///< from then on
    };
    struct Rule {
        std::chrono::seconds standard{0};
        std::chrono::seconds summer{0};
        std::optional<YearlyChange> begins;  ///< summer time; none: never
        std::optional<YearlyChange> ends;
    };
    friend class RuleReader;

    [[nodiscard]] static std::chrono::seconds by_rule(const Rule& rule, Instant instant);

    std::chrono::seconds first_offset_{0};
    std::vector<Change> changes_;
    std::optional<Rule> rule_;  ///< after the last change
};

}  // namespace linktender::core
