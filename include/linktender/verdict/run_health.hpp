// Is it the links that fail, or our own network, or one host as a whole?
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "linktender/verdict/ladder.hpp"

namespace linktender::verdict {

struct RunHealthOptions {
    /// More than this share of the links that were alive, failing in one run: the web does not die overnight.
    int failing_percent = 20;
    /// Below, a share says nothing; a handful of links may well die together.
    std::size_t fewest_links = 10;
    /// Failures of one or two hosts are theirs, whatever their share of the archive is.
    std::size_t fewest_hosts = 3;
    /// After so many runs in a row that were discarded for their share alone, while the canaries
    /// answered, the next one counts: after a long pause many links may really be gone.
    int most_in_a_row = 2;
    /// Fewer links of one host make no incident of it.
    std::size_t fewest_links_of_host = 5;
};

/// What the checks of one run add up to. One thread.
class RunTally {
public:
    /// One finished check of a link of `host`; `before` is the link's standing before the run. Links
    /// that were not alive, flaky ones and walls say nothing about the network.
    void add(std::string_view host, const Standing& before, SignalClass signal, core::TimePoint at);
    /// A canary (a site that is always there) answered, or did not.
    void add_canary(bool answered) noexcept;

    struct Host {
        std::size_t alive_before = 0;   ///< of the links that were checked
        std::size_t newly_failing = 0;  ///< of those
    };
    [[nodiscard]] const std::map<std::string, Host, std::less<>>& hosts() const noexcept { return hosts_; }
    [[nodiscard]] std::size_t canaries() const noexcept { return canaries_; }
    [[nodiscard]] std::size_t silent_canaries() const noexcept { return silent_canaries_; }

private:
    std::map<std::string, Host, std::less<>> hosts_;
    std::size_t canaries_ = 0;
    std::size_t silent_canaries_ = 0;
};

struct RunHealth {
    /// The run changes no state: every due time stays, the next run asks again.
    bool network_incident = false;
    bool by_share = false;  ///< of failing links, while the canaries answered
    std::string evidence;   ///< for people, one line; empty when all is well
    /// All links of these hosts began to fail together: `CheckSeen::host_incident`.
    std::set<std::string, std::less<>> host_incidents;
};

/// Pure. `discarded_before`: how many runs just before this one were incidents by their share alone.
[[nodiscard]] RunHealth assess(const RunTally& tally, int discarded_before = 0,
                               const RunHealthOptions& options = {});

}  // namespace linktender::verdict
