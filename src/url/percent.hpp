// Percent-encoding, https://url.spec.whatwg.org/#percent-encoded-bytes.
#pragma once

#include <string>
#include <string_view>

#include "code_points.hpp"

namespace linktender::url {

/// Appends well-formed UTF-8 `text`, with the bytes in `set` as `%XX`
/// (https://url.spec.whatwg.org/#string-utf-8-percent-encode).
void append_percent_encoded(std::string& out, std::string_view text, CodePointSet set);

/// https://url.spec.whatwg.org/#string-percent-decode. The result may be any bytes.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace linktender::url
