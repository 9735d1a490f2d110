// The encodings of the WHATWG Encoding Standard and the ICU converters that decode them.
#pragma once

#include <string_view>

namespace linktender::page {

/// One row of https://encoding.spec.whatwg.org/#names-and-labels.
struct Encoding {
    std::string_view name;
    const char* converter;    ///< for ICU; null where another rule decodes it
    std::string_view labels;  ///< lower case, separated by single spaces
};

/// The encoding of a label, ASCII case and surrounding white space ignored; null when unknown.
[[nodiscard]] const Encoding* find_encoding(std::string_view label) noexcept;

inline constexpr std::string_view k_utf8 = "UTF-8";
inline constexpr std::string_view k_utf16le = "UTF-16LE";
inline constexpr std::string_view k_utf16be = "UTF-16BE";
inline constexpr std::string_view k_windows_1252 = "windows-1252";
inline constexpr std::string_view k_gb18030 = "gb18030";
inline constexpr std::string_view k_gbk = "GBK";
inline constexpr std::string_view k_replacement_encoding = "replacement";

}  // namespace linktender::page
