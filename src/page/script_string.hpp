// String literals as scripts and JSON write them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linktender::page {

/// The content of a string literal with its escapes decoded: `\n`, `\x26`, `\u4e2d`, `\u{1F600}`, pairs
/// of surrogates, a line continued with `\`. Half a pair becomes U+FFFD. Valid UTF-8 when `raw` is.
[[nodiscard]] std::string decode_script_escapes(std::string_view raw);

}  // namespace linktender::page
