// The crawl itself: links in, finished checks out.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/crawl/check_machine.hpp"
#include "linktender/crawl/host_profile.hpp"
#include "linktender/crawl/link_list.hpp"
#include "linktender/crawl/memory.hpp"
#include "linktender/crawl/planner.hpp"
#include "linktender/crawl/second_look.hpp"
#include "linktender/http/fetcher.hpp"
#include "linktender/store/records.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/rules.hpp"

namespace boost::asio {
class io_context;
}

namespace linktender::crawl {

struct PipelineOptions {
    PlannerLimits limits;
    CheckOptions check;
    HostProfiles hosts;
    std::vector<int> accept;         ///< further statuses that count as success
    bool include_fragments = false;  ///< check the parts of pages that issues point to
    SecondLookOptions second_looks;
    /// How robots.txt files call us; empty: they are not read.
    std::string robots_token;
    unsigned workers = 2;  ///< threads that analyse and judge
    /// Pages asked when nothing answers, to tell a dead network from dead links. Empty: never asked.
    std::vector<url::Url> canaries;
};

/// Where a run stands; read on the loop thread.
struct Progress {
    std::size_t total = 0;
    std::size_t done = 0;
    std::size_t in_flight = 0;
    std::size_t failed_here = 0;         ///< not checked for want of descriptors or memory of this machine
    std::size_t left_out = 0;            ///< not checked because their host's turn ended
    core::Milliseconds slowest_host{0};  ///< at least this long, by the pace of the longest host queue
};

/// What waits for one host.
struct HostQueue {
    std::string host;
    std::size_t waiting = 0;
    std::size_t in_flight = 0;
};

enum class RunEnd { complete, interrupted, network_down };

/// Checks every link once. The loop thread (the caller of `run`) owns fetcher and planner; workers
/// run pure functions on moved values and hand the record to `sink`. What waits between the two is
/// bounded: a slow sink pauses planning.
class Pipeline {
public:
    /// Called on worker threads, several at a time, and on the loop thread for links that robots.txt forbids
    /// or that had a second look. What it throws ends the run and leaves `run`.
    using Sink = std::function<void(store::CheckRecord)>;

    /// Everything referred to must outlive the pipeline.
    Pipeline(boost::asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
             const verdict::RuleSet& rules, Memory& memory, PipelineOptions options, Sink sink);
    ~Pipeline();

    /// Runs `io` until every link is checked, `stop` was called or the network is down. `links` are
    /// serialised http(s) URLs.
    /// Links whose check did not finish give no record; with a network that is
    /// down, none does that failed.
    /// `passed_over`, where given, marks links that are not to be checked.
    [[nodiscard]] RunEnd run(const LinkList& links, const std::vector<bool>& passed_over = {});

    /// Ends in order: nothing new is sent, what is in flight is given up. Loop thread.
    void stop();
    [[nodiscard]] Progress progress() const;
    /// Of the hosts that something waits for, those with the most of it, at most so many. Loop thread.
    [[nodiscard]] std::vector<HostQueue> longest_queues(std::size_t most) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::crawl
