#include "linktender/verdict/signal.hpp"

#include <optional>
#include <string>

#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::core::TimePoint;

namespace {

constexpr TimePoint k_now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

SignalClass class_of(Outcome outcome, std::string reason, int status = 0,
                     Confidence confidence = Confidence::high, std::optional<TimePoint> tls_expires_at = {}) {
    Verdict verdict;
    verdict.outcome = outcome;
    verdict.reason = std::move(reason);
    verdict.confidence = confidence;
    return classify(verdict, status, k_now, tls_expires_at);
}

}  // namespace

TEST_CASE("signal: a check weighs by what it saw", "[verdict]") {
    struct Row {
        Outcome outcome;
        const char* reason;
        int status;
        SignalClass expected;
    };
    const auto row = GENERATE(values<Row>({
        {Outcome::ok, "http-200", 200, SignalClass::success},
        {Outcome::moved, "moved-permanently", 200, SignalClass::success},
        {Outcome::not_found, "http-404", 404, SignalClass::permanent},
        {Outcome::gone, "http-410", 410, SignalClass::certain},
        {Outcome::soft_404, "wechat-author-deleted", 200, SignalClass::certain},
        {Outcome::soft_404, "not-found-title", 200, SignalClass::permanent},
        {Outcome::parked, "for-sale", 200, SignalClass::permanent},
        {Outcome::dns_not_found, "dns-not-found", 0, SignalClass::permanent},
        {Outcome::legal, "http-451", 451, SignalClass::permanent},
        {Outcome::client_error, "http-400", 400, SignalClass::doubtful},
        {Outcome::client_error, "http-405", 405, SignalClass::doubtful},
        {Outcome::client_error, "http-408", 408, SignalClass::transient},
        {Outcome::client_error, "http-412", 412, SignalClass::no_information},
        {Outcome::client_error, "http-425", 425, SignalClass::transient},
        {Outcome::server_error, "http-500", 500, SignalClass::transient},
        {Outcome::server_error, "http-501", 501, SignalClass::doubtful},
        {Outcome::server_error, "http-521", 521, SignalClass::transient},
        {Outcome::timeout, "total-timeout", 0, SignalClass::transient},
        {Outcome::dns_error, "dns-failed", 0, SignalClass::transient},
        {Outcome::connect_error, "connection-refused", 0, SignalClass::doubtful},
        {Outcome::connect_error, "host-unreachable", 0, SignalClass::doubtful},
        {Outcome::connect_error, "connection-reset", 0, SignalClass::transient},
        {Outcome::tls_error, "certificate-name-mismatch", 0, SignalClass::doubtful},
        {Outcome::tls_error, "tls-handshake", 0, SignalClass::transient},
        {Outcome::tls_error, "certificate-expired", 0, SignalClass::transient},
        {Outcome::protocol_error, "truncated-body", 200, SignalClass::transient},
        {Outcome::redirect_error, "too-many-redirects", 302, SignalClass::doubtful},
        {Outcome::unsafe, "unsafe-address", 0, SignalClass::doubtful},
        {Outcome::blocked, "http-403", 403, SignalClass::no_information},
        {Outcome::login, "login-form", 200, SignalClass::no_information},
        {Outcome::disallowed, "robots", 0, SignalClass::no_information},
        {Outcome::skipped, "local-error", 0, SignalClass::no_information},
    }));
    CAPTURE(row.reason);

    CHECK(class_of(row.outcome, row.reason, row.status) == row.expected);
}

TEST_CASE("signal: a weak signal for a lost page is doubtful, a weak one for a ban says nothing",
          "[verdict]") {
    CHECK(class_of(Outcome::soft_404, "redirect-to-root", 200, Confidence::low) == SignalClass::doubtful);
    CHECK(class_of(Outcome::parked, "for-sale", 200, Confidence::low) == SignalClass::doubtful);
    CHECK(class_of(Outcome::legal, "http-451", 451, Confidence::low) == SignalClass::no_information);
}

TEST_CASE("signal: a certificate weighs more once it has been expired for a month", "[verdict]") {
    using std::chrono::days;
    const auto expired = [](days ago) {
        return class_of(Outcome::tls_error, "certificate-expired", 0, Confidence::high, k_now - ago);
    };
    CHECK(expired(days(30)) == SignalClass::transient);
    CHECK(expired(days(31)) == SignalClass::doubtful);
}
