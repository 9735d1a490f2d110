// Trying to tell a target something, more than once but not for ever.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"

namespace linktender::notify {

/// Why a target was not told.
struct Failure {
    std::string message;                     ///< for people, one line, nothing a terminal would obey
    bool temporary = false;                  ///< worth another try
    std::optional<core::Milliseconds> wait;  ///< what the service asked for
};

struct RetryOptions {
    unsigned attempts = 4;
    core::Milliseconds first_wait{2'000};               ///< doubled each time
    core::Milliseconds total{std::chrono::minutes{2}};  ///< no attempt begins later
};

/// The outside of a delivery.
struct Surroundings {
    std::function<std::chrono::steady_clock::time_point()> now;
    std::function<bool(core::Milliseconds)> wait;  ///< false when it was cut short: end now
};

/// Calls `attempt` until it succeeds, fails for good, or `options` say that it is enough; the last failure
/// then. A service that asks for more time than there is left is not asked again.
[[nodiscard]] std::optional<Failure> deliver(const std::function<std::optional<Failure>()>& attempt,
                                             const RetryOptions& options, const Surroundings& surroundings);

/// What an answer without success means; nothing for a 2xx. `now` is for dates in Retry-After.
[[nodiscard]] std::optional<Failure> failure_of(const http::Response& response, core::TimePoint now);

}  // namespace linktender::notify
