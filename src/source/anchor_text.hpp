// The text of a link as it is kept: one line, no longer than a title needs to be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linktender::source {

inline constexpr std::size_t k_max_anchor_text = 1024;

/// Adds to the raw text of one link, as long as it can still show.
void append_anchor_text(std::string& text, std::string_view more);

/// The text to keep: valid UTF-8, white space collapsed, cut at k_max_anchor_text.
[[nodiscard]] std::string finish_anchor_text(std::string_view text);

}  // namespace linktender::source
