#include "date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr int k_first_year = 1995;
constexpr int k_last_year = 2100;

/// Reads forward through a text; each step says whether it found what it wanted.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool done() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

    bool take(std::string_view wanted) noexcept {
        if (!core::starts_with_ignoring_ascii_case(rest_, wanted)) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    bool take_any(std::initializer_list<std::string_view> wanted) noexcept {
        return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view one) { return take(one); });
    }
    void skip_space() noexcept { rest_ = core::trim(rest_); }

    /// A number of `min` to `max` digits, with no digit behind it.
    std::optional<int> number(std::size_t min, std::size_t max) noexcept {
        std::size_t digits = 0;
        int value = 0;
        for (; digits < rest_.size() && core::is_ascii_digit(rest_[digits]); ++digits) {
            if (digits == max) return std::nullopt;
            value = value * 10 + (rest_[digits] - '0');
        }
        if (digits < min) return std::nullopt;
        rest_.remove_prefix(digits);
        return value;
    }

    /// `Jul`, `July`: 7.
    std::optional<int> month_name() noexcept {
        static constexpr std::array k_months{"jan"sv, "feb"sv, "mar"sv, "apr"sv, "may"sv, "jun"sv,
                                             "jul"sv, "aug"sv, "sep"sv, "oct"sv, "nov"sv, "dec"sv};
        for (std::size_t i = 0; i < k_months.size(); ++i) {
            if (!take(k_months[i])) continue;
            while (!rest_.empty() && core::is_ascii_alpha(rest_.front())) rest_.remove_prefix(1);
            return static_cast<int>(i) + 1;
        }
        return std::nullopt;
    }

private:
    std::string_view rest_;
};

/// `2019-07-15` when that day exists and can be meant.
std::string day(int year, int month, int day_of_month) {
    if (year < k_first_year || year > k_last_year) return {};
    std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day_of_month);
    return core::parse_date(text) ? text : std::string{};
}

std::string unix_time(std::string_view digits) {
    if (digits.size() != 10 && digits.size() != 13) return {};
    std::int64_t value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    const auto milliseconds = std::chrono::milliseconds(digits.size() == 10 ? value * 1000 : value);
    std::string text = core::format_time(core::TimePoint(milliseconds));
    return text.size() > 4 && text >= "1995" && text < "2101" ? text : std::string{};
}

/// `2019-07-15`, `2019/7/15`, `2019.7.15`, `2019年7月15日`, `20190715`; leaves the reader behind it.
std::string numeric_day(Reader& reader) {
    Reader compact = reader;
    if (const auto all = compact.number(8, 8)) {
        reader = compact;
        return day(*all / 10000, *all / 100 % 100, *all % 100);
    }
    const auto year = reader.number(4, 4);
    if (!year || !reader.take_any({"-", "/", ".", "年"})) return {};
    const auto month = reader.number(1, 2);
    if (!month || !reader.take_any({"-", "/", ".", "月"})) return {};
    const auto day_of_month = reader.number(1, 2);
    if (!day_of_month) return {};
    reader.take("日");
    return day(*year, *month, *day_of_month);
}

/// `Mon, 15 Jul 2019`, `15 July 2019`, `July 15, 2019`.
std::string named_day(Reader& reader) {
    Reader named = reader;
    if (const auto month = named.month_name()) {
        named.skip_space();
        const auto day_of_month = named.number(1, 2);
        named.take(",");
        named.skip_space();
        const auto year = named.number(4, 4);
        if (!day_of_month || !year) return {};
        reader = named;
        return day(*year, *month, *day_of_month);
    }
    if (const std::size_t comma = reader.rest().find(','); comma <= 9) {
        reader = Reader(reader.rest().substr(comma + 1));
        reader.skip_space();
    }
    const auto day_of_month = reader.number(1, 2);
    reader.skip_space();
    const auto month = reader.month_name();
    reader.skip_space();
    const auto year = reader.number(4, 4);
    if (!day_of_month || !month || !year) return {};
    return day(*year, *month, *day_of_month);
}

/// `Z`, `+08:00`, `+0800`, `GMT` as RFC 3339 writes it; empty when there is none.
std::string zone(Reader& reader) {
    reader.skip_space();
    if (reader.take_any({"Z", "UTC", "GMT"})) return "Z";
    const bool east = reader.take("+");
    if (!east && !reader.take("-")) return {};
    auto hours = reader.number(2, 2);
    std::optional<int> minutes = 0;
    if (hours && reader.take(":")) {
        minutes = reader.number(2, 2);
    } else if (!hours) {
        hours = reader.number(4, 4);
        if (hours) {
            minutes = *hours % 100;
            hours = *hours / 100;
        }
    }
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    return fmt::format("{}{:02}:{:02}", east ? '+' : '-', *hours, *minutes);
}

/// The time of day behind a date, with its zone, as RFC 3339 writes it; empty when it has none.
std::string time_of_day(Reader& reader, std::string_view host) {
    if (!reader.take("T")) reader.skip_space();
    const auto hour = reader.number(1, 2);
    if (!hour || !reader.take(":")) return {};
    const auto minute = reader.number(2, 2);
    std::optional<int> second = 0;
    if (reader.take(":")) second = reader.number(2, 2);
    if (!minute || !second || *hour > 23 || *minute > 59 || *second > 59) return {};
    if (reader.take(".")) reader.number(1, 9);
    std::string offset = zone(reader);
    if (offset.empty() && host.ends_with(".cn")) offset = "+08:00";
    if (offset.empty()) return {};
    return fmt::format("T{:02}:{:02}:{:02}{}", *hour, *minute, *second, offset);
}

}  // namespace

std::string clean_date(std::string_view text, std::string_view host) {
    text = core::trim(text);
    const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), core::is_ascii_digit);
    if (digits && text.size() != 8) return unix_time(text);
    Reader reader(text);
    const bool numeric = !text.empty() && core::is_ascii_digit(text.front()) && text.size() >= 4 &&
                         std::all_of(text.begin(), text.begin() + 4, core::is_ascii_digit);
    const std::string date = numeric ? numeric_day(reader) : named_day(reader);
    return date.empty() ? date : date + time_of_day(reader, host);
}

}  // namespace linktender::page
