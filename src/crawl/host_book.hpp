// Everything a run knows about its hosts. Private to the room.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/crawl/check_machine.hpp"
#include "linktender/crawl/host_health.hpp"
#include "linktender/crawl/host_profile.hpp"
#include "linktender/crawl/memory.hpp"
#include "linktender/crawl/planner.hpp"

namespace linktender::crawl {

/// Opens a host's page on first use: its profile, what an earlier run learned. One thread.
class HostBook {
public:
    using HostId = Planner::HostId;
    /// Everything referred to must outlive the book.
    /// `longest_wait` is what a run has time for when a server asks for a pause.
    HostBook(Planner& planner, const HostProfiles& profiles, Memory& memory, core::Milliseconds longest_wait)
        : planner_(planner), profiles_(profiles), memory_(memory), longest_wait_(longest_wait) {}

    /// The host's number, with the pace it is to have from now on.
    HostId open(std::string_view host, core::TimePoint now, SteadyTime steady);

    [[nodiscard]] HostHealth& health(HostId host) { return pages_[host].health; }
    [[nodiscard]] const HostProfile* profile(HostId host) const { return pages_[host].profile.get(); }
    [[nodiscard]] store::HostRecord& record(HostId host) { return pages_[host].record; }
    /// The method that the first request of a check has; nullopt for that of the options.
    [[nodiscard]] std::optional<http::Method> method(HostId host) const;
    /// Gives a request what this host is asked with: headers, limits, HTTP version.
    void prepare(http::Request& request, HostId host) const;

    /// Ends the host's turn for a reason that its links are left out with.
    void end(HostId host, std::string_view reason);
    /// A server wants to be left alone for so long, which counts for its whole registrable domain: a
    /// pause, or the end of the domain's turn where that is more than a run has time for.
    void asked_to_wait(HostId host, core::Milliseconds wait, core::TimePoint now, SteadyTime steady);
    [[nodiscard]] std::string_view end_reason(HostId host) const;

    /// Hands everything learned that differs from what was known to the memory.
    void close();

private:
    struct Page {
        HostHealth health;
        std::unique_ptr<HostProfile> profile;  ///< null for most hosts
        store::HostRecord record;
        store::HostRecord known;  ///< as the memory had it
        std::string end_reason;
    };

    Planner& planner_;
    const HostProfiles& profiles_;
    Memory& memory_;
    core::Milliseconds longest_wait_;
    std::deque<Page> pages_;
};

}  // namespace linktender::crawl
