// What is set for single hosts: pace, headers, patience.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"

namespace linktender::crawl {

/// What is not set is as for every host.
struct HostProfile {
    std::optional<core::Milliseconds> interval;
    std::optional<std::size_t> concurrency;
    std::optional<core::Milliseconds> timeout;  ///< one request, from start to end
    std::optional<std::size_t> body_bytes;      ///< decoded; the body is cut there
    std::optional<http::Method> method;
    std::optional<bool> ignore_robots;  ///< an editor's word against robots.txt
    std::vector<http::Header> headers;  ///< names in lower case
    std::vector<int> accept;            ///< further statuses that count as success
};

/// Profiles by host pattern: `a.example` that host, `*.a.example` its subdomains, `=a.example` every
/// host of that registrable domain.
class HostProfiles {
public:
    /// False when the pattern is none of these forms.
    [[nodiscard]] static bool is_pattern(std::string_view pattern) noexcept;
    /// Later ones win over earlier ones, setting by setting.
    void add(std::string_view pattern, HostProfile profile);
    /// All that applies to the host, put together.
    [[nodiscard]] HostProfile find(std::string_view host) const;
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

private:
    struct Entry {
        std::string pattern;
        HostProfile profile;
    };
    std::vector<Entry> entries_;
};

}  // namespace linktender::crawl
