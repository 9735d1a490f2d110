// Reads the pieces of a date forward through a text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "linktender/core/text.hpp"

namespace linktender::page {

/// Each step says whether it found what it wanted, and stays where it is when it did not.
class DateReader {
public:
    explicit DateReader(std::string_view text) noexcept : rest_(text) {}

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

    [[nodiscard]] std::size_t digits() const noexcept {
        const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), core::is_ascii_digit);
        return static_cast<std::size_t>(end - rest_.begin());
    }

    /// A number of `min` to `max` digits (nine at most), with no digit behind it.
    std::optional<int> number(std::size_t min, std::size_t max) noexcept {
        const std::size_t count = digits();
        return count < min || count > max ? std::nullopt : std::optional(exactly(count));
    }

    /// The next `count` characters, which are digits.
    int exactly(std::size_t count) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value * 10 + (rest_[i] - '0');
        rest_.remove_prefix(count);
        return value;
    }

    /// `Jul`, `July`: 7.
    std::optional<int> month() noexcept {
        return name({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
    }
    /// `Mon`, `Monday`: 1.
    std::optional<int> weekday() noexcept { return name({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}); }

private:
    std::optional<int> name(std::initializer_list<std::string_view> beginnings) noexcept {
        int count = 0;
        for (const std::string_view one : beginnings) {
            ++count;
            if (!take(one)) continue;
            while (!rest_.empty() && core::is_ascii_alpha(rest_.front())) rest_.remove_prefix(1);
            take(".");
            return count;
        }
        return std::nullopt;
    }

    std::string_view rest_;
};

}  // namespace linktender::page
