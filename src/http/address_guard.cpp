#include "linktender/http/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

namespace linktender::http {
namespace {

using V4 = std::uint32_t;  // host byte order
using V6 = std::array<unsigned char, 16>;

constexpr V4 v4(unsigned a, unsigned b, unsigned c, unsigned d) noexcept {
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

struct V4Range {
    V4 first;
    unsigned length;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry and the multicast space: what is not
// a public unicast host.
constexpr V4Range k_refused_v4[] = {
    {v4(0, 0, 0, 0), 8},        // "this network", RFC 791
    {v4(10, 0, 0, 0), 8},       // private, RFC 1918
    {v4(100, 64, 0, 0), 10},    // shared by carrier-grade NAT, RFC 6598
    {v4(127, 0, 0, 0), 8},      // loopback, RFC 1122
    {v4(169, 254, 0, 0), 16},   // link-local, RFC 3927; cloud metadata services live here
    {v4(172, 16, 0, 0), 12},    // private, RFC 1918
    {v4(192, 0, 0, 0), 24},     // IETF protocol assignments, RFC 6890
    {v4(192, 0, 2, 0), 24},     // documentation, RFC 5737
    {v4(192, 88, 99, 0), 24},   // 6to4 relay anycast, deprecated by RFC 7526
    {v4(192, 168, 0, 0), 16},   // private, RFC 1918
    {v4(198, 18, 0, 0), 15},    // benchmarking, RFC 2544
    {v4(198, 51, 100, 0), 24},  // documentation, RFC 5737
    {v4(203, 0, 113, 0), 24},   // documentation, RFC 5737
    {v4(224, 0, 0, 0), 4},      // multicast, RFC 5771
    {v4(240, 0, 0, 0), 4},      // reserved, RFC 1112, with limited broadcast, RFC 919
};

struct V6Range {
    V6 first;
    unsigned length;
};

// https://www.iana.org/assignments/iana-ipv6-special-registry, the part inside 2000::/3. Everything
// outside 2000::/3 is refused without a list: ::/128 and ::1 (RFC 4291), v4-compatible ::/96
// (RFC 4291 2.5.5.1), local-use NAT64 64:ff9b:1::/48 (RFC 8215), discard-only 100::/64 (RFC 6666),
// segment identifiers 5f00::/16 (RFC 9602), unique local fc00::/7 (RFC 4193), link-local fe80::/10
// (RFC 4291), site-local fec0::/10 (RFC 3879), multicast ff00::/8 (RFC 4291).
constexpr V6Range k_refused_v6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // IETF protocol assignments, RFC 2928; Teredo, RFC 4380, is inside
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation, RFC 3849
    {{0x3f, 0xff, 0x00, 0x00}, 20},  // documentation, RFC 9637
};

constexpr V6 k_v4_mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // ::ffff:0:0/96, RFC 4291 2.5.5.2
constexpr V6 k_nat64 = {0x00, 0x64, 0xff, 0x9b};                        // 64:ff9b::/96, RFC 6052
constexpr V6 k_6to4 = {0x20, 0x02};                                     // 2002::/16, RFC 3056
constexpr V6 k_global_unicast = {0x20};                                 // 2000::/3, RFC 4291 2.4

bool covers(const unsigned char* prefix, unsigned length, const V6& address) noexcept {
    const std::size_t whole = length / 8;
    if (std::memcmp(prefix, address.data(), whole) != 0) return false;
    const unsigned rest = length % 8;
    if (rest == 0) return true;
    const unsigned mask = (0xffU << (8 - rest)) & 0xffU;
    return ((prefix[whole] ^ address[whole]) & mask) == 0;
}

V4 v4_at(const V6& address, std::size_t at) noexcept {
    return v4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

V6 mapped(V4 address) noexcept {
    V6 bytes = k_v4_mapped;
    for (std::size_t i = 0; i < 4; ++i)
        bytes[12 + i] = static_cast<unsigned char>((address >> (24U - 8U * i)) & 0xffU);
    return bytes;
}

bool is_refused_v4(V4 address) noexcept {
    return std::any_of(std::begin(k_refused_v4), std::end(k_refused_v4), [&](const V4Range& range) {
        const V4 mask = ~V4{0} << (32U - range.length);
        return (address & mask) == range.first;
    });
}

// An interface identifier by ISATAP, RFC 5214 6.1, names an IPv4 host behind a global prefix.
bool is_isatap(const V6& address) noexcept {
    return (address[8] & 0xfcU) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == 0xfe;
}

// The IPv4 address that a packet to this IPv6 address would end at, where the form says so.
std::optional<V4> embedded_v4(const V6& address) noexcept {
    if (covers(k_v4_mapped.data(), 96, address)) return v4_at(address, 12);
    if (covers(k_nat64.data(), 96, address)) return v4_at(address, 12);
    if (covers(k_6to4.data(), 16, address)) return v4_at(address, 2);
    if (covers(k_global_unicast.data(), 3, address) && is_isatap(address)) return v4_at(address, 12);
    return std::nullopt;
}

bool is_mapped(const V6& address) noexcept {
    return covers(k_v4_mapped.data(), 96, address);
}

// By its own form, whatever IPv4 address is inside.
bool is_refused_v6(const V6& address) noexcept {
    if (is_mapped(address) || covers(k_nat64.data(), 96, address)) return false;
    if (!covers(k_global_unicast.data(), 3, address)) return true;
    return std::any_of(std::begin(k_refused_v6), std::end(k_refused_v6), [&](const V6Range& range) {
        return covers(range.first.data(), range.length, address);
    });
}

// IPv4 comes back as v4-mapped: one form for all that follows.
std::optional<V6> parse_address(std::string_view text, bool* is_v4 = nullptr) {
    const std::string terminated(text);
    in_addr four{};
    if (::inet_pton(AF_INET, terminated.c_str(), &four) == 1) {
        if (is_v4 != nullptr) *is_v4 = true;
        return mapped(ntohl(four.s_addr));
    }
    in6_addr six{};
    if (::inet_pton(AF_INET6, terminated.c_str(), &six) != 1) return std::nullopt;
    V6 bytes{};
    std::memcpy(bytes.data(), &six, bytes.size());
    return bytes;
}

}  // namespace

Expected<AddressGuard, std::string> AddressGuard::create(const std::vector<std::string>& allowed) {
    AddressGuard guard;
    for (const std::string& text : allowed) {
        const std::size_t slash = text.find('/');
        bool is_v4 = false;
        const auto address = parse_address(std::string_view(text).substr(0, slash), &is_v4);
        const unsigned widest = is_v4 ? 32 : 128;
        unsigned length = widest;
        bool good = address.has_value();
        if (good && slash != std::string::npos) {
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, length);
            good = error == std::errc{} && rest == end && length <= widest;
        }
        if (!good)
            return unexpected("`" + text + "` is no address and no prefix such as 10.0.0.0/8 or ::1/128");
        Prefix prefix{};
        std::memcpy(prefix.bytes, address->data(), address->size());
        prefix.length = is_v4 ? length + 96 : length;
        guard.allowed_.push_back(prefix);
    }
    return guard;
}

bool AddressGuard::lists(const unsigned char* bytes) const noexcept {
    V6 address{};
    std::memcpy(address.data(), bytes, address.size());
    const unsigned shortest = is_mapped(address) ? 96 : 0;  // ::/0 speaks of IPv6, not of IPv4 mapped into it
    return std::any_of(allowed_.begin(), allowed_.end(), [&](const Prefix& prefix) {
        return prefix.length >= shortest && covers(prefix.bytes, prefix.length, address);
    });
}

bool AddressGuard::allows_bytes(const unsigned char* bytes) const noexcept {
    V6 address{};
    std::memcpy(address.data(), bytes, address.size());
    if (lists(bytes)) return true;
    if (is_refused_v6(address)) return false;
    const auto inner = embedded_v4(address);
    // NAT64 and 6to4 forms of an allowed IPv4 address lead to that address.
    return !inner || !is_refused_v4(*inner) || lists(mapped(*inner).data());
}

bool AddressGuard::allows(const sockaddr& address) const noexcept {
    // Copied out: a sockaddr of the wider types is only promised to be aligned for its own.
    if (address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        return allows_bytes(mapped(ntohl(four.sin_addr.s_addr)).data());
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address, sizeof six);
        return allows_bytes(six.sin6_addr.s6_addr);
    }
    return false;
}

bool AddressGuard::allows(std::string_view address) const noexcept {
    if (address.size() > INET6_ADDRSTRLEN) return false;
    const auto bytes = parse_address(address);
    return bytes && allows_bytes(bytes->data());
}

}  // namespace linktender::http
