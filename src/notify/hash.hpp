// A short name for a text, the same in every process.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "linktender/http/hmac.hpp"

namespace linktender::notify {

/// Sixteen hexadecimal digits.
[[nodiscard]] inline std::string short_hash(std::string_view text) {
    std::string out;
    for (const char c : http::hmac_sha256("", text).substr(0, 8))
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

}  // namespace linktender::notify
