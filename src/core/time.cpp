#include "linktender/core/time.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <limits>

#include "linktender/core/text.hpp"

namespace linktender::core {

namespace {

/// Exactly `digits` decimal digits from `at` on; advances `at`. -1 when they are not there.
int take_number(std::string_view text, std::size_t& at, std::size_t digits) noexcept {
    if (text.size() - at < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at) {
        if (!is_ascii_digit(text[at])) return -1;
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool take(std::string_view text, std::size_t& at, char c) noexcept {
    if (at >= text.size() || ascii_lower(text[at]) != c) return false;
    ++at;
    return true;
}

/// `Z`, `+08:00` or `-0530`; minutes east of UTC.
std::optional<int> take_offset(std::string_view text, std::size_t& at) noexcept {
    if (take(text, at, 'z')) return 0;
    const bool west = at < text.size() && text[at] == '-';
    if (!west && !(at < text.size() && text[at] == '+')) return std::nullopt;
    ++at;
    const int hours = take_number(text, at, 2);
    (void)take(text, at, ':');
    const int minutes = take_number(text, at, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};
constexpr std::array k_units{
    Unit{"y", 31'536'000'000}, Unit{"w", 604'800'000}, Unit{"d", 86'400'000}, Unit{"h", 3'600'000},
    Unit{"m", 60'000},         Unit{"s", 1000},        Unit{"ms", 1}};

}  // namespace

TimePoint RealClock::now() const {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::string format_time(TimePoint time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(day), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::optional<TimePoint> parse_time(std::string_view text) {
    if (text.size() < 11) return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    std::size_t at = 10;
    if (!date || !(take(text, at, 't') || take(text, at, ' '))) return std::nullopt;
    const int hours = take_number(text, at, 2);
    if (!take(text, at, ':')) return std::nullopt;
    const int minutes = take_number(text, at, 2);
    if (!take(text, at, ':')) return std::nullopt;
    const int seconds = take_number(text, at, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60)
        return std::nullopt;
    int milliseconds = 0;
    if (take(text, at, '.')) {
        int scale = 100;
        const std::size_t first = at;
        for (; at < text.size() && is_ascii_digit(text[at]); ++at, scale /= 10)
            milliseconds += scale * (text[at] - '0');
        if (at == first) return std::nullopt;
    }
    const auto offset = take_offset(text, at);
    if (!offset || at != text.size()) return std::nullopt;
    return TimePoint(std::chrono::sys_days(*date)) + std::chrono::hours(hours) +
           std::chrono::minutes(minutes - *offset) + std::chrono::seconds(seconds) +
           Milliseconds(milliseconds);
}

std::string format_date(std::chrono::year_month_day date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
    std::size_t at = 0;
    const int year = take_number(text, at, 4);
    if (year < 0 || !take(text, at, '-')) return std::nullopt;
    const int month = take_number(text, at, 2);
    if (month < 0 || !take(text, at, '-')) return std::nullopt;
    const int day = take_number(text, at, 2);
    if (day < 0 || at != text.size()) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Milliseconds> parse_duration(std::string_view text) {
    std::int64_t number = 0;
    std::size_t at = 0;
    for (; at < text.size() && is_ascii_digit(text[at]); ++at) {
        if (number > std::numeric_limits<std::int64_t>::max() / 10 - 1) return std::nullopt;
        number = number * 10 + (text[at] - '0');
    }
    if (at == 0) return std::nullopt;
    const std::string_view name = at == text.size() ? "s" : text.substr(at);
    for (const Unit& unit : k_units) {
        if (unit.name != name) continue;
        if (number > std::numeric_limits<std::int64_t>::max() / 4 / unit.milliseconds) return std::nullopt;
        return Milliseconds(number * unit.milliseconds);
    }
    return std::nullopt;
}

std::string format_duration(Milliseconds duration) {
    const std::int64_t count = duration.count();
    if (count == 0) return "0s";
    for (const Unit& unit : k_units) {
        if (count % unit.milliseconds == 0) return fmt::format("{}{}", count / unit.milliseconds, unit.name);
    }
    return fmt::format("{}ms", count);
}

}  // namespace linktender::core
