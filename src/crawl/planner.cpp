#include "linktender/crawl/planner.hpp"

#include <algorithm>
#include <cassert>

namespace linktender::crawl {

Planner::Host& Planner::host_for(std::string_view name) {
    const auto [entry, is_new] = hosts_.try_emplace(std::string(name));
    if (is_new) entry->second.name = entry->first;
    return entry->second;
}

void Planner::make_ready(Host& host) {
    if (host.ready || !host.has_waiting() || host.in_flight >= limits_.host_concurrency) return;
    host.ready = true;
    ready_.push({host.next_at, order_++, &host});
}

void Planner::add(std::string_view host_name, Ticket ticket) {
    Host& host = host_for(host_name);
    host.fresh.push_back(ticket);
    ++waiting_;
    make_ready(host);
}

void Planner::add_continuation(std::string_view host_name, Ticket ticket, SteadyTime not_before) {
    ++waiting_;
    delayed_.push({not_before, order_++, &host_for(host_name), ticket});
}

void Planner::release_delayed(SteadyTime now) {
    while (!delayed_.empty() && delayed_.top().at <= now) {
        const DelayedEntry entry = delayed_.top();
        delayed_.pop();
        entry.host->continuations.push_back(entry.ticket);
        make_ready(*entry.host);
    }
}

std::optional<Planner::Turn> Planner::next(SteadyTime now) {
    if (in_flight_ >= limits_.max_in_flight) return std::nullopt;
    release_delayed(now);
    if (ready_.empty() || ready_.top().at > now) return std::nullopt;
    Host& host = *ready_.top().host;
    ready_.pop();
    host.ready = false;

    std::deque<Ticket>& queue = host.continuations.empty() ? host.fresh : host.continuations;
    const Turn turn{queue.front(), host.name};
    queue.pop_front();
    --waiting_;
    ++in_flight_;
    ++host.in_flight;
    host.next_at = now + limits_.host_interval;
    make_ready(host);
    return turn;
}

void Planner::finished(std::string_view host_name) {
    Host& host = host_for(host_name);
    assert(host.in_flight > 0 && in_flight_ > 0);
    --host.in_flight;
    --in_flight_;
    make_ready(host);
}

std::optional<SteadyTime> Planner::next_wake() const {
    if (in_flight_ >= limits_.max_in_flight) return std::nullopt;
    std::optional<SteadyTime> at;
    if (!ready_.empty()) at = ready_.top().at;
    if (!delayed_.empty()) at = at ? std::min(*at, delayed_.top().at) : delayed_.top().at;
    return at;
}

core::Milliseconds Planner::longest_queue() const {
    std::size_t longest = 0;
    for (const auto& [name, host] : hosts_)
        longest = std::max(longest, host.fresh.size() + host.continuations.size());
    return limits_.host_interval * static_cast<core::Milliseconds::rep>(longest);
}

}  // namespace linktender::crawl
