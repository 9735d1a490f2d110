// The words for what a check saw and what we conclude. Used alike in code, database, JSON and reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::verdict {

/// What one check saw.
enum class Outcome : std::uint8_t {
    ok,
    moved,      ///< reached by a leading run of 301/308
    not_found,  ///< 404
    gone,       ///< 410
    soft_404,
    parked,   ///< for sale, expired or repurposed domain
    blocked,  ///< bot wall, 401/403/407/418/429/468/999, captcha, challenge on any status
    login,
    legal,         ///< 451
    client_error,  ///< other 4xx
    server_error,  ///< 5xx
    timeout,
    dns_not_found,
    dns_error,
    connect_error,
    tls_error,
    protocol_error,  ///< not HTTP, truncated, undecodable
    redirect_error,  ///< loop, too many, no or forbidden target
    unsafe,          ///< an address we refuse to visit
    disallowed,      ///< robots.txt
    skipped,         ///< excluded, a scheme that is not checked, or this machine could not check
};

/// What we conclude from all checks.
enum class State : std::uint8_t { alive, moved, failing, dead, blocked, skipped, unchecked };

[[nodiscard]] std::string_view to_string(Outcome outcome) noexcept;
[[nodiscard]] std::string_view to_string(State state) noexcept;
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view word) noexcept;
[[nodiscard]] std::optional<State> state_from(std::string_view word) noexcept;

/// How far one outcome goes by itself: a low one rests on a weak signal and wants a second look.
enum class Confidence : std::uint8_t { low, high };

[[nodiscard]] std::string_view to_string(Confidence confidence) noexcept;

/// An outcome with the grounds for it. No verdict without a reason.
struct Verdict {
    Outcome outcome = Outcome::ok;
    std::string reason;     ///< stable slug: `http-404`, `wechat-author-deleted`
    std::string evidence;   ///< what was seen, for people: one line, nothing a terminal would obey
    std::string moved_to;   ///< with Outcome::moved: the last hop of the leading run of 301/308
    std::string rule = {};  ///< id of the rule that decided; empty when none did
    std::vector<std::string> flags = {};  ///< of the design: `expired_by_design`, `archived`, `withdrawn`
    Confidence confidence = Confidence::high;
};

/// How a single outcome counts when nothing else is known (one-off audits: a failure is broken at
/// once). Walls, logins and robots.txt tell nothing about the page, so they are `blocked`. A page
/// behind an address we refuse is out of every reader's reach too, so `unsafe` is failing.
[[nodiscard]] State state_of(Outcome outcome) noexcept;

/// failing and dead: what reports call broken.
[[nodiscard]] bool is_broken(State state) noexcept;

}  // namespace linktender::verdict
