// The pure half of a check: from what was received to the record that is kept.
#pragma once

#include <vector>

#include "linktender/crawl/check_machine.hpp"
#include "linktender/store/records.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::crawl {

/// Analyses the page, judges, and fills the record. Any thread.
[[nodiscard]] store::CheckRecord conclude(CheckTrace trace, const std::vector<int>& accept,
                                          const verdict::RuleSet& rules, core::TimePoint checked_at);

}  // namespace linktender::crawl
