// Answers of the name servers, for as long as they said.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// What a name came to: addresses as text, IPv4 first, or an error.
struct Resolution {
    std::vector<std::string> addresses;
    std::optional<TransportError> error;
};

/// Bounded: when full it starts anew. The caller brings the time.
class ResolutionCache {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Keeps addresses for `ttl`, within sensible bounds, and the servers' word that there are none for a
    /// minute. Failures are not kept: the next question may be answered.
    void put(const std::string& name, const Resolution& resolution, std::chrono::seconds ttl, TimePoint now);
    [[nodiscard]] std::optional<Resolution> get(const std::string& name, TimePoint now);

private:
    struct Entry {
        Resolution resolution;
        TimePoint expires;
    };
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace linktender::http
