// Foreign text in GitHub Flavored Markdown, where it stays text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linktender::report {

/// Text that means nothing to Markdown: no emphasis, link, image, HTML, table cell, mathematics, and on
/// GitHub no mention of a user or a ticket either. One line.
[[nodiscard]] std::string markdown_text(std::string_view text);

/// A code span that no backtick in the text can end. Empty for empty text.
[[nodiscard]] std::string markdown_code(std::string_view text);

/// `<url>` when it is a web address of reasonable length that can stand between angle brackets; a code
/// span otherwise, so that nothing but http and https becomes a link.
[[nodiscard]] std::string markdown_link(std::string_view url);

/// Characters as GitHub counts them: UTF-16 code units.
[[nodiscard]] std::size_t utf16_length(std::string_view text) noexcept;

}  // namespace linktender::report
