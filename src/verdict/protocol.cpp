#include "linktender/verdict/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_url_bytes_shown = 300;

std::string shown(std::string_view url) {
    return core::escape_control(core::truncate_utf8(url, k_url_bytes_shown));
}

Outcome outcome_of_status(int status) noexcept {
    switch (status) {
        case 401:
        case 403:
        case 407:
        case 418:
        case 429:
        case 468:  // SafeLine's wall
        case 999:  // LinkedIn's wall
            return Outcome::blocked;
        case 404: return Outcome::not_found;
        case 410: return Outcome::gone;
        case 451: return Outcome::legal;
        default: break;
    }
    if (status >= 200 && status <= 300) return Outcome::ok;  // 300 is a page with choices
    if (status == 304) return Outcome::ok;                   // RFC 9110 15.4.5: there and unchanged
    if (status > 300 && status < 400) return Outcome::redirect_error;
    if (status >= 400 && status < 500) return Outcome::client_error;
    if (status >= 500 && status < 600) return Outcome::server_error;
    return Outcome::protocol_error;  // RFC 9110 15: 100 to 599 are valid, and 1xx never is the last
}

struct ErrorWords {
    Outcome outcome;
    std::string_view reason;  ///< for an error that brings none
    std::string_view words;
};

ErrorWords words_for(http::TransportErrorKind kind) noexcept {
    using Kind = http::TransportErrorKind;
    switch (kind) {
        case Kind::dns_not_found:
            return {Outcome::dns_not_found, "dns-not-found", "the host name does not exist"};
        case Kind::dns_error:
            return {Outcome::dns_error, "dns-error", "the host name could not be looked up"};
        case Kind::connect: return {Outcome::connect_error, "connect-failed", "no connection to the host"};
        case Kind::tls: return {Outcome::tls_error, "tls-failed", "no secure connection to the host"};
        case Kind::timeout: return {Outcome::timeout, "timeout", "no answer in time"};
        case Kind::protocol:
            return {Outcome::protocol_error, "protocol-error", "the answer is not valid HTTP"};
        case Kind::unsafe_address:
            return {Outcome::unsafe, "unsafe-address", "the host has an address that is not visited"};
        case Kind::local: return {Outcome::skipped, "local-error", "this machine could not make the request"};
        case Kind::cancelled: return {Outcome::skipped, "cancelled", "the check was cancelled"};
    }
    return {Outcome::protocol_error, "protocol-error", "the answer is not valid HTTP"};
}

std::string_view without_fragment(std::string_view url) noexcept {
    return url.substr(0, url.find('#'));
}

}  // namespace

bool is_page_status(int status) noexcept {
    return status >= 200 && status < 300 && status != 204 && status != 205;
}

Verdict by_status(int status, std::string_view url, const std::vector<int>& accept) {
    Verdict verdict;
    verdict.outcome = outcome_of_status(status);
    verdict.reason = status > 0 ? fmt::format("http-{}", status) : std::string("no-response");
    verdict.evidence = status > 0 ? fmt::format("HTTP {} from {}", status, shown(url))
                                  : fmt::format("no response from {}", shown(url));
    if (status == 204 || status == 205) {
        // Success by the protocol, yet a reader who follows the link sees nothing.
        verdict.confidence = Confidence::low;
        verdict.evidence += ", without content";
    }
    if (verdict.outcome != Outcome::ok && std::ranges::find(accept, status) != accept.end()) {
        verdict.outcome = Outcome::ok;
        verdict.evidence += ", which counts as success here";
    }
    return verdict;
}

Verdict by_error(const http::TransportError& error, std::string_view url) {
    const ErrorWords words = words_for(error.kind);
    Verdict verdict;
    verdict.outcome = words.outcome;
    verdict.reason = error.reason.empty() ? std::string(words.reason) : error.reason;
    verdict.evidence =
        fmt::format("{}: {}", shown(url),
                    error.message.empty() ? std::string(words.words) : core::escape_control(error.message));
    return verdict;
}

Verdict by_redirect_fault(const Evidence& evidence) {
    assert(evidence.redirect_fault != RedirectFault::none);
    const auto words = [&]() -> std::pair<std::string_view, std::string> {
        const std::string target = shown(evidence.redirect_target);
        switch (evidence.redirect_fault) {
            case RedirectFault::none: break;
            case RedirectFault::loop:
                return {"redirect-loop", fmt::format("leads back to {}, which was visited before", target)};
            case RedirectFault::too_many:
                return {"too-many-redirects",
                        fmt::format("still redirects after {} hops, to {}", evidence.hops.size(), target)};
            case RedirectFault::missing_location:
                return {"redirect-without-target", "redirects without saying where to"};
            case RedirectFault::several_locations:
                return {"redirect-several-targets",
                        fmt::format("redirects to {} and somewhere else at once", target)};
            case RedirectFault::bad_location:
                return {"redirect-bad-target", fmt::format("redirects to \"{}\", which is no URL", target)};
            case RedirectFault::forbidden_scheme:
                return {"redirect-forbidden-scheme",
                        fmt::format("redirects to {}, which is neither http nor https", target)};
        }
        return {"redirect-error", "redirects to nowhere"};
    }();
    Verdict verdict;
    verdict.outcome = Outcome::redirect_error;
    verdict.reason = words.first;
    verdict.evidence = fmt::format("{} {}", shown(evidence.final_url), words.second);
    return verdict;
}

std::string_view moved_target(const Evidence& evidence) noexcept {
    std::string_view target;
    for (const Hop& hop : evidence.hops) {
        const bool refresh = hop.status >= 200 && hop.status < 300;
        if (hop.status != 301 && hop.status != 308 && (!refresh || hop.delayed)) break;
        target = hop.url;
    }
    // A hop that only adds or drops a fragment, or comes back to where it began, moved nothing.
    if (without_fragment(target) == evidence.url.without_fragment()) return {};
    return target;
}

}  // namespace linktender::verdict
