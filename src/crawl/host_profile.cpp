#include "linktender/crawl/host_profile.hpp"

#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"

namespace linktender::crawl {

namespace {

bool matches(std::string_view pattern, std::string_view host, const std::string& registrable) noexcept {
    if (pattern.starts_with('=')) return registrable == pattern.substr(1);
    if (pattern.starts_with("*."))
        return host.size() + 1 > pattern.size() && host.ends_with(pattern.substr(1));
    return host == pattern;
}

template <class Value>
void override_with(std::optional<Value>& target, const std::optional<Value>& value) {
    if (value) target = value;
}

void override_with(HostProfile& target, const HostProfile& profile) {
    override_with(target.interval, profile.interval);
    override_with(target.concurrency, profile.concurrency);
    override_with(target.timeout, profile.timeout);
    override_with(target.body_bytes, profile.body_bytes);
    override_with(target.method, profile.method);
    override_with(target.ignore_robots, profile.ignore_robots);
    if (!profile.headers.empty()) target.headers = profile.headers;
    if (!profile.accept.empty()) target.accept = profile.accept;
}

}  // namespace

bool HostProfiles::is_pattern(std::string_view pattern) noexcept {
    if (pattern.starts_with('='))
        pattern.remove_prefix(1);
    else if (pattern.starts_with("*."))
        pattern.remove_prefix(2);
    return !pattern.empty() && pattern.find_first_of("*=/: ") == std::string_view::npos;
}

void HostProfiles::add(std::string_view pattern, HostProfile profile) {
    entries_.push_back({core::to_ascii_lower(pattern), std::move(profile)});
}

HostProfile HostProfiles::find(std::string_view host) const {
    HostProfile found;
    if (entries_.empty()) return found;
    const std::string registrable = url::registrable_domain(host);
    for (const Entry& entry : entries_) {
        if (matches(entry.pattern, host, registrable)) override_with(found, entry.profile);
    }
    return found;
}

}  // namespace linktender::crawl
