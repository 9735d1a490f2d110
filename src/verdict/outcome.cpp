#include "linktender/verdict/outcome.hpp"

#include <array>
#include <cstddef>

namespace linktender::verdict {
namespace {

// In the order of the enumerations; the tests walk both and hold them together.
constexpr std::array<std::string_view, 21> k_outcomes{
    "ok",           "moved",          "not_found",      "gone",      "soft_404",
    "parked",       "blocked",        "login",          "legal",     "client_error",
    "server_error", "timeout",        "dns_not_found",  "dns_error", "connect_error",
    "tls_error",    "protocol_error", "redirect_error", "unsafe",    "disallowed",
    "skipped"};
constexpr std::array<std::string_view, 7> k_states{"alive",   "moved",   "failing",  "dead",
                                                   "blocked", "skipped", "unchecked"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
    return k_outcomes.at(static_cast<std::size_t>(outcome));
}

std::string_view to_string(State state) noexcept {
    return k_states.at(static_cast<std::size_t>(state));
}

std::string_view to_string(Confidence confidence) noexcept {
    return confidence == Confidence::high ? "high" : "low";
}

std::optional<Outcome> outcome_from(std::string_view word) noexcept {
    return find_word<Outcome>(k_outcomes, word);
}

std::optional<State> state_from(std::string_view word) noexcept {
    return find_word<State>(k_states, word);
}

State state_of(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::ok: return State::alive;
        case Outcome::moved: return State::moved;
        case Outcome::blocked:
        case Outcome::login:
        case Outcome::disallowed: return State::blocked;
        case Outcome::skipped: return State::skipped;
        case Outcome::not_found:
        case Outcome::gone:
        case Outcome::soft_404:
        case Outcome::parked:
        case Outcome::legal:
        case Outcome::client_error:
        case Outcome::server_error:
        case Outcome::timeout:
        case Outcome::dns_not_found:
        case Outcome::dns_error:
        case Outcome::connect_error:
        case Outcome::tls_error:
        case Outcome::protocol_error:
        case Outcome::redirect_error:
        case Outcome::unsafe: return State::failing;
    }
    return State::failing;
}

bool is_broken(State state) noexcept {
    return state == State::failing || state == State::dead;
}

}  // namespace linktender::verdict
