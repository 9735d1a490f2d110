#include "host_book.hpp"

#include <algorithm>
#include <utility>

#include "linktender/url/host.hpp"

namespace linktender::crawl {

namespace {

/// What a host that never answered still gets.
constexpr core::Milliseconds k_short_connect{5000};
constexpr core::Milliseconds k_short_answer{10'000};

/// RFC 9110 sets no limit to Retry-After; a day is as long as a nightly run can look ahead.
constexpr std::chrono::hours k_longest_asked{24};
constexpr std::string_view k_asked_to_wait = "host-asked-to-wait";

/// Hosts whose connections are worth keeping at a time: three quarters of what the fetcher keeps.
constexpr std::size_t k_most_kept = 3072;

bool is_header_set(const http::Request& request, std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](const http::Header& header) { return header.name == name; });
}

bool same(const store::HostRecord& a, const store::HostRecord& b) {
    return a.interval == b.interval && a.head_refused == b.head_refused && a.http1_only == b.http1_only &&
           a.not_before == b.not_before && a.robots_read_at == b.robots_read_at;
}

}  // namespace

HostBook::HostId HostBook::open(std::string_view name, core::TimePoint now, SteadyTime steady) {
    const HostId id = planner_.host(name);
    if (id < pages_.size()) return id;
    Page& page = pages_.emplace_back();
    if (const HostProfile profile = profiles_.find(name); !profiles_.empty()) {
        Pace& pace = planner_.pace(id);
        pace.set_limits(profile.concurrency.value_or(pace.concurrency()),
                        profile.interval.value_or(pace.interval()));
        page.profile = std::make_unique<HostProfile>(profile);
    }
    page.known = memory_.host(name).value_or(store::HostRecord{});
    page.known.name = name;
    page.record = page.known;
    if (page.known.interval.count() > 0) planner_.pace(id).resume(page.known.interval);
    if (page.known.not_before && *page.known.not_before > now) {
        const core::Milliseconds wait = *page.known.not_before - now;
        if (wait > longest_wait_)
            end(id, k_asked_to_wait);
        else
            planner_.pause_domain(id, steady + wait);
    }
    return id;
}

std::optional<http::Method> HostBook::method(HostId host) const {
    const Page& page = pages_[host];
    if (page.profile && page.profile->method) return page.profile->method;
    return page.record.head_refused ? std::optional(http::Method::get) : std::nullopt;
}

void HostBook::prepare(http::Request& request, HostId host) const {
    const Page& page = pages_[host];
    http::Limits& limits = request.limits;
    if (page.profile) {
        for (const http::Header& header : page.profile->headers) {
            if (!is_header_set(request, header.name)) request.headers.push_back(header);
        }
        if (page.profile->body_bytes) limits.body_bytes = *page.profile->body_bytes;
        if (page.profile->timeout) {
            limits.total_timeout = *page.profile->timeout;
            limits.connect_timeout = std::min(limits.connect_timeout, limits.total_timeout);
            limits.first_byte_timeout = std::min(limits.first_byte_timeout, limits.total_timeout);
        }
    }
    // The page comes right after its robots.txt. With more hosts than connections are kept, by the time a
    // host has its next turn its connection would be gone.
    const bool reads_robots = request.url.path() == "/robots.txt";
    request.keep_connection =
        reads_robots || (planner_.waiting_at(host) > 0 && planner_.hosts_waiting() <= k_most_kept);
    if (page.record.http1_only) request.version = http::Version::http1_only;
    if (page.health.silent()) {
        limits.connect_timeout = std::min(limits.connect_timeout, k_short_connect);
        limits.first_byte_timeout = std::min(limits.first_byte_timeout, k_short_answer);
        limits.total_timeout = std::min(limits.total_timeout, k_short_answer);
    }
}

void HostBook::end(HostId host, std::string_view reason) {
    if (pages_[host].end_reason.empty()) pages_[host].end_reason = reason;
    planner_.end(host);
}

void HostBook::asked_to_wait(HostId host, core::Milliseconds wait, core::TimePoint now, SteadyTime steady) {
    wait = std::min<core::Milliseconds>(wait, k_longest_asked);
    HostHealth& health = pages_[host].health;
    health.asked_to_wait(wait);
    planner_.pause_domain(host, steady + wait);
    if (wait <= longest_wait_ && health.waited() <= longest_wait_ * 2) return;
    for (const HostId member : planner_.same_domain(host)) {
        pages_[member].record.not_before = now + wait;
        end(member, k_asked_to_wait);
    }
}

std::string_view HostBook::end_reason(HostId host) const {
    return pages_[host].end_reason;
}

void HostBook::close() {
    for (HostId host = 0; host < pages_.size(); ++host) {
        Page& page = pages_[host];
        page.record.interval = planner_.pace(host).learned();
        if (!same(page.record, page.known)) memory_.learned(page.record);
        page.known = page.record;
    }
}

}  // namespace linktender::crawl
