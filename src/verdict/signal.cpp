#include "linktender/verdict/signal.hpp"

#include <algorithm>
#include <array>

namespace linktender::verdict {
namespace {

constexpr std::array<std::string_view, 6> k_classes{"success",  "certain",   "permanent",
                                                    "doubtful", "transient", "no_information"};

template <std::size_t N>
bool is_one_of(std::string_view reason, const std::array<std::string_view, N>& reasons) noexcept {
    return std::ranges::find(reasons, reason) != reasons.end();
}

SignalClass by_confidence(Confidence confidence) noexcept {
    return confidence == Confidence::high ? SignalClass::permanent : SignalClass::doubtful;
}

SignalClass of_client_error(int status) noexcept {
    switch (status) {
        case 408:  // Request Timeout
        case 425:  // Too Early
            return SignalClass::transient;
        case 412:  // nothing was asked on a condition that could fail: a wall
            return SignalClass::no_information;
        default: return SignalClass::doubtful;
    }
}

SignalClass of_tls_error(std::string_view reason, core::TimePoint checked_at,
                         std::optional<core::TimePoint> expired_at, const SignalOptions& options) noexcept {
    constexpr std::array<std::string_view, 6> k_neglected{
        "certificate-name-mismatch", "certificate-self-signed", "certificate-unknown-ca",
        "certificate-revoked",       "certificate-weak",        "certificate-invalid"};
    if (is_one_of(reason, k_neglected)) return SignalClass::doubtful;
    if (reason == "certificate-expired" && expired_at && checked_at - *expired_at > options.certificate_grace)
        return SignalClass::doubtful;
    return SignalClass::transient;
}

SignalClass of_connect_error(std::string_view reason) noexcept {
    constexpr std::array<std::string_view, 2> k_answered{"connection-refused", "host-unreachable"};
    return is_one_of(reason, k_answered) ? SignalClass::doubtful : SignalClass::transient;
}

}  // namespace

std::string_view to_string(SignalClass signal) noexcept {
    return k_classes.at(static_cast<std::size_t>(signal));
}

SignalClass classify(const Verdict& verdict, int status, core::TimePoint checked_at,
                     std::optional<core::TimePoint> tls_expires_at, const SignalOptions& options) {
    switch (verdict.outcome) {
        case Outcome::ok:
        case Outcome::moved: return SignalClass::success;
        case Outcome::gone: return SignalClass::certain;
        case Outcome::not_found:
        case Outcome::soft_404:
        case Outcome::parked:
        case Outcome::dns_not_found:
            if (verdict.reason.ends_with("author-deleted")) return SignalClass::certain;
            return by_confidence(verdict.confidence);
        case Outcome::legal:
            return verdict.confidence == Confidence::high ? SignalClass::permanent
                                                          : SignalClass::no_information;
        case Outcome::client_error: return of_client_error(status);
        case Outcome::server_error:
            return status == 501 ? SignalClass::doubtful : SignalClass::transient;  // 501 Not Implemented
        case Outcome::connect_error: return of_connect_error(verdict.reason);
        case Outcome::tls_error: return of_tls_error(verdict.reason, checked_at, tls_expires_at, options);
        case Outcome::redirect_error:
        case Outcome::unsafe: return SignalClass::doubtful;
        case Outcome::timeout:
        case Outcome::dns_error:
        case Outcome::protocol_error: return SignalClass::transient;
        case Outcome::blocked:
        case Outcome::login:
        case Outcome::disallowed:
        case Outcome::skipped: return SignalClass::no_information;
    }
    return SignalClass::no_information;
}

}  // namespace linktender::verdict
