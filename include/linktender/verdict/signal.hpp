// How much one check proves: the class of its signal.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "linktender/core/time.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::verdict {

enum class SignalClass : std::uint8_t {
    success,         ///< the page is there
    certain,         ///< the server or the author says it is gone for good: 410, deleted by its author
    permanent,       ///< gone as far as anyone can tell: 404, a rule, a parked or missing domain, 451
    doubtful,        ///< rests on a weak signal, or on what is often put right: refused, bad certificate
    transient,       ///< what passes by itself: timeouts, 5xx, SERVFAIL, resets
    no_information,  ///< walls, logins, robots.txt, what this machine could not check
};

[[nodiscard]] std::string_view to_string(SignalClass signal) noexcept;

struct SignalOptions {
    /// A certificate that expired this recently will probably be renewed; one left longer than that
    /// says that nobody looks after the site.
    std::chrono::days certificate_grace{30};
};

/// Pure. `status` is that of the last response, 0 when there was none; `tls_expires_at` the end of the
/// certificate's validity, where known.
[[nodiscard]] SignalClass classify(const Verdict& verdict, int status, core::TimePoint checked_at,
                                   std::optional<core::TimePoint> tls_expires_at = {},
                                   const SignalOptions& options = {});

}  // namespace linktender::verdict
