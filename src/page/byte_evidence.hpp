// What bytes of an unknown or doubtful encoding look like.
#pragma once

#include <cstddef>
#include <string_view>

namespace linktender::page {

/// Valid UTF-8, but for a last character that was cut off.
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

/// Valid UTF-8 with so many characters beyond ASCII that it is not valid by accident.
[[nodiscard]] bool is_surely_utf8(std::string_view bytes) noexcept;

/// UTF-16LE, UTF-16BE or empty, from where the zero bytes of markup stand.
[[nodiscard]] std::string_view utf16_by_zeros(std::string_view bytes) noexcept;

/// ASCII with the escapes that switch to Japanese.
[[nodiscard]] bool has_iso_2022_jp_escapes(std::string_view bytes) noexcept;

/// Pairs of bytes that are common Chinese characters in GB 2312 and what came of it.
[[nodiscard]] bool looks_like_gb(std::string_view bytes) noexcept;

/// Letters with accents and marks among ASCII, as windows-1252 has them. In other scripts the bytes
/// beyond ASCII follow each other.
[[nodiscard]] bool looks_western(std::string_view bytes) noexcept;

}  // namespace linktender::page
