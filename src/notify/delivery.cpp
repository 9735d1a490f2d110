#include "linktender/notify/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/crawl/backoff.hpp"

namespace linktender::notify {

namespace {

constexpr std::size_t k_body_shown = 200;

/// The start of a body that explains itself, in one line.
std::string excerpt(std::string_view body) {
    const std::string start =
        core::truncate_utf8(core::to_valid_utf8(body.substr(0, 4 * k_body_shown)), k_body_shown);
    return core::escape_control(core::collapse_space(start));
}

std::optional<long long> number_in(const http::Response& response, std::string_view header) {
    const std::string* value = response.headers.find(header);
    if (value == nullptr) return std::nullopt;
    long long number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size()) return std::nullopt;
    return number;
}

/// GitHub answers 403 or 429 when an hour's requests are used up, and says until when.
std::optional<core::Milliseconds> wait_of(const http::Response& response, core::TimePoint now) {
    if (const std::string* value = response.headers.find("retry-after"))
        return crawl::parse_retry_after(*value, now);
    for (const auto& [left, reset] : {std::pair{"x-ratelimit-remaining", "x-ratelimit-reset"},
                                      std::pair{"ratelimit-remaining", "ratelimit-reset"}}) {
        if (number_in(response, left) != 0) continue;
        const auto until = number_in(response, reset);
        if (!until || *until < 0 || *until > 100'000'000'000) continue;
        return std::max(core::Milliseconds(0), core::TimePoint(std::chrono::seconds(*until)) - now);
    }
    return std::nullopt;
}

Failure of_transport(const http::TransportError& error) {
    using Kind = http::TransportErrorKind;
    std::string message = core::escape_control(error.message);
    if (error.kind == Kind::unsafe_address)
        message += "; allow_address of the target names addresses that are meant";
    const bool final = error.kind == Kind::unsafe_address || error.kind == Kind::tls;
    return {std::move(message), !final, std::nullopt};
}

}  // namespace

std::optional<Failure> deliver(const std::function<std::optional<Failure>()>& attempt,
                               const RetryOptions& options, const Surroundings& surroundings) {
    const auto start = surroundings.now();
    for (unsigned failed = 1;; ++failed) {
        std::optional<Failure> failure = attempt();
        if (!failure || !failure->temporary || failed >= options.attempts) return failure;
        const auto pause = crawl::backoff_delay({.failed_attempts = failed,
                                                 .base = options.first_wait,
                                                 .ceiling = options.total,
                                                 .retry_after = failure->wait});
        const auto spent = std::chrono::duration_cast<core::Milliseconds>(surroundings.now() - start);
        if (spent + pause > options.total || !surroundings.wait(pause)) return failure;
    }
}

std::optional<Failure> failure_of(const http::Response& response, core::TimePoint now) {
    if (response.error) return of_transport(*response.error);
    const int status = response.status;
    if (status >= 200 && status < 300) return std::nullopt;
    std::string message = fmt::format("HTTP {}", status);
    if (status >= 300 && status < 400) {
        message +=
            ": redirects are not followed, as they would take the token elsewhere; name the final address";
        return Failure{std::move(message), false, std::nullopt};
    }
    if (const std::string body = excerpt(response.body); !body.empty()) message += ": " + body;
    const auto wait = wait_of(response, now);
    const bool limited = status == 429 || (status == 403 && wait);
    return Failure{std::move(message), limited || status == 408 || status >= 500,
                   limited || status == 503 ? wait : std::nullopt};
}

}  // namespace linktender::notify
