// The links of plain text.
#pragma once

#include "found.hpp"
#include "issue_text.hpp"

namespace linktender::source {

/// Reads the addresses in running text.
[[nodiscard]] Reading read_plain_text(const IssueText& text);

}  // namespace linktender::source
