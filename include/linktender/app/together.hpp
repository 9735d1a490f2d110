// What the links of a run tell only together: pages that a host shows for many addresses.
#pragma once

#include "linktender/app/settings.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::app {

/// Looks at the pages that the run found well, host by host, once all is stored. Where several addresses
/// show one page, the host is asked for a page that cannot exist (unless settings.sibling_probe is off,
/// the answer is known, or the budget is spent), and what still speaks against a link is stored as one
/// more check of it, made without a request. Throws what the database throws.
void judge_together(const Settings& settings, const verdict::RuleSet& rules, const store::Reader& reader,
                    store::Writer& writer, store::RunId run, const core::Clock& clock);

}  // namespace linktender::app
