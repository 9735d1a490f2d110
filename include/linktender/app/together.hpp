// What the links of a run tell only together: pages that a host shows for many addresses.
#pragma once

#include <functional>

#include "linktender/app/settings.hpp"
#include "linktender/crawl/link_list.hpp"
#include "linktender/crawl/memory.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"

namespace linktender::app {

/// Checks a few links, the way the run that they belong to does. Returns when all are done.
using AskAside = std::function<void(const crawl::LinkList& links, crawl::Memory& memory,
                                    const crawl::Pipeline::Sink& sink)>;

/// Looks at the pages that the run found well, host by host, once all is stored. Where several addresses
/// show one page, the host is asked for a page that cannot exist (unless settings.sibling_probe is off,
/// the answer is known, or the budget is spent), and what still speaks against a link is stored as one
/// more check of it, made without a request. Throws what the database throws.
void judge_together(const Settings& settings, const AskAside& ask, const store::Reader& reader,
                    store::Writer& writer, store::RunId run, const core::Clock& clock);

}  // namespace linktender::app
