// One way of writing for text that is compared: rules and pages are both brought to it.
#pragma once

#include <string>
#include <string_view>

namespace linktender::verdict {

/// Lower ASCII case, half-width forms for full-width ASCII, `'` and `"` for typographic quotes, `-`
/// for every dash, `...` for an ellipsis, no zero-width characters, one space for a run of spaces
/// and none at the ends. `text` is UTF-8; ill-formed bytes become U+FFFD. Linear.
[[nodiscard]] std::string fold_text(std::string_view text);

/// How many code points well-formed UTF-8 has.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

/// The first `characters` code points of well-formed UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t characters) noexcept;

/// Whether a code point is a Chinese, Japanese or Korean letter: one of them says as much as two or
/// three Latin letters, which matters wherever text is measured.
[[nodiscard]] bool is_cjk(char32_t code_point) noexcept;

}  // namespace linktender::verdict
