// Who may be asked now: a queue a host, with limits on how many at once and how often.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linktender/core/time.hpp"

namespace linktender::crawl {

/// Pace is kept on the steady clock, so that a jump of the wall clock causes no storm.
using SteadyTime = std::chrono::steady_clock::time_point;

struct PlannerLimits {
    std::size_t max_in_flight = 128;
    std::size_t host_concurrency = 2;
    core::Milliseconds host_interval{500};  ///< between the starts of two requests to one host
};

/// Hands out tickets (the caller's own numbers) in an order that is fair to hosts: of those whose
/// pace allows a request, the host that has waited longest is next, so that a large host never
/// starves a small one. Pure bookkeeping; one thread.
class Planner {
public:
    using Ticket = std::uint32_t;
    struct Turn {
        Ticket ticket = 0;
        std::string_view host;  ///< valid as long as the planner
    };

    explicit Planner(const PlannerLimits& limits) : limits_(limits) {}

    /// A link that waits for its first request.
    void add(std::string_view host, Ticket ticket);
    /// The next request of a check under way (a redirect's target, a retry): goes before the
    /// host's fresh links, not before `not_before`.
    void add_continuation(std::string_view host, Ticket ticket, SteadyTime not_before);

    /// A ticket whose request may be sent now; it counts as in flight until `finished`.
    [[nodiscard]] std::optional<Turn> next(SteadyTime now);
    void finished(std::string_view host);

    /// When `next` is worth asking again, if nothing finishes before: nullopt when only a finished
    /// request can change the answer.
    [[nodiscard]] std::optional<SteadyTime> next_wake() const;

    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
    /// How long the slowest host's queue takes at its pace alone.
    [[nodiscard]] core::Milliseconds longest_queue() const;

private:
    struct Host {
        std::string_view name;
        std::deque<Ticket> continuations;
        std::deque<Ticket> fresh;
        std::size_t in_flight = 0;
        SteadyTime next_at{};
        bool ready = false;  ///< stands in ready_
        [[nodiscard]] bool has_waiting() const noexcept { return !continuations.empty() || !fresh.empty(); }
    };
    struct ReadyEntry {
        SteadyTime at;
        std::uint64_t order;
        Host* host;
        [[nodiscard]] bool operator>(const ReadyEntry& other) const noexcept {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    struct DelayedEntry {
        SteadyTime at;
        std::uint64_t order;
        Host* host;
        Ticket ticket;
        [[nodiscard]] bool operator>(const DelayedEntry& other) const noexcept {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    template <class Entry>
    using MinHeap = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

    Host& host_for(std::string_view name);
    void make_ready(Host& host);
    void release_delayed(SteadyTime now);

    PlannerLimits limits_;
    std::unordered_map<std::string, Host> hosts_;  // node-based: Host* and names stay valid
    MinHeap<ReadyEntry> ready_;
    MinHeap<DelayedEntry> delayed_;
    std::uint64_t order_ = 0;
    std::size_t waiting_ = 0;
    std::size_t in_flight_ = 0;
};

}  // namespace linktender::crawl
