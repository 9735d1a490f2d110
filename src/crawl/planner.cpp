#include "linktender/crawl/planner.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "linktender/url/host.hpp"

namespace linktender::crawl {

Planner::Planner(const PlannerLimits& limits) : limits_(limits), random_(limits.seed) {}

Planner::HostId Planner::host(std::string_view name) {
    const auto [entry, is_new] = ids_.try_emplace(std::string(name), static_cast<HostId>(hosts_.size()));
    if (!is_new) return entry->second;
    const auto [domain, new_domain] = domain_ids_.try_emplace(url::registrable_domain(name), domains_.size());
    if (new_domain) domains_.emplace_back();
    domains_[domain->second].members.push_back(entry->second);
    Host& host = hosts_.emplace_back();
    host.name = name;
    host.domain = domain->second;
    host.pace = Pace(limits_.host_concurrency, limits_.host_interval);
    return entry->second;
}

core::Milliseconds Planner::domain_interval() const noexcept {
    return limits_.host_interval / static_cast<core::Milliseconds::rep>(limits_.domain_share);
}

void Planner::make_ready(HostId id) {
    Host& host = hosts_[id];
    if (host.ready || host.waiting() == 0 || host.in_flight >= host.pace.concurrency()) return;
    host.ready = true;
    const bool goes_first = !host.continuations.empty() && host.next_at <= now_;
    domains_[host.domain].hosts.push({goes_first ? SteadyTime::min() : host.next_at, ++order_, id});
    queue(host.domain);
}

/// A host that stands in the queue for its fresh links alone gets a better place.
void Planner::bring_forward(HostId id, SteadyTime now) {
    Host& host = hosts_[id];
    if (!host.ready) return make_ready(id);
    if (host.next_at > now || host.in_flight >= host.pace.concurrency()) return;
    // Its former entry finds nothing to do, or gives the next link its turn.
    domains_[host.domain].hosts.push({SteadyTime::min(), ++order_, id});
    queue(host.domain);
}

/// Gives the domain an entry in ready_ for the time when its first host may be asked.
void Planner::queue(std::size_t id) {
    Domain& domain = domains_[id];
    const bool limited = limits_.host_interval.count() > 0;
    if (domain.hosts.empty() ||
        (limited && domain.in_flight >= limits_.host_concurrency * limits_.domain_share)) {
        domain.entry = 0;
        return;
    }
    // A pause or an interval that is over holds nobody back, nor behind others.
    const SteadyTime at =
        domain.next_at <= now_ ? domain.hosts.top().at : std::max(domain.hosts.top().at, domain.next_at);
    if (domain.entry != 0 && domain.entry_at <= at) return;
    domain.entry = ++order_;
    domain.entry_at = at;
    ready_.push({at, domain.entry, id});
}

void Planner::drop_stale() {
    while (!ready_.empty() && domains_[ready_.top().what].entry != ready_.top().order) ready_.pop();
}

void Planner::add(HostId id, Ticket ticket) {
    Host& host = hosts_[id];
    ++waiting_;
    if (host.ended) return refused_.emplace_back(id, ticket), void();
    if (host.waiting() == 0) ++hosts_waiting_;
    if (next_fresh_.size() <= ticket) next_fresh_.resize(ticket + std::size_t{1});
    if (host.first_fresh)
        next_fresh_[host.last_fresh] = ticket;
    else
        host.first_fresh = ticket;
    host.last_fresh = ticket;
    ++host.fresh;
    make_ready(id);
}

void Planner::add_continuation(HostId id, Ticket ticket, SteadyTime not_before) {
    ++waiting_;
    delayed_.push({not_before, ++order_, {id, ticket}});
}

void Planner::release_delayed(SteadyTime now) {
    while (!delayed_.empty() && delayed_.top().at <= now) {
        const auto [host, ticket] = delayed_.top().what;
        delayed_.pop();
        if (hosts_[host].ended) {
            refused_.emplace_back(host, ticket);
        } else {
            if (hosts_[host].waiting() == 0) ++hosts_waiting_;
            hosts_[host].continuations.push_back(ticket);
            bring_forward(host, now);
        }
    }
}

Planner::Ticket Planner::take(Host& host) {
    Ticket ticket = 0;
    if (!host.continuations.empty()) {
        ticket = host.continuations.front();
        host.continuations.pop_front();
    } else {
        ticket = *host.first_fresh;
        if (--host.fresh > 0)
            host.first_fresh = next_fresh_[ticket];
        else
            host.first_fresh.reset();
    }
    if (host.waiting() == 0) --hosts_waiting_;
    return ticket;
}

core::Milliseconds Planner::jittered(core::Milliseconds interval) {
    if (interval.count() == 0 || limits_.jitter <= 0) return interval;
    const double part = std::uniform_real_distribution<double>(0, limits_.jitter)(random_);
    return interval + std::chrono::duration_cast<core::Milliseconds>(interval * part);
}

std::optional<Planner::Turn> Planner::next(SteadyTime now) {
    now_ = now;
    release_delayed(now);
    if (!refused_.empty()) {
        const auto [host, ticket] = refused_.back();
        refused_.pop_back();
        --waiting_;
        return Turn{ticket, host, true};
    }
    if (in_flight_ >= limits_.max_in_flight) return std::nullopt;
    for (drop_stale(); !ready_.empty() && ready_.top().at <= now; drop_stale()) {
        const std::size_t domain_id = ready_.top().what;
        ready_.pop();
        Domain& domain = domains_[domain_id];
        domain.entry = 0;
        if (domain.next_at > now || domain.hosts.top().at > now) {  // paused since it was queued
            queue(domain_id);
            continue;
        }
        const HostId id = domain.hosts.top().what;
        domain.hosts.pop();
        Host& host = hosts_[id];
        host.ready = false;
        if (host.waiting() == 0 || host.in_flight >= host.pace.concurrency()) {
            queue(domain_id);  // emptied or slowed down since it was queued
            continue;
        }
        if (host.next_at > now) {
            make_ready(id);
            queue(domain_id);
            continue;
        }
        const Turn turn{take(host), id, false};
        --waiting_;
        ++in_flight_;
        ++host.in_flight;
        ++domain.in_flight;
        host.next_at = now + jittered(host.pace.interval());
        domain.next_at = now + domain_interval();
        make_ready(id);
        queue(domain_id);
        return turn;
    }
    return std::nullopt;
}

void Planner::finished(HostId id) {
    Host& host = hosts_[id];
    assert(host.in_flight > 0 && in_flight_ > 0);
    --host.in_flight;
    --in_flight_;
    --domains_[host.domain].in_flight;
    make_ready(id);
    queue(host.domain);
}

void Planner::unused(HostId id, SteadyTime now) {
    Host& host = hosts_[id];
    host.next_at = std::min(host.next_at, now);
    domains_[host.domain].next_at = std::min(domains_[host.domain].next_at, now);
    finished(id);
}

void Planner::pushed_back(HostId id, SteadyTime now) {
    Host& host = hosts_[id];
    host.pace.pushed_back();
    host.next_at = std::max(host.next_at, now + host.pace.interval());
}

void Planner::pause_domain(HostId id, SteadyTime until) {
    Domain& domain = domains_[hosts_[id].domain];
    domain.next_at = std::max(domain.next_at, until);
}

void Planner::end(HostId id) {
    Host& host = hosts_[id];
    host.ended = true;
    while (host.waiting() > 0) refused_.emplace_back(id, take(host));
}

std::optional<SteadyTime> Planner::next_wake() {
    if (!refused_.empty()) return SteadyTime{};
    std::optional<SteadyTime> at;
    drop_stale();
    if (in_flight_ < limits_.max_in_flight && !ready_.empty()) at = ready_.top().at;
    if (!delayed_.empty()) at = at ? std::min(*at, delayed_.top().at) : delayed_.top().at;
    return at;
}

core::Milliseconds Planner::longest_queue(SteadyTime now) const {
    using Rep = core::Milliseconds::rep;
    core::Milliseconds longest{0};
    std::vector<std::size_t> waiting(domains_.size());
    for (const Host& host : hosts_) {
        longest = std::max(longest, host.pace.interval() * static_cast<Rep>(host.waiting()));
        waiting[host.domain] += host.waiting();
    }
    for (std::size_t i = 0; i < domains_.size(); ++i) {
        if (waiting[i] == 0) continue;
        const auto paused = std::chrono::duration_cast<core::Milliseconds>(domains_[i].next_at - now);
        longest = std::max(longest, std::max(paused, core::Milliseconds(0)) +
                                        domain_interval() * static_cast<Rep>(waiting[i]));
    }
    return longest;
}

}  // namespace linktender::crawl
