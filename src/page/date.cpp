#include "date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "date_reader.hpp"
#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using std::chrono::year_month_day;

constexpr int k_first_year = 1995;
constexpr int k_last_year = 2100;
/// Clocks and time zones differ; nobody announces a page by the date of the day after.
constexpr std::chrono::days k_ahead{2};

bool can_be_meant(core::TimePoint time, const DateContext& context) noexcept {
    constexpr std::chrono::sys_days k_first{std::chrono::year{k_first_year} / 1 / 1};
    constexpr std::chrono::sys_days k_end{std::chrono::year{k_last_year + 1} / 1 / 1};
    if (time < k_first || time >= k_end) return false;
    return context.now == core::TimePoint{} || time <= context.now + k_ahead;
}

using Day = std::optional<year_month_day>;

Day calendar_day(int year, int month, int day) noexcept {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? Day(date) : std::nullopt;
}

/// `2019-196`: the day of the year.
Day ordinal_day(int year, int day) noexcept {
    const std::chrono::sys_days date =
        std::chrono::sys_days{std::chrono::year{year} / 1 / 1} + std::chrono::days{day - 1};
    const year_month_day found{date};
    return day >= 1 && found.year() == std::chrono::year{year} ? Day(found) : std::nullopt;
}

/// `2019-W29-1`: week 1 is the one with January 4, weeks begin on Monday.
Day week_day(int year, int week, int day) noexcept {
    if (week < 1 || week > 53 || day < 1 || day > 7) return std::nullopt;
    const std::chrono::sys_days fourth{std::chrono::year{year} / 1 / 4};
    const auto monday = fourth - (std::chrono::weekday{fourth} - std::chrono::Monday);
    return year_month_day{monday + std::chrono::days{(week - 1) * 7 + day - 1}};
}

/// Behind the year: `-W29-1`, `-196`, `-7-15`, `/7/15`, `.7.15`, `年7月15日`.
Day rest_of_day(DateReader& reader, int year) noexcept {
    if (!reader.take_any({"-", "/", ".", "年"})) return std::nullopt;
    reader.skip_space();
    if (reader.take("W")) {
        const auto week = reader.number(2, 2);
        if (!week || !reader.take("-")) return std::nullopt;
        const auto day = reader.number(1, 1);
        return day ? week_day(year, *week, *day) : std::nullopt;
    }
    if (const auto day_of_year = reader.number(3, 3)) return ordinal_day(year, *day_of_year);
    const auto month = reader.number(1, 2);
    reader.skip_space();
    if (!month || !reader.take_any({"-", "/", ".", "月"})) return std::nullopt;
    reader.skip_space();
    const auto day = reader.number(1, 2);
    if (!day) return std::nullopt;
    reader.take_any({"日", "号"});
    return calendar_day(year, *month, *day);
}

/// Begins with four digits, which are the year.
Day numeric_day(DateReader& reader) noexcept {
    const std::size_t digits = reader.digits();
    const int year = reader.exactly(4);
    switch (digits) {
        case 4: {
            if (!reader.take("W")) {
                reader.skip_space();
                return rest_of_day(reader, year);
            }
            const auto week_and_day = reader.number(3, 3);
            return week_and_day ? week_day(year, *week_and_day / 10, *week_and_day % 10) : std::nullopt;
        }
        case 7: return ordinal_day(year, reader.exactly(3));
        case 8:
        case 14: {  // `20190715`, `20190715102030`
            const int month = reader.exactly(2);
            return calendar_day(year, month, reader.exactly(2));
        }
        default: return std::nullopt;
    }
}

/// Four digits, or two as https://www.rfc-editor.org/rfc/rfc2822#section-4.3 reads them.
std::optional<int> year_behind(DateReader& reader) noexcept {
    reader.skip_space();
    const bool two = reader.digits() == 2;
    const auto year = reader.number(two ? 2 : 4, 4);
    return two && year ? *year + (*year < 50 ? 2000 : 1900) : year;
}

/// `Mon, 15 Jul 2019`, `15 July 2019`, `15-Jul-2019`, `July 15th, 2019`, `Mon Jul 15 2019`.
Day named_day(DateReader& reader) noexcept {
    if (reader.weekday()) {
        reader.take(",");
        reader.skip_space();
    }
    const bool month_first = reader.digits() == 0;
    std::optional<int> day;
    std::optional<int> month;
    if (month_first) {
        month = reader.month();
        reader.skip_space();
        day = reader.number(1, 2);
        reader.take_any({"st", "nd", "rd", "th"});
        reader.take(",");
    } else {
        day = reader.number(1, 2);
        reader.take_any({"st", "nd", "rd", "th"});
        reader.skip_space();
        reader.take("-");
        month = reader.month();
        reader.take_any({",", "-"});
    }
    if (!day || !month) return std::nullopt;
    const auto year = year_behind(reader);
    return year ? calendar_day(*year, *month, *day) : std::nullopt;
}

