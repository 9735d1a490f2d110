#include "line.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

/// White_Space of Unicode, without the ASCII part.
bool is_wide_space(char32_t c) noexcept {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Shows nothing by itself. U+200C and U+200D stay: they shape letters and emoji.
bool is_invisible(char32_t c) noexcept {
    return (c >= 0x80 && c < 0xA0) || c == 0xAD || c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool is_printable(char c) noexcept {
    return c > ' ' && c < 0x7F;
}

constexpr std::uint64_t k_each_byte = 0x0101010101010101U;
constexpr std::uint64_t k_high_bits = k_each_byte * 0x80;

/// Over eight bytes at a time, as far as those are printable with single spaces between them: the length. The
/// byte before `at` is no space. https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
std::size_t length_of_ascii_words(std::string_view text, std::size_t at) noexcept {
    if constexpr (std::endian::native != std::endian::little) return 0;
    const std::size_t began = at;
    while (at + sizeof(std::uint64_t) <= text.size()) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        const std::uint64_t below_space = bytes - k_each_byte * ' ';  // borrows only where one is found
        if (((bytes | below_space | (bytes + k_each_byte)) & k_high_bits) != 0) break;
        const std::uint64_t spaces = ~((bytes ^ k_each_byte * ' ') + k_each_byte * 0x7F) & k_high_bits;
        if ((spaces & (spaces >> 8U)) != 0) break;
        // A space at the end is left to the next step, which sees what follows.
        at += sizeof bytes - (spaces >> 63U);
    }
    return at - began;
}

/// Over words of ASCII with single spaces between them: most of most texts.
std::size_t end_of_ascii(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    while (end < text.size()) {
        if (is_printable(text[end])) {
            ++end;
            end += length_of_ascii_words(text, end);
            continue;
        }
        const bool single_space =
            text[end] == ' ' && end > at && end + 1 < text.size() && is_printable(text[end + 1]);
        if (!single_space) break;
        ++end;
    }
    return end;
}

}  // namespace

void Line::put(std::string_view word, std::size_t code_points) {
    const std::size_t gap = gap_ && length_ > 0 ? 1 : 0;
    gap_ = false;
    length_ += code_points + gap;
    if (cut_) return;
    const std::size_t room = max_bytes_ - text_.size();
    if (gap + word.size() > room) {
        cut_ = true;
        const bool divisible = code_points == word.size();
        word = divisible && room > gap ? core::trim(word.substr(0, room - gap)) : std::string_view{};
        if (word.empty()) return;
    }
    if (gap != 0) text_.push_back(' ');
    text_.append(word);
}

void Line::add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_ascii(text, at);
        if (end != at) put(text.substr(at, end - at), end - at);
        at = end;
        if (at == text.size()) break;
        const char c = text[at];
        if (static_cast<unsigned char>(c) < 0x80) {
            if (core::is_ascii_space(c) || c == '\v') gap_ = true;
            ++at;
            continue;
        }
        const core::CodePoint point = core::decode_utf8(text, at);
        if (point.length == 1) {
            put(k_replacement, 1);
        } else if (is_wide_space(point.value)) {
            gap_ = true;
        } else if (!is_invisible(point.value)) {
            put(text.substr(at, point.length), 1);
        }
        at += point.length;
    }
}

}  // namespace linktender::page
