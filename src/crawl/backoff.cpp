#include "linktender/crawl/backoff.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "linktender/core/text.hpp"

namespace linktender::crawl {

namespace {

/// IMF-fixdate, RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::optional<core::TimePoint> parse_imf_fixdate(std::string_view value) {
    constexpr std::size_t k_length = 29;
    if (value.size() != k_length || value.substr(25) != " GMT") return std::nullopt;
    constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = std::find(k_months.begin(), k_months.end(), value.substr(8, 3));
    if (month == k_months.end()) return std::nullopt;
    const auto number = month - k_months.begin() + 1;
    const std::string rfc3339 = std::string(value.substr(12, 4)) + (number < 10 ? "-0" : "-") +
                                std::to_string(number) + "-" + std::string(value.substr(5, 2)) + "T" +
                                std::string(value.substr(17, 8)) + "Z";
    return core::parse_time(rfc3339);
}

}  // namespace

core::Milliseconds backoff_delay(const BackoffInput& input) noexcept {
    assert(input.failed_attempts >= 1);
    // Twenty doublings pass any ceiling we accept; the clamp keeps the shift defined.
    const unsigned doublings = std::min(input.failed_attempts - 1, 20U);
    const auto grown = std::min(input.base * (1 << doublings), input.ceiling);
    return std::max(grown, input.retry_after.value_or(grown));
}

std::optional<core::Milliseconds> parse_retry_after(std::string_view value, core::TimePoint now) {
    value = core::trim(value);
    if (!value.empty() && std::all_of(value.begin(), value.end(), core::is_ascii_digit)) {
        // Nine digits are thirty years; more says no more.
        return std::chrono::seconds(std::stol(std::string(value.substr(0, 9))));
    }
    const auto date = parse_imf_fixdate(value);
    if (!date) return std::nullopt;
    return std::max(core::Milliseconds(0), *date - now);
}

}  // namespace linktender::crawl
