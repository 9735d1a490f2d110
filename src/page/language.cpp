#include "language.hpp"

#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_looked_at = 4 * 1024;  // bytes
constexpr std::size_t k_fewest_letters = 20;

constexpr bool is_han(char32_t c) noexcept {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2FA1F);
}
constexpr bool is_kana(char32_t c) noexcept {
    return c >= 0x3041 && c <= 0x30FF && c != 0x30FB;
}
constexpr bool is_hangul(char32_t c) noexcept {
    return c >= 0xAC00 && c <= 0xD7A3;
}
/// Near enough: ASCII letters, and all beyond that are not the scripts above or their punctuation.
constexpr bool is_other_letter(char32_t c) noexcept {
    return c < 0x80 ? core::is_ascii_alpha(static_cast<char>(c)) : c >= 0xC0 && c < 0x2000;
}

/// Most pages of the world: a pass that needs no decoding tells them apart.
bool is_ascii(std::string_view text) noexcept {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

}  // namespace

std::string_view language_by_script(std::string_view text) noexcept {
    text = text.substr(0, k_looked_at);
    if (is_ascii(text)) return {};
    std::size_t han = 0;
    std::size_t kana = 0;
    std::size_t hangul = 0;
    std::size_t others = 0;
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        at += point.length;
        if (is_han(point.value)) ++han;
        if (is_kana(point.value)) ++kana;
        if (is_hangul(point.value)) ++hangul;
        if (is_other_letter(point.value)) ++others;
    }
    const std::size_t letters = han + kana + hangul + others;
    const auto is_third = [&](std::size_t part) { return part * 10 > letters * 3; };
    if (letters < k_fewest_letters) return {};
    if (is_third(hangul)) return "ko";
    if (!is_third(han + kana)) return {};
    return kana * 20 > han + kana ? "ja" : "zh";  // Japanese has no sentence without kana
}

}  // namespace linktender::page
