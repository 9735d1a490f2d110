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
        case http::TransportErrorKind::local: return true;
        // An answer that broke off may come whole the next time; one that is no HTTP stays none.
        case http::TransportErrorKind::protocol:
            return error.reason == "empty-reply" || error.reason.starts_with("truncated");
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

/// Failures that only the certificate brings: behind it there may be a page.
bool is_certificate_failure(const http::TransportError& error) noexcept {
    return error.kind == http::TransportErrorKind::tls && error.reason.starts_with("certificate");
}

/// Failures of HEAD that say nothing about GET: servers that do not know it often just hang up.
bool may_be_the_method(const http::Response& response) noexcept {
    if (!response.error) return response.status >= 400;
    switch (response.error->kind) {
        case http::TransportErrorKind::connect:
        case http::TransportErrorKind::protocol:
        case http::TransportErrorKind::timeout: return !response.remote_address.empty();
        default: return false;
    }
}

/// RFC 9110 section 10.2.2 knows one target. The same one sent twice is still one.
enum class Targets : unsigned char { none, one, several };
Targets find_location(const http::Headers& headers, std::string& target) {
    Targets found = Targets::none;
    for (const http::Header& header : headers.all()) {
        if (header.name != "location") continue;
        const std::string value(core::trim(header.value));
        if (value.empty() || value == target) continue;
        found = found == Targets::none ? Targets::one : Targets::several;
        if (found == Targets::one) target = value;
    }
    return found;
}

}  // namespace

CheckMachine::CheckMachine(url::Url url, const CheckOptions& options, Start start)
    : options_(&options), method_(start.method.value_or(options.method)) {
    trace_.knowledge = std::move(start.knowledge);
    trace_.final_url = url;
    trace_.url = std::move(url);
}

bool CheckMachine::visit(const url::Url& url) {
    // A wall sends the reader back to where he came from, with a cookie: that is no loop.
    return visited_.emplace(std::to_string(cookies_.revision()) + ' ' + std::string(url.without_fragment()))
        .second;
}

Action CheckMachine::start() {
    (void)visit(current());
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
    request.verify_tls = !looking_again_;
    if (std::string cookies = cookies_.header_for(current()); !cookies.empty())
        request.headers.push_back({"cookie", std::move(cookies)});
    const auto& validators = trace_.knowledge.validators;
    if (validators && validators->url == current().without_fragment()) {
        if (!validators->etag.empty()) request.headers.push_back({"if-none-match", validators->etag});
        if (!validators->last_modified.empty())
            request.headers.push_back({"if-modified-since", validators->last_modified});
    }
    return Send{std::move(request)};
}

Action CheckMachine::finish(http::Response response) {
    if (looking_again_)
        trace_.second_look = std::move(response);
    else
        trace_.response = std::move(response);
    return Finish{};
}

Action CheckMachine::on_response(http::Response response, core::TimePoint now, bool worth_retrying) {
    if (looking_again_) return finish(std::move(response));
    cookies_.take(response.headers, current(), now);
    if (method_ == http::Method::head && may_be_the_method(response)) {
        method_ = http::Method::get;
        head_failed_ = true;
        return send();
    }
    if (auto again = retry(response, now, worth_retrying)) return *std::move(again);
    if (options_->second_look && response.error && is_certificate_failure(*response.error)) {
        trace_.response = std::move(response);
        looking_again_ = true;
        return send();
    }
    if (response.error) return finish(std::move(response));
    trace_.head_refused = head_failed_ && response.status < 400;
    if (is_redirect(response.status)) return follow(std::move(response));
    return finish(std::move(response));
}

std::optional<Action> CheckMachine::retry(const http::Response& response, core::TimePoint now,
                                          bool worth_retrying) {
    const bool transient = response.error ? is_transient(*response.error) : is_transient(response.status);
    if (!transient || !worth_retrying || failed_attempts_ >= options_->max_retries) return std::nullopt;
    // A timeout has had its time; one more chance is enough.
    if (response.error && response.error->kind == http::TransportErrorKind::timeout && failed_attempts_ > 0)
        return std::nullopt;
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

Action CheckMachine::follow(http::Response response) {
    std::string location;
    const Targets targets = find_location(response.headers, location);
    const auto stop = [&](verdict::RedirectFault fault) {
        trace_.redirect_fault = fault;
        trace_.redirect_target = core::truncate_utf8(core::to_valid_utf8(location), 2048);
        return finish(std::move(response));
    };
    if (targets == Targets::none) return stop(verdict::RedirectFault::missing_location);
    if (targets == Targets::several) return stop(verdict::RedirectFault::several_locations);
    auto target = url::parse(core::to_valid_utf8(location), &trace_.final_url);
    if (!target) return stop(verdict::RedirectFault::bad_location);
    if (!target->is_http()) return stop(verdict::RedirectFault::forbidden_scheme);
    if (trace_.hops.size() >= options_->max_redirects) return stop(verdict::RedirectFault::too_many);
    if (!visit(*target)) return stop(verdict::RedirectFault::loop);

    trace_.hops.push_back({response.status, std::string(target->href())});
    trace_.final_url = *std::move(target);
    return send();
}

bool CheckMachine::may_refresh(const url::Url& target) const {
    return !refreshed_ && !looking_again_ && target.is_http() &&
           trace_.hops.size() < options_->max_redirects &&
           target.without_fragment() != current().without_fragment();
}

Action CheckMachine::refresh(url::Url target, bool delayed) {
    refreshed_ = true;
    (void)visit(target);
    trace_.hops.push_back({trace_.response.status, std::string(target.href()), delayed});
    trace_.final_url = std::move(target);
    return send();
}

}  // namespace linktender::crawl
