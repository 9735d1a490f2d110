// The links of Markdown.
#pragma once

#include "found.hpp"
#include "issue_text.hpp"
#include "linktender/core/expected.hpp"

namespace linktender::source {

/// Reads CommonMark with GitHub's tables and footnotes. Footnotes that nothing refers to are read
/// as well: their links are in the archive.
[[nodiscard]] Expected<Reading, ExtractError> read_markdown(const IssueText& text);

}  // namespace linktender::source
