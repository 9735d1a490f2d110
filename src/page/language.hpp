// The language of a text by the script it is written in.
#pragma once

#include <string_view>

namespace linktender::page {

/// `zh`, `ja` or `ko` when a good part of the letters is theirs; empty for every other text and for
/// one too short to tell.
[[nodiscard]] std::string_view language_by_script(std::string_view text) noexcept;

}  // namespace linktender::page
