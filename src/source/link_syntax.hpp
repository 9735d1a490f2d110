// The parts of a Markdown link: destination, title, label (https://spec.commonmark.org/0.29/#links).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/page/references.hpp"
#include "span.hpp"

namespace linktender::source {

/// What cmark takes for white space: space, tab and line ends, but no form feed.
[[nodiscard]] bool is_markdown_space(char c) noexcept;
[[nodiscard]] std::string_view trim_markdown(std::string_view text) noexcept;
/// A character that a backslash can escape.
[[nodiscard]] bool is_ascii_punctuation(char c) noexcept;
/// After the white space between the parts of a link, which for cmark has form feeds and line
/// tabulations in it.
[[nodiscard]] std::size_t skip_markdown_space(std::string_view text, std::size_t at) noexcept;

/// Where a link leads: `<a b>` or `a(b)`.
struct Destination {
    Span address;         ///< without angle brackets and white space
    std::size_t end = 0;  ///< after it all
};
[[nodiscard]] std::optional<Destination> parse_destination(std::string_view text, std::size_t at) noexcept;

/// End of the title in quotes or parentheses that begins at `at`.
[[nodiscard]] std::optional<std::size_t> parse_title(std::string_view text, std::size_t at) noexcept;

/// The inside of the `[label]` that begins at `at`.
[[nodiscard]] std::optional<Span> parse_label(std::string_view text, std::size_t at) noexcept;

/// Labels are equal when these are: white space collapsed, case folded.
[[nodiscard]] std::string normalise_label(std::string_view label);

/// A destination without its character references and backslashes, in cmark's order.
[[nodiscard]] std::string decode_destination(std::string_view raw, page::CharRefs& refs);

/// Whether `raw` decodes to `address`.
[[nodiscard]] bool decodes_to(std::string_view raw, std::string_view address, page::CharRefs& refs);

}  // namespace linktender::source
