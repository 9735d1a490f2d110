// What the first bytes of a page say about their own encoding, before anything is parsed.
#pragma once

#include <cstddef>
#include <string_view>

namespace linktender::page {

/// The standard reads 1024 bytes; some pages put scripts before their meta element.
inline constexpr std::size_t k_prescan_bytes = 4096;

/// https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding, over the first
/// `k_prescan_bytes`; then the XML declaration. The WHATWG name, or empty.
[[nodiscard]] std::string_view prescan_encoding(std::string_view bytes);

/// The label in a `content` attribute such as `text/html; charset=gb2312`; empty when there is none.
/// https://html.spec.whatwg.org/#algorithm-for-extracting-a-character-encoding-from-a-meta-element
[[nodiscard]] std::string_view charset_in_meta_content(std::string_view content) noexcept;

}  // namespace linktender::page
