// The records that wait for a second look. Private to the room.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linktender/crawl/planner.hpp"
#include "linktender/crawl/second_look.hpp"
#include "linktender/http/message.hpp"
#include "linktender/store/records.hpp"

namespace linktender::crawl {

/// Keeps a record beside the ticket of its look until the answer is there, and counts how the interfaces
/// answer: one that fails three times in a row is not asked again. One thread.
class LookDesk {
public:
    using Ticket = Planner::Ticket;
    /// The interfaces are slower than the web: what waits for them is bounded, not the run.
    static constexpr std::size_t k_most_waiting = 4096;
    /// Interfaces answer with little; the few that say more say what matters first.
    static constexpr std::size_t k_body_bytes = std::size_t{512} << 10U;

    /// `options` must outlive the desk.
    explicit LookDesk(const SecondLookOptions& options) : options_(options) {}

    struct Waiting {
        store::CheckRecord record;
        SecondLook look;
    };
    /// Whether there is room for one more; else the record has a word of it.
    [[nodiscard]] bool admits(Waiting& waiting) const;
    void add(Ticket ticket, Waiting waiting) { waiting_.insert_or_assign(ticket, std::move(waiting)); }
    [[nodiscard]] bool has(Ticket ticket) const { return waiting_.count(ticket) > 0; }
    /// Whether its interface still answers, so that asking is worth a request.
    [[nodiscard]] bool is_worthwhile(Ticket ticket) const;
    [[nodiscard]] http::Request request(Ticket ticket, const http::Limits& limits) const;

    /// The answer: a record that is complete, or another look for the same ticket, or neither where it is
    /// held until the end of the run.
    struct Step {
        std::optional<store::CheckRecord> record;
        std::optional<Waiting> next;
    };
    [[nodiscard]] Step answer(Ticket ticket, const http::Response& response);
    /// There will be no answer: the record as it was, with a word of why unless that is empty.
    [[nodiscard]] store::CheckRecord give_up(Ticket ticket, std::string_view why);

    /// At the end of a run: everything that still waits or was held.
    [[nodiscard]] std::vector<store::CheckRecord> settle();

private:
    struct Tally {
        std::size_t answers = 0;
        std::size_t refusals = 0;  ///< 403, of answers
        std::size_t failed_in_a_row = 0;
    };
    struct Held {
        Waiting waiting;
        http::Response response;
    };
    [[nodiscard]] Tally& tally(LookKind kind) { return tallies_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const Tally& tally(LookKind kind) const { return tallies_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] bool is_throttled() const noexcept;
    [[nodiscard]] store::CheckRecord decide(Held held);

    const SecondLookOptions& options_;
    std::unordered_map<Ticket, Waiting> waiting_;
    std::vector<Held> held_;
    std::array<Tally, k_look_kinds> tallies_{};
};

}  // namespace linktender::crawl
