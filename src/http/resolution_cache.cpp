#include "resolution_cache.hpp"

#include <algorithm>

namespace linktender::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_entries = 20'000;
constexpr std::chrono::seconds k_shortest_ttl = 30s;  // an audit comes back to a host within seconds
constexpr std::chrono::seconds k_longest_ttl = 1h;
constexpr std::chrono::seconds k_negative_ttl = 60s;

}  // namespace

void ResolutionCache::put(const std::string& name, const Resolution& resolution, std::chrono::seconds ttl,
                          TimePoint now) {
    std::chrono::seconds keep = std::clamp(ttl, k_shortest_ttl, k_longest_ttl);
    if (resolution.error) {
        if (resolution.error->kind != TransportErrorKind::dns_not_found) return;
        keep = k_negative_ttl;
    }
    if (entries_.size() >= k_most_entries) entries_.clear();
    entries_.insert_or_assign(name, Entry{resolution, now + keep});
}

std::optional<Resolution> ResolutionCache::get(const std::string& name, TimePoint now) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) return std::nullopt;
    if (found->second.expires > now) return found->second.resolution;
    entries_.erase(found);
    return std::nullopt;
}

}  // namespace linktender::http
