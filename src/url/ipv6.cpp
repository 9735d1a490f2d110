#include <cstddef>
#include <utility>

#include "ip_address.hpp"
#include "linktender/core/text.hpp"

namespace linktender::url {
namespace {

constexpr std::size_t k_pieces = 8;

/// The dotted decimal end of an IPv6 address (step 6.5 of the parser) as its two last pieces. Unlike an
/// IPv4 host it has four decimal parts, without leading zeros and without a dot at the end.
std::optional<std::uint32_t> parse_embedded_ipv4(std::string_view text) noexcept {
    std::uint32_t address = 0;
    std::size_t at = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (at >= text.size() || text[at] != '.') return std::nullopt;
            ++at;
        }
        if (at >= text.size() || !core::is_ascii_digit(text[at])) return std::nullopt;
        std::uint32_t value = 0;
        const std::size_t start = at;
        for (; at < text.size() && core::is_ascii_digit(text[at]); ++at) {
            if (at > start && value == 0) return std::nullopt;
            value = value * 10 + static_cast<std::uint32_t>(text[at] - '0');
            if (value > 255) return std::nullopt;
        }
        address = address << 8 | value;
    }
    if (at != text.size()) return std::nullopt;
    return address;
}

/// The first longest run of two or more zero pieces, [first, first + length).
struct ZeroRun {
    std::size_t first = k_pieces;
    std::size_t length = 1;  // a single zero piece is never compressed
};

/// https://url.spec.whatwg.org/#find-the-ipv6-address-compressed-piece-index
ZeroRun longest_zero_run(const Ipv6Pieces& address) noexcept {
    ZeroRun best;
    for (std::size_t i = 0; i < k_pieces;) {
        std::size_t end = i;
        while (end < k_pieces && address[end] == 0) ++end;
        if (end - i > best.length) best = {i, end - i};
        i = end + 1;
    }
    return best;
}

}  // namespace

std::optional<Ipv6Pieces> parse_ipv6(std::string_view text) noexcept {
    Ipv6Pieces address{};
    std::size_t piece = 0;
    std::optional<std::size_t> compress;
    std::size_t at = 0;
    if (text.starts_with(':')) {  // step 5
        if (!text.starts_with("::")) return std::nullopt;
        at = 2;
        compress = ++piece;
    }
    while (at < text.size()) {                       // step 6
        if (piece == k_pieces) return std::nullopt;  // step 6.1
        if (text[at] == ':') {                       // step 6.2
            if (compress) return std::nullopt;
            ++at;
            compress = ++piece;
            continue;
        }
        std::uint32_t value = 0;  // steps 6.3 and 6.4
        const std::size_t start = at;
        for (; at < text.size() && at - start < 4; ++at) {
            const int digit = core::hex_value(text[at]);
            if (digit < 0) break;
            value = value * 16 + static_cast<std::uint32_t>(digit);
        }
        if (at < text.size() && text[at] == '.') {  // step 6.5
            if (piece > k_pieces - 2) return std::nullopt;
            const auto tail = parse_embedded_ipv4(text.substr(start));
            if (!tail) return std::nullopt;
            address[piece++] = static_cast<std::uint16_t>(*tail >> 16);
            address[piece++] = static_cast<std::uint16_t>(*tail & 0xFFFF);
            break;
        }
        if (at < text.size()) {  // steps 6.6 and 6.7
            if (text[at] != ':' || ++at == text.size()) return std::nullopt;
        }
        address[piece++] = static_cast<std::uint16_t>(value);
    }
    if (compress) {  // step 7
        std::size_t swaps = piece - *compress;
        for (std::size_t to = k_pieces - 1; to != 0 && swaps > 0; --to, --swaps) {
            std::swap(address[to], address[*compress + swaps - 1]);
        }
    } else if (piece != k_pieces) {  // step 8
        return std::nullopt;
    }
    return address;
}

void append_ipv6(std::string& out, const Ipv6Pieces& address) {
    constexpr std::string_view k_hex = "0123456789abcdef";
    const ZeroRun zeros = longest_zero_run(address);
    for (std::size_t i = 0; i < k_pieces; ++i) {
        if (i == zeros.first) {
            out += i == 0 ? "::" : ":";
            i += zeros.length - 1;
            continue;
        }
        bool leading = true;
        for (int shift = 12; shift >= 0; shift -= 4) {
            const unsigned digit = (static_cast<unsigned>(address[i]) >> shift) & 0xFU;
            if (digit == 0 && leading && shift != 0) continue;
            leading = false;
            out += k_hex[digit];
        }
        if (i != k_pieces - 1) out += ':';
    }
}

}  // namespace linktender::url
