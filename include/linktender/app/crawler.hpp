// The network side of a run, put together from the settings.
#pragma once

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

}  // namespace linktender::app
