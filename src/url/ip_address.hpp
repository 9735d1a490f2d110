// IPv4 and IPv6 addresses as the URL Standard reads and writes them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace linktender::url {

/// https://url.spec.whatwg.org/#ends-in-a-number-checker: such a host is an IPv4 address or no host.
[[nodiscard]] bool ends_in_a_number(std::string_view domain) noexcept;

/// https://url.spec.whatwg.org/#concept-ipv4-parser: one to four numbers, decimal, octal or hexadecimal.
[[nodiscard]] std::optional<std::uint32_t> parse_ipv4(std::string_view text) noexcept;

/// https://url.spec.whatwg.org/#concept-ipv4-serializer
void append_ipv4(std::string& out, std::uint32_t address);

using Ipv6Pieces = std::array<std::uint16_t, 8>;

/// https://url.spec.whatwg.org/#concept-ipv6-parser, `text` without the brackets.
[[nodiscard]] std::optional<Ipv6Pieces> parse_ipv6(std::string_view text) noexcept;

/// https://url.spec.whatwg.org/#concept-ipv6-serializer, without the brackets.
void append_ipv6(std::string& out, const Ipv6Pieces& address);

}  // namespace linktender::url
