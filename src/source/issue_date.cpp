#include "issue_date.hpp"

#include <cstddef>
#include <iterator>
#include <vector>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

using std::chrono::year_month_day;

/// The number that a text of only so many digits is.
std::optional<unsigned> number(std::string_view text, std::size_t digits) noexcept {
    if (text.size() < digits) return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!core::is_ascii_digit(c)) return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::optional<year_month_day> make_date(std::optional<unsigned> year, std::optional<unsigned> month,
                                        std::optional<unsigned> day) noexcept {
    // Archives of links on the web, not catalogues: 20191217 is a day, 00010101 is not.
    if (!year || !month || !day || *year < 1990 || *year > 2100) return std::nullopt;
    const year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                              std::chrono::day{*day}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

bool is_digit_at(std::string_view text, std::size_t at) noexcept {
    return at < text.size() && core::is_ascii_digit(text[at]);
}

/// A date with its separators at the start of `text`; the number of bytes it takes.
struct DateText {
    year_month_day date;
    std::size_t length = 0;
};

std::optional<DateText> separated_date(std::string_view text, std::string_view separators) noexcept {
    if (text.size() < 8 || separators.find(text[4]) == std::string_view::npos) return std::nullopt;
    const std::size_t month_digits = is_digit_at(text, 6) ? 2 : 1;
    const std::size_t day_at = 5 + month_digits + 1;
    if (day_at >= text.size() || text[day_at - 1] != text[4]) return std::nullopt;
    const std::size_t day_digits = is_digit_at(text, day_at + 1) ? 2 : 1;
    const auto date = make_date(number(text, 4), number(text.substr(5), month_digits),
                                number(text.substr(day_at), day_digits));
    if (!date || is_digit_at(text, day_at + day_digits)) return std::nullopt;
    return DateText{*date, day_at + day_digits};
}

std::optional<DateText> plain_date(std::string_view text) noexcept {
    if (is_digit_at(text, 8) || text.size() < 8) return std::nullopt;
    const auto date = make_date(number(text, 4), number(text.substr(4), 2), number(text.substr(6), 2));
    return date ? std::optional(DateText{*date, 8}) : std::nullopt;
}

/// The one date in a part of a path.
std::optional<year_month_day> only_date(std::string_view part) noexcept {
    std::optional<year_month_day> found;
    for (std::size_t at = 0; at < part.size(); ++at) {
        if (at > 0 && core::is_ascii_digit(part[at - 1])) continue;
        auto date = separated_date(part.substr(at), "-_.");
        if (!date) date = plain_date(part.substr(at));
        if (!date) continue;
        if (found && *found != date->date) return std::nullopt;
        found = date->date;
        at += date->length - 1;
    }
    return found;
}

/// Year, month and day as three parts of the path; the last may go on after the day.
std::optional<year_month_day> date_in_folders(const std::vector<std::string_view>& parts) noexcept {
    for (std::size_t i = parts.size(); i >= 3; --i) {
        const std::string_view year = parts[i - 3];
        const std::string_view month = parts[i - 2];
        const std::string_view day = parts[i - 1];
        const std::size_t day_digits = is_digit_at(day, 1) ? 2 : 1;
        if (year.size() != 4 || month.empty() || month.size() > 2 || is_digit_at(day, day_digits)) continue;
        if (const auto date =
                make_date(number(year, 4), number(month, month.size()), number(day, day_digits)))
            return date;
    }
    return std::nullopt;
}

}  // namespace

std::optional<year_month_day> date_of_file(std::string_view path) {
    const std::vector<std::string_view> parts = core::split(path, '/');
    if (const auto date = only_date(parts.back())) return date;
    if (const auto date = date_in_folders(parts)) return date;
    for (auto part = std::next(parts.rbegin()); part != parts.rend(); ++part)
        if (const auto date = only_date(*part)) return date;
    return std::nullopt;
}

std::optional<year_month_day> leading_date(std::string_view value) {
    const auto date = separated_date(value, "-/.");
    return date ? std::optional(date->date) : std::nullopt;
}

}  // namespace linktender::source
