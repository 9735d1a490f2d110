#include "line.hpp"

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

}  // namespace

void Line::put(std::string_view word, std::size_t code_points) {
    const bool gap = gap_ && length_ > 0;
    gap_ = false;
    length_ += code_points + (gap ? 1 : 0);
    if (cut_ || text_.size() + (gap ? 1 : 0) + word.size() > max_bytes_) {
        cut_ = true;
        return;
    }
    if (gap) text_.push_back(' ');
    text_.append(word);
}

void Line::add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) < 0x80) {
            if (c > ' ' && c != 0x7F) {
                put(text.substr(at, 1), 1);
            } else if (core::is_ascii_space(c) || c == '\v') {
                gap_ = true;
            }
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
