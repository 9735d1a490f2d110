#include "anchor_text.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

/// White space that is collapsed away must not push words out, but has to end somewhere.
constexpr std::size_t k_max_raw = 8 * k_max_anchor_text;

}  // namespace

void append_anchor_text(std::string& text, std::string_view more) {
    if (text.size() >= k_max_raw) return;
    std::size_t end = std::min(more.size(), k_max_raw);
    while (end < more.size() && (static_cast<unsigned char>(more[end]) & 0xC0U) == 0x80U) --end;
    text += more.substr(0, end);
}

std::string finish_anchor_text(std::string_view text) {
    // cmark takes a footnote's name that runs over lines for shorter than it is, and cuts the text after it
    // inside a character.
    std::string one_line = core::collapse_space(text);
    if (!core::is_valid_utf8(one_line)) one_line = core::to_valid_utf8(one_line);
    return core::truncate_utf8(one_line, k_max_anchor_text);
}

}  // namespace linktender::source
