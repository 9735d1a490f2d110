// Text helpers: ASCII case, trimming, UTF-8. Everything here is pure and locale-free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::core {

[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
[[nodiscard]] constexpr bool is_ascii_alpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_ascii_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_ascii_alnum(char c) noexcept {
    return is_ascii_alpha(c) || is_ascii_digit(c);
}
/// ASCII whitespace by the Infra standard: tab, LF, FF, CR, space.
[[nodiscard]] constexpr bool is_ascii_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
/// Value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

[[nodiscard]] std::string to_ascii_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_ascii_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] bool starts_with_ignoring_ascii_case(std::string_view text, std::string_view prefix) noexcept;
/// Without ASCII whitespace at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
/// Runs of ASCII whitespace become one space; none at the ends.
[[nodiscard]] std::string collapse_space(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// One decoded code point and how many bytes it took (at least 1 unless the text is empty).
/// Ill-formed bytes give U+FFFD and one byte.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t at = 0) noexcept;
void append_utf8(std::string& out, char32_t code_point);
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;
/// The same text with every ill-formed byte replaced by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);
/// At most `max_bytes` of `text`, cut between code points, with `…` when something was cut.
[[nodiscard]] std::string truncate_utf8(std::string_view text, std::size_t max_bytes);

/// Safe to print on a terminal or in a log line: C0, DEL, C1, bidirectional controls and
/// ill-formed bytes become visible escapes such as `\x1b` or `\u202e`; line ends too.
[[nodiscard]] std::string escape_control(std::string_view text);

}  // namespace linktender::core
