// Makes fields that a page offers fit to be stored and shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::page {

/// In one line, at most `max_bytes` with `…` where it was longer; empty when it holds U+FFFD: text
/// that was decoded wrongly is worse than none.
[[nodiscard]] std::string clean_line(std::string_view text, std::size_t max_bytes);

/// The names in one author field: `作者：张三、李四` gives two. URLs and what cannot be a name are
/// left out. `family_first` turns `Turing, Alan` into `Alan Turing`.
[[nodiscard]] std::vector<std::string> clean_authors(std::string_view text, bool family_first);

/// `Title - Site` without the site, where it is one of the usual separators and exactly `site`; of
/// `Title_新浪科技_新浪网` with the site 新浪网 the channel goes as well.
[[nodiscard]] std::string_view without_site_suffix(std::string_view title, std::string_view site) noexcept;

/// What stands behind a separator at the beginning of `rest`: the site in ` - Site`, also behind a
/// channel; empty when none does.
[[nodiscard]] std::string_view behind_title_separator(std::string_view rest) noexcept;

/// The end of a title that is its domain's name: `Example` in `Work | Example` on example.org; or empty.
[[nodiscard]] std::string_view site_suffix_of_domain(std::string_view title, std::string_view domain);

/// Whether the text of a byline can be names alone.
[[nodiscard]] bool is_short_byline(std::string_view text) noexcept;

/// A BCP 47 tag from `zh_CN`, `en-US,fr` (the first), `cn` and the like; empty when it cannot be one.
[[nodiscard]] std::string clean_language(std::string_view tag);

/// The first DOI in `text`, without what only ends the sentence around it; empty when there is none.
[[nodiscard]] std::string find_doi(std::string_view text);

}  // namespace linktender::page
