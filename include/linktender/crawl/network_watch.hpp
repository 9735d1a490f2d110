// Is it the links that fail, or our own network?
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "linktender/http/message.hpp"

namespace linktender::crawl {

/// Watches the transport of a run until something proves that the network works. Until then a
/// failure that a missing network would also cause proves nothing about its link. Pure.
class NetworkWatch {
public:
    /// So many different hosts without a sign of life raise the question.
    static constexpr std::size_t k_suspicious_hosts = 5;

    enum class Sign : unsigned char {
        proof,    ///< something out there answered
        neutral,  ///< says nothing either way
        doubt,    ///< a missing network looks the same
    };
    [[nodiscard]] static Sign sign_of(const http::Response& response) noexcept;

    /// Notes one response from `host`.
    void observe(std::string_view host, const http::Response& response);
    /// The canaries answered, or could not be asked: the question is settled.
    void settle() noexcept { proven_ = true; }

    [[nodiscard]] bool proven() const noexcept { return proven_; }
    /// True when there is doubt and no proof: the canaries should be asked.
    [[nodiscard]] bool suspicious() const noexcept {
        return !proven_ && doubtful_hosts_.size() >= k_suspicious_hosts;
    }
    [[nodiscard]] bool doubtful() const noexcept { return !proven_ && !doubtful_hosts_.empty(); }

private:
    bool proven_ = false;
    std::set<std::string, std::less<>> doubtful_hosts_;
};

}  // namespace linktender::crawl
