// Base64 (RFC 4648 section 4), with padding and without line ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace linktender::notify {

[[nodiscard]] inline std::string base64(std::string_view bytes) {
    constexpr std::string_view k_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) -> std::uint32_t {
            return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
        };
        const std::uint32_t group = byte(0) << 16U | byte(1) << 8U | byte(2);
        out += k_digits[group >> 18U];
        out += k_digits[group >> 12U & 63U];
        out += at + 1 < bytes.size() ? k_digits[group >> 6U & 63U] : '=';
        out += at + 2 < bytes.size() ? k_digits[group & 63U] : '=';
    }
    return out;
}

}  // namespace linktender::notify
