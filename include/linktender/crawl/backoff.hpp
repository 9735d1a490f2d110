// How long to wait before the next attempt at one URL.
#pragma once

#include <optional>
#include <string_view>

#include "linktender/core/time.hpp"

namespace linktender::crawl {

/// Inputs for the wait before the next attempt at one URL.
struct BackoffInput {
    unsigned failed_attempts = 1;
    core::Milliseconds base{1000};
    core::Milliseconds ceiling{std::chrono::minutes{1}};
    std::optional<core::Milliseconds> retry_after;  ///< what the server asked for
};

/// Exponential wait, capped at `ceiling`. A longer `retry_after` wins: the server knows its own
/// limits better than our curve does.
[[nodiscard]] core::Milliseconds backoff_delay(const BackoffInput& input) noexcept;

/// The wait a Retry-After field asks for (RFC 9110 section 10.2.3): seconds, or an IMF-fixdate
/// compared with `now`. A date in the past gives zero; nullopt when it is neither.
[[nodiscard]] std::optional<core::Milliseconds> parse_retry_after(std::string_view value,
                                                                  core::TimePoint now);

}  // namespace linktender::crawl
