// File name patterns.
#pragma once

#include <string_view>

namespace linktender::source {

/// Whether the text has a character that globs give a meaning.
[[nodiscard]] bool is_glob(std::string_view text) noexcept;

/// Whether a path is what a glob says: `*` any characters of one part, `?` one character, `[a-z]`
/// and `[!a-z]` one of a set, `**` anything, `**/` any number of folders. Linear for one `*`; time
/// is bounded by the product of the lengths.
[[nodiscard]] bool glob_matches(std::string_view glob, std::string_view path) noexcept;

}  // namespace linktender::source
