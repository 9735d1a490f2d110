// What one host did in this run, and how much patience that leaves.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"

namespace linktender::crawl {

/// Tallies of one host in one run. Pure; one thread.
class HostHealth {
public:
    /// Requests in a row without a status line, and no answer before: further ones get one short try.
    static constexpr std::size_t k_silent = 3;
    /// Checks in a row that a wall stopped: the host's turn ends.
    static constexpr std::size_t k_walls = 3;
    /// The same for checks that ended with the server asking for less: one try each from then on.
    static constexpr std::size_t k_refusals = 2;

    void on_response(const http::Response& response) noexcept;
    /// A finished check: `wall` when a bot wall answered in place of the page.
    void on_verdict(bool wall) noexcept { walls_ = wall ? walls_ + 1 : 0; }
    /// The server asked for that long a wait.
    void asked_to_wait(core::Milliseconds wait) noexcept { waited_ += wait; }

    /// Nothing but silence so far: shorter limits, no retries.
    [[nodiscard]] bool silent() const noexcept { return !answered_ && silent_ >= k_silent; }
    [[nodiscard]] bool worth_retrying() const noexcept { return !silent() && refusals_ < k_refusals; }
    [[nodiscard]] bool walled() const noexcept { return walls_ >= k_walls; }
    [[nodiscard]] core::Milliseconds waited() const noexcept { return waited_; }
    /// A check ended on 429 or 503 after all its retries.
    void refused() noexcept { ++refusals_; }

private:
    bool answered_ = false;
    std::size_t silent_ = 0;
    std::size_t walls_ = 0;
    std::size_t refusals_ = 0;
    core::Milliseconds waited_{0};
};

/// Whether an answer asks us to slow down: 429, 503, a connection that was reset.
[[nodiscard]] bool pushes_back(const http::Response& response) noexcept;

}  // namespace linktender::crawl
