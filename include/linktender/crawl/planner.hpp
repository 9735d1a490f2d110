// Who may be asked now: a queue a host, with limits by host and by registrable domain.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/crawl/pace.hpp"

namespace linktender::crawl {

/// Pace is kept on the steady clock, so that a jump of the wall clock causes no storm.
using SteadyTime = std::chrono::steady_clock::time_point;

struct PlannerLimits {
    std::size_t max_in_flight = 128;
    std::size_t host_concurrency = 2;
    core::Milliseconds host_interval{500};  ///< between the starts of two requests to one host
    /// All hosts of one registrable domain together get this many times what one host gets. An interval
    /// of zero lifts the domain's limits: who asks for that has taken the pace into their own hands.
    std::size_t domain_share = 2;
    double jitter = 0.25;    ///< an interval is longer by a random part of up to this
    unsigned seed = 0x5EED;  ///< of the jitter
};

/// Hands out tickets (the caller's own numbers) in an order that is fair to hosts: of those whose
/// pace allows a request, the one that has waited longest is next, so that a large host never
/// starves a small one. Pure bookkeeping; one thread.
class Planner {
public:
    using Ticket = std::uint32_t;
    using HostId = std::uint32_t;
    struct Turn {
        Ticket ticket = 0;
        HostId host = 0;
        bool refused = false;  ///< the host's turn has ended: nothing is to be sent, nothing is in flight
    };

    explicit Planner(const PlannerLimits& limits);

    /// The host's number, which stays; a new one gets the limits for all.
    HostId host(std::string_view name);
    [[nodiscard]] const std::string& name(HostId host) const { return hosts_[host].name; }
    [[nodiscard]] std::size_t host_count() const noexcept { return hosts_.size(); }
    /// Limits of its own: what its profile or its robots.txt says, what an earlier run learned.
    Pace& pace(HostId host) { return hosts_[host].pace; }
    [[nodiscard]] const Pace& pace(HostId host) const { return hosts_[host].pace; }

    /// A link that waits for its first request.
    void add(HostId host, Ticket ticket);
    /// The next request of a check under way (a redirect's target, a retry, a page after its robots.txt):
    /// goes before fresh links, of other hosts too, while its connection is open; not before `not_before`.
    void add_continuation(HostId host, Ticket ticket, SteadyTime not_before);

    /// A ticket whose request may be sent now; it counts as in flight until `finished`, unless it is
    /// refused.
    [[nodiscard]] std::optional<Turn> next(SteadyTime now);
    void finished(HostId host);
    /// The turn led to no request: it is over, and costs the host no interval.
    void unused(HostId host, SteadyTime now);
    /// An answer of the host asked for less, or was a good one.
    void pushed_back(HostId host, SteadyTime now);
    void went_well(HostId host) { hosts_[host].pace.went_well(); }

    /// No turn for any host of the same registrable domain before that time.
    void pause_domain(HostId host, SteadyTime until);
    /// Ends the turn of this host for the run: what waits and what comes is refused.
    void end(HostId host);
    /// This host and all others of its registrable domain that were named so far.
    [[nodiscard]] const std::vector<HostId>& same_domain(HostId host) const {
        return domains_[hosts_[host].domain].members;
    }
    [[nodiscard]] bool ended(HostId host) const { return hosts_[host].ended; }

    /// When `next` is worth asking again, if nothing finishes before: nullopt when only a finished
    /// request can change the answer.
    [[nodiscard]] std::optional<SteadyTime> next_wake();

    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    /// Links and requests of the host that wait, and hosts for which something waits.
    [[nodiscard]] std::size_t waiting_at(HostId host) const { return hosts_[host].waiting(); }
    [[nodiscard]] std::size_t in_flight_at(HostId host) const { return hosts_[host].in_flight; }
    [[nodiscard]] std::size_t hosts_waiting() const noexcept { return hosts_waiting_; }
    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
    /// How long the slowest queue takes at its pace alone, be it a host's or a domain's.
    [[nodiscard]] core::Milliseconds longest_queue(SteadyTime now) const;

private:
    struct Host {
        std::string name;
        std::size_t domain = 0;
        Pace pace;
        std::deque<Ticket> continuations;
        // The fresh links form a list through next_fresh_: a million of them cost four bytes each.
        std::optional<Ticket> first_fresh;
        Ticket last_fresh = 0;
        std::size_t fresh = 0;
        std::size_t in_flight = 0;
        SteadyTime next_at{};
        bool ready = false;  ///< stands in its domain's queue
        bool ended = false;
        [[nodiscard]] std::size_t waiting() const noexcept { return continuations.size() + fresh; }
    };
    template <class What>
    struct Entry {
        SteadyTime at;
        std::uint64_t order = 0;
        What what;
        [[nodiscard]] bool operator>(const Entry& other) const noexcept {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    template <class What>
    using MinHeap = std::priority_queue<Entry<What>, std::vector<Entry<What>>, std::greater<>>;
    struct Domain {
        MinHeap<HostId> hosts;  ///< those that are ready
        std::vector<HostId> members;
        std::size_t in_flight = 0;
        SteadyTime next_at{};
        std::uint64_t entry = 0;  ///< order of its valid entry in ready_; 0 for none
        SteadyTime entry_at{};
    };
    struct Delayed {
        HostId host;
        Ticket ticket;
    };

    void make_ready(HostId id);
    void bring_forward(HostId id, SteadyTime now);
    void queue(std::size_t domain);
    void drop_stale();
    void release_delayed(SteadyTime now);
    [[nodiscard]] Ticket take(Host& host);
    [[nodiscard]] core::Milliseconds jittered(core::Milliseconds interval);
    [[nodiscard]] core::Milliseconds domain_interval() const noexcept;

    PlannerLimits limits_;
    std::unordered_map<std::string, HostId> ids_;
    std::unordered_map<std::string, std::size_t> domain_ids_;
    std::deque<Host> hosts_;
    std::deque<Domain> domains_;
    std::vector<Ticket> next_fresh_;
    MinHeap<std::size_t> ready_;  ///< domains; one entry of each is valid
    MinHeap<Delayed> delayed_;
    std::vector<std::pair<HostId, Ticket>> refused_;
    std::uint64_t order_ = 0;
    std::size_t waiting_ = 0;
    std::size_t hosts_waiting_ = 0;
    std::size_t in_flight_ = 0;
    SteadyTime now_{};  ///< as `next` was last told
    std::minstd_rand random_;
};

}  // namespace linktender::crawl
