// The network side of a run, put together from the settings.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "linktender/app/settings.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::app {

struct CrawlResult {
    crawl::RunEnd end = crawl::RunEnd::complete;
    crawl::Progress progress;  ///< as it stood at the end
};

/// The rules of the settings' folder, or those that ship with the program. Throws ConfigError.
[[nodiscard]] verdict::RuleSet load_rules(const Settings& settings);

/// Checks the links on the calling thread, which becomes the loop thread. SIGINT and SIGTERM end
/// it in order, a second one ends the process. `links` are serialised http(s) URLs; `passed_over` marks
/// those that are not to be checked. Throws ConfigError, and
/// what `sink` threw.
[[nodiscard]] CrawlResult crawl_links(const Settings& settings, const verdict::RuleSet& rules,
                                      const crawl::LinkList& links, crawl::Memory& memory,
                                      const crawl::Pipeline::Sink& sink, bool show_progress,
                                      const std::vector<bool>& passed_over = {});

/// The same on the loop of a caller who serves signals, sockets and timers there himself: `io` runs until the
/// links are checked. `crawling` is called with the pipeline before the first request, and with nullptr
/// after the last. Both on the calling thread.
[[nodiscard]] CrawlResult crawl_links_on(boost::asio::io_context& io, const Settings& settings,
                                         const verdict::RuleSet& rules, const crawl::LinkList& links,
                                         crawl::Memory& memory, const crawl::Pipeline::Sink& sink,
                                         const std::function<void(crawl::Pipeline*)>& crawling,
                                         const std::vector<bool>& passed_over = {});

/// How the store calls the end of a run.
[[nodiscard]] std::string_view word_for(crawl::RunEnd end) noexcept;

}  // namespace linktender::app