/// Minutes east of UTC from `Z`, `+08:00`, `+0800`, `+8`, `GMT`, `GMT+0800`.
std::optional<int> zone(DateReader& reader) noexcept {
    reader.skip_space();
    const bool utc = reader.take_any({"Z", "UTC", "GMT", "UT"});
    const bool east = reader.take("+");
    if (!east && !reader.take_any({"-", "−"})) return utc ? std::optional(0) : std::nullopt;
    const bool joined = reader.digits() == 4;
    const auto hours = joined ? reader.exactly(2) : reader.number(1, 2);
    std::optional<int> minutes = 0;
    if (joined || reader.take(":")) minutes = reader.number(2, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (east ? 1 : -1) * (*hours * 60 + *minutes);
}

/// Seconds since midnight, from `10:20:30.5`, `102030`, `10:20`, `10:20 PM`; nullopt when no time stands
/// here.
std::optional<int> clock(DateReader& reader) noexcept {
    const bool designated = reader.take("T");
    reader.take(",");
    reader.skip_space();
    const std::size_t digits = reader.digits();
    std::optional<int> hour;
    std::optional<int> minute = 0;
    std::optional<int> second = 0;
    if (digits == 4 || digits == 6) {
        hour = reader.exactly(2);
        minute = reader.exactly(2);
        if (digits == 6) second = reader.exactly(2);
    } else {
        hour = reader.number(1, 2);
        if (reader.take(":")) {
            minute = reader.number(2, 2);
            if (reader.take(":")) second = reader.number(2, 2);
        } else if (!designated) {
            return std::nullopt;
        }
    }
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    if (reader.take_any({".", ","})) reader = DateReader(reader.rest().substr(reader.digits()));
    DateReader half = reader;
    half.skip_space();
    const bool pm = half.take("PM");
    if (pm || half.take("AM")) {
        if (*hour < 1 || *hour > 12) return std::nullopt;
        hour = *hour % 12 + (pm ? 12 : 0);
        reader = half;
    }
    return *hour * 3600 + *minute * 60 + std::min(*second, 59);
}

std::string unix_time(std::string_view digits, const DateContext& context) {
    if (digits.size() != 10 && digits.size() != 13) return {};
    std::int64_t value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    const core::TimePoint time{std::chrono::milliseconds(digits.size() == 10 ? value * 1000 : value)};
    return can_be_meant(time, context) ? core::format_time(time) : std::string{};
}

/// The day and what of its time is known; a time without a zone that we can tell is left out.
std::string written(year_month_day day, DateReader& reader, const DateContext& context) {
    constexpr int k_china = 8 * 60;
    const std::chrono::sys_days midnight{day};
    std::string host(context.host);
    if (host.ends_with('.')) host.pop_back();
    if (const auto seconds = clock(reader)) {
        std::optional<int> east = zone(reader);
        if (!east && core::to_ascii_lower(host).ends_with(".cn")) east = k_china;
        if (east) {
            const auto time = midnight + std::chrono::seconds{*seconds} - std::chrono::minutes{*east};
            if (!can_be_meant(time, context)) return {};
            const std::string offset = *east == 0 ? "Z"
                                                  : fmt::format("{}{:02}:{:02}", *east < 0 ? '-' : '+',
                                                                std::abs(*east) / 60, std::abs(*east) % 60);
            return fmt::format("{}T{:02}:{:02}:{:02}{}", core::format_date(day), *seconds / 3600,
                               *seconds / 60 % 60, *seconds % 60, offset);
        }
    }
    return can_be_meant(midnight, context) ? core::format_date(day) : std::string{};
}

}  // namespace

std::string clean_date(std::string_view text, const DateContext& context) {
    constexpr std::size_t k_longest = 128;
    text = core::trim(text).substr(0, k_longest);
    DateReader reader(text);
    const std::size_t digits = reader.digits();
    if (digits == text.size() && (digits == 10 || digits == 13)) return unix_time(text, context);
    const Day day = digits >= 4 ? numeric_day(reader) : named_day(reader);
    return day ? written(*day, reader, context) : std::string{};
}

std::string date_in_path(std::string_view path, const DateContext& context) {
    constexpr std::size_t k_least = 8;  // characters of a day
    for (std::size_t at = path.find('/'); at != std::string_view::npos && path.size() - at > k_least;
         at = path.find('/', at + 1)) {
        DateReader reader(path.substr(at + 1));
        const std::size_t digits = reader.digits();
        if (digits != 4 && digits != 8) continue;
        const Day day = numeric_day(reader);
        if (!day || !reader.rest().starts_with('/')) continue;
        if (std::string text =
                can_be_meant(std::chrono::sys_days{*day}, context) ? core::format_date(*day) : "";
            !text.empty())
            return text;
    }
    return {};
}

}  // namespace linktender::page
