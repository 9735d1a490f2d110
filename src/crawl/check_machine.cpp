#include "linktender/crawl/check_machine.hpp"

#include <cassert>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/crawl/backoff.hpp"

namespace linktender::crawl {

namespace {

/// RFC 9110 section 15.4: the statuses whose Location a user agent follows by itself.
bool is_redirect(int status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Failures that another attempt a moment later often does not meet.
bool is_transient(const http::TransportError& error) noexcept {
    switch (error.kind) {
        case http::TransportErrorKind::dns_error:
        case http::TransportErrorKind::connect:
        case http::TransportErrorKind::timeout:
        case http::TransportErrorKind::protocol:
        case http::TransportErrorKind::local: return true;
        case http::TransportErrorKind::dns_not_found:
        case http::TransportErrorKind::tls:
        case http::TransportErrorKind::unsafe_address:
        case http::TransportErrorKind::cancelled: return false;
    }
    return false;
}

bool is_transient(int status) noexcept {
    return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

}  // namespace

CheckMachine::CheckMachine(url::Url url, const CheckOptions& options)
    : options_(&options), method_(options.method) {
    trace_.final_url = url;
    trace_.url = std::move(url);
}

Action CheckMachine::start() {
    visited_.emplace(current().without_fragment());
    return send();
}

Action CheckMachine::resume() {
    return send();
}

Action CheckMachine::send() {
    if (trace_.hops.empty()) ++trace_.attempts;
    http::Request request;
    request.url = current();
    request.method = method_;
    request.limits = options_->limits;
    return Send{std::move(request)};
}

Action CheckMachine::finish(http::Response response) {
    trace_.response = std::move(response);
    return Finish{};
}

Action CheckMachine::on_response(http::Response response, core::TimePoint now) {
    if (auto again = retry(response, now)) return *std::move(again);
    if (response.error) return finish(std::move(response));

    if (is_redirect(response.status)) {
        const std::string* location = response.headers.find("location");
        if (location && !core::trim(*location).empty()) {
            const std::string target(core::trim(*location));
            return follow(std::move(response), target);
        }
        trace_.redirect_fault = verdict::RedirectFault::missing_location;
        return finish(std::move(response));
    }
    // Many servers answer HEAD with an error that GET does not get.
    if (method_ == http::Method::head && response.status >= 400) {
        method_ = http::Method::get;
        return send();
    }
    return finish(std::move(response));
}

std::optional<Action> CheckMachine::retry(const http::Response& response, core::TimePoint now) {
    const bool transient = response.error ? is_transient(*response.error) : is_transient(response.status);
    if (!transient || failed_attempts_ >= options_->max_retries) return std::nullopt;
    BackoffInput wait{.failed_attempts = failed_attempts_ + 1,
                      .base = options_->retry_wait,
                      .ceiling = options_->longest_wait,
                      .retry_after = std::nullopt};
    if (const std::string* value = response.headers.find("retry-after")) {
        wait.retry_after = parse_retry_after(*value, now);
        if (wait.retry_after && *wait.retry_after > options_->longest_wait) return std::nullopt;
    }
    ++failed_attempts_;
    return Wait{backoff_delay(wait)};
}

Action CheckMachine::follow(http::Response response, std::string_view location) {
    const auto stop = [&](verdict::RedirectFault fault) {
        trace_.redirect_fault = fault;
        trace_.redirect_target = core::truncate_utf8(core::to_valid_utf8(location), 2048);
        return finish(std::move(response));
    };
    auto target = url::parse(core::to_valid_utf8(location), &trace_.final_url);
    if (!target) return stop(verdict::RedirectFault::bad_location);
    if (!target->is_http()) return stop(verdict::RedirectFault::forbidden_scheme);
    if (trace_.hops.size() >= options_->max_redirects) return stop(verdict::RedirectFault::too_many);
    if (!visited_.emplace(target->without_fragment()).second) return stop(verdict::RedirectFault::loop);

    trace_.hops.push_back({response.status, std::string(target->href())});
    trace_.final_url = *std::move(target);
    return send();
}

}  // namespace linktender::crawl
