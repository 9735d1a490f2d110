#include "byte_evidence.hpp"

#include <algorithm>
#include <array>

#include "encodings.hpp"
#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) noexcept {
    return static_cast<unsigned char>(bytes[at]);
}

bool is_high(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool is_utf8(std::string_view bytes) noexcept {
    const std::size_t tail_start = bytes.size() - std::min<std::size_t>(bytes.size(), 3);
    for (std::size_t at = bytes.size(); at > tail_start; --at) {
        const unsigned byte = byte_at(bytes, at - 1);
        if (byte < 0x80) break;
        if (byte >= 0xC2) {
            const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            if (bytes.size() - (at - 1) < length) bytes = bytes.substr(0, at - 1);
            break;
        }
    }
    return core::is_valid_utf8(bytes);
}

bool is_surely_utf8(std::string_view bytes) noexcept {
    constexpr std::ptrdiff_t k_characters = 4;
    const auto leads = std::count_if(bytes.begin(), bytes.end(),
                                     [](char c) { return static_cast<unsigned char>(c) >= 0xC2; });
    return leads >= k_characters && is_utf8(bytes);
}

std::string_view utf16_by_zeros(std::string_view bytes) noexcept {
    constexpr std::size_t k_looked_at = 128;  // tags, before there is text
    constexpr std::size_t k_fewest = 8;
    bytes = bytes.substr(0, k_looked_at);
    if (bytes.size() < k_fewest) return {};
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++zeros[i % 2];
    // A character such as U+4E00 has its zero on the other side.
    const auto decide = [&](std::size_t most, std::size_t other) {
        return zeros[most] * 4 > bytes.size() / 2 && zeros[other] * 8 < zeros[most];
    };
    if (decide(1, 0)) return k_utf16le;
    return decide(0, 1) ? k_utf16be : std::string_view{};
}

bool has_iso_2022_jp_escapes(std::string_view bytes) noexcept {
    const bool escapes =
        bytes.find("\x1B$B") != std::string_view::npos || bytes.find("\x1B$@") != std::string_view::npos;
    return escapes && std::none_of(bytes.begin(), bytes.end(), is_high);
}

bool looks_like_gb(std::string_view bytes) noexcept {
    std::size_t pairs = 0;
    std::size_t common = 0;
    for (std::size_t i = 0; i + 1 < bytes.size();) {
        const unsigned lead = byte_at(bytes, i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        // Punctuation and full-width forms, then the first level of characters.
        const bool in_common_rows = (lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xD7);
        if (in_common_rows && byte_at(bytes, i + 1) >= 0xA1) ++common;
        ++pairs;
        i += 2;
    }
    return pairs > 0 && common * 10 >= pairs * 4;
}

bool looks_western(std::string_view bytes) noexcept {
    constexpr std::ptrdiff_t k_longest_run = 2;
    std::ptrdiff_t high = 0;
    std::ptrdiff_t in_long_runs = 0;
    for (auto at = bytes.begin(); at != bytes.end();) {
        const auto begin = std::find_if(at, bytes.end(), is_high);
        at = std::find_if_not(begin, bytes.end(), is_high);
        high += at - begin;
        if (at - begin > k_longest_run) in_long_runs += at - begin;
    }
    constexpr std::string_view k_unassigned = "\x81\x8D\x8F\x90\x9D";
    return in_long_runs * 10 <= high && bytes.find_first_of(k_unassigned) == std::string_view::npos;
}

}  // namespace linktender::page
