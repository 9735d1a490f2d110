// Who has to wait for which robots.txt. Private to the room.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "host_book.hpp"
#include "linktender/core/time.hpp"
#include "linktender/crawl/check_machine.hpp"
#include "linktender/crawl/planner.hpp"
#include "linktender/crawl/robots_gate.hpp"

namespace linktender::crawl {

/// Asks the gate, and where that does not know the file yet: the hosts' book, or the reading of it, which
/// is a check of its own with a ticket of its own. One thread.
class RobotsDesk {
public:
    using Ticket = Planner::Ticket;
    using HostId = Planner::HostId;
    /// Tickets from here on read a robots.txt; those below are links.
    static constexpr Ticket k_first_ticket = Ticket{1} << 31U;
    [[nodiscard]] static bool is_reading(Ticket ticket) noexcept { return ticket >= k_first_ticket; }

    /// What referred to must outlive the desk. An empty token: robots.txt is not read.
    RobotsDesk(std::string product_token, HostBook& book, Planner& planner)
        : obeys_(!product_token.empty()), gate_(std::move(product_token)), book_(book), planner_(planner) {}

    struct Decision {
        enum class Kind : unsigned char {
            send,
            wait,         ///< the ticket comes back by `finish`
            read,         ///< the same, and `reading` is to be begun
            disallowed,   ///< by the file
            unreachable,  ///< the server does not give the file
        } kind = Kind::send;
        Ticket reading = 0;
    };
    [[nodiscard]] Decision ask(Ticket ticket, HostId host, const url::Url& url, core::TimePoint now);

    /// The reading has ended: what was learned holds from now on. Returns the host and who waited.
    struct Released {
        HostId host = 0;
        std::vector<Ticket> tickets;
    };
    [[nodiscard]] Released finish(Ticket reading, const CheckTrace& trace, core::TimePoint now);

private:
    struct Reading {
        std::string origin;
        HostId host = 0;
        std::vector<Ticket> waiting;
    };
    bool recall(HostId host, const std::string& origin, core::TimePoint now);
    void keep_delay(HostId host, const std::string& origin);

    bool obeys_;
    RobotsGate gate_;
    HostBook& book_;
    Planner& planner_;
    std::unordered_map<Ticket, Reading> readings_;
    std::unordered_map<std::string, Ticket> by_origin_;
    Ticket next_ticket_ = k_first_ticket;
};

}  // namespace linktender::crawl
