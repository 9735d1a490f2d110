#include "script_string.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr char32_t k_replacement = 0xFFFD;

/// `digits` hexadecimal digits at `at`.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t at, std::size_t digits) noexcept {
    if (digits == 0 || digits > 6 || at > text.size() || text.size() - at < digits) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        const int digit = core::hex_value(text[i]);
        if (digit < 0) return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
}

bool is_high(std::uint32_t unit) noexcept {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(std::uint32_t unit) noexcept {
    return unit >= 0xDC00 && unit < 0xE000;
}

/// Behind `\u`: the character and how much of the text it took; 0 when none stands here.
core::CodePoint unicode_escape(std::string_view text, std::size_t at) noexcept {
    if (at < text.size() && text[at] == '{') {
        const std::size_t end = text.substr(at, 8).find('}');
        if (end == std::string_view::npos) return {};
        const auto value = hex(text, at + 1, end - 1);
        if (!value) return {};
        const bool valid = *value <= 0x10FFFF && !is_high(*value) && !is_low(*value);
        return {valid ? char32_t{*value} : k_replacement, end + 1};
    }
    const auto unit = hex(text, at, 4);
    if (!unit) return {};
    if (is_high(*unit) && text.substr(at + 4).starts_with("\\u")) {
        const auto low = hex(text, at + 6, 4);
        if (low && is_low(*low)) return {0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00), 10};
    }
    return {is_high(*unit) || is_low(*unit) ? k_replacement : char32_t{*unit}, 4};
}

char simple_escape(char c) noexcept {
    switch (c) {
        case 'n': return '\n';
        case 't': return '\t';
        case 'r': return '\r';
        case 'b': return '\b';
        case 'f': return '\f';
        case 'v': return '\v';
        default: return c;
    }
}

}  // namespace

std::string decode_script_escapes(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t escape = std::min(raw.find('\\', at), raw.size());
        out.append(raw.substr(at, escape - at));
        at = escape + 1;
        if (at >= raw.size()) break;
        const char kind = raw[at++];
        if (kind == 'x') {
            if (const auto value = hex(raw, at, 2)) {
                core::append_utf8(out, char32_t{*value});
                at += 2;
                continue;
            }
        } else if (kind == 'u') {
            if (const core::CodePoint point = unicode_escape(raw, at); point.length != 0) {
                core::append_utf8(out, point.value);
                at += point.length;
                continue;
            }
        } else if (kind == '\r' && at < raw.size() && raw[at] == '\n') {
            ++at;
        }
        if (kind != '\n' && kind != '\r') out.push_back(simple_escape(kind));
    }
    return out;
}

}  // namespace linktender::page
