// One night of one archive: read what changed, ask for what is due, conclude.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/store/records.hpp"
#include "linktender/verdict/ladder.hpp"
#include "linktender/verdict/recheck_plan.hpp"
#include "linktender/verdict/rules.hpp"
#include "linktender/verdict/run_health.hpp"

namespace linktender::app {

struct NightOptions {
    verdict::RecheckOptions plan;
    verdict::RunHealthOptions health;
    verdict::LadderOptions ladder;
    /// Through it a link is asked once more before it is called dead. Empty: over a fresh connection with
    /// HTTP/1.1.
    std::string last_strike_proxy;
};

/// What the night tells whoever runs it, and asks him; on the loop thread unless said otherwise.
struct NightHooks {
    boost::asio::io_context& io;  ///< his timers, signals and sockets are served during the crawl
    /// With the pipeline when requests begin, with nullptr when they end; several times a night.
    std::function<void(crawl::Pipeline*)> crawling;
    std::function<bool()> ending;  ///< true: nothing new is begun; any thread
    /// Calls its argument on the loop thread and waits, where the night has another thread than the loop.
    /// Empty: the thread that calls run_night is the loop thread.
    std::function<void(const std::function<void()>&)> on_loop = {};
};

struct NightResult {
    store::RunId run = 0;
    crawl::RunEnd end = crawl::RunEnd::complete;
    std::size_t planned = 0;    ///< links asked for
    std::size_t postponed = 0;  ///< due, but over a budget of the night or of their host
    std::string incident;       ///< our own network was at fault, and no state was changed: one line
    std::vector<std::string> host_incidents;
    std::size_t unread_inputs = 0;  ///< said in the log
};

/// Reads the archive, stores what changed, plans, crawls, assesses, and turns the checks into states. Nights
/// that were killed are settled before. The calling thread becomes the loop thread unless `on_loop` leads to
/// it; call it from the top of the loop's owner, not from a handler. Holds the database's writer meanwhile.
/// Throws StoreError and ConfigError.
[[nodiscard]] NightResult run_night(const Settings& settings, const NightOptions& options,
                                    const Archive& archive, const verdict::RuleSet& rules,
                                    const NightHooks& hooks);

}  // namespace linktender::app
