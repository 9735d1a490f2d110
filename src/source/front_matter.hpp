// The block of settings before the text of a Markdown file.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "issue_text.hpp"

namespace linktender::source {

/// What it says about the issue, and where the text begins.
struct FrontMatter {
    std::size_t lines = 0;  ///< that it takes, 0 when there is none
    std::string title;
    std::optional<std::chrono::year_month_day> date;
};

/// Reads YAML between `---` and `---` or `...`, or TOML between `+++` lines. A rule at the top of a
/// text is no front matter: the first line in it must set something.
[[nodiscard]] FrontMatter read_front_matter(const IssueText& text);

}  // namespace linktender::source
