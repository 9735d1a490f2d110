#include "uts46_catch_up.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::url {
namespace {

/// The code points [first, last] map, in order, to those from `target` on; 0 means that they are ignored.
struct Row {
    char32_t first;
    char32_t last;
    char32_t target;
};

constexpr std::array k_rows = {
    Row{0x04C0, 0x04C0, 0x04CF},     // Cyrillic palochka
    Row{0x10A0, 0x10C5, 0x2D00},     // Georgian capitals
    Row{0x115F, 0x1160, 0},          // Hangul fillers
    Row{0x17B4, 0x17B5, 0},          // Khmer inherent vowels
    Row{0x180E, 0x180E, 0},          // Mongolian vowel separator
    Row{0x1E9E, 0x1E9E, 0x00DF},     // capital sharp s, formerly `ss`
    Row{0x2061, 0x2063, 0},          // invisible operators
    Row{0x206A, 0x206F, 0},          // deprecated format characters
    Row{0x2132, 0x2132, 0x214E},     // turned capital F
    Row{0x2183, 0x2183, 0x2184},     // Roman numeral reversed one hundred
    Row{0x3164, 0x3164, 0},          // Hangul filler
    Row{0xFFA0, 0xFFA0, 0},          // halfwidth Hangul filler
    Row{0x1D173, 0x1D17A, 0},        // musical format characters
    Row{0x2F868, 0x2F868, 0x36FC},   // five compatibility ideographs
    Row{0x2F874, 0x2F874, 0x5F53},   //
    Row{0x2F91F, 0x2F91F, 0x243AB},  //
    Row{0x2F95F, 0x2F95F, 0x7AEE},   //
    Row{0x2F9BF, 0x2F9BF, 0x45D7},   //
};

}  // namespace

std::string uts46_catch_up(std::string_view domain) {
    std::string out;
    out.reserve(domain.size());
    for (std::size_t at = 0; at < domain.size();) {
        const core::CodePoint point = core::decode_utf8(domain, at);
        const auto* const row = std::find_if(k_rows.begin(), k_rows.end(), [&point](const Row& r) {
            return r.first <= point.value && point.value <= r.last;
        });
        if (row == k_rows.end()) {
            out.append(domain, at, point.length);
        } else if (row->target != 0) {
            core::append_utf8(out, row->target + (point.value - row->first));
        }
        at += point.length;
    }
    return out;
}

}  // namespace linktender::url
