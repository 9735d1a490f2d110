// Which addresses may be connected to. Asked after resolution and again at connect, on every hop.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"

struct sockaddr;

namespace linktender::http {

/// Refuses loopback, private, link-local, CGNAT, ULA, multicast and reserved addresses, and the
/// NAT64, 6to4, Teredo and v4-mapped forms of those, unless an allowed prefix covers them. Immutable.
class AddressGuard {
public:
    AddressGuard() = default;
    /// Allowed prefixes in CIDR form (`127.0.0.0/8`, `::1/128`, a bare address). The error names the bad one.
    [[nodiscard]] static Expected<AddressGuard, std::string> create(const std::vector<std::string>& allowed);

    /// True for an address that may be connected to.
    [[nodiscard]] bool allows(const sockaddr& address) const noexcept;
    /// The same for text (`10.0.0.1`, `fe80::1`); false when it is no address.
    [[nodiscard]] bool allows(std::string_view address) const noexcept;

private:
    // Both take 16 bytes, IPv4 as v4-mapped.
    [[nodiscard]] bool allows_bytes(const unsigned char* bytes) const noexcept;
    [[nodiscard]] bool lists(const unsigned char* bytes) const noexcept;

    struct Prefix {
        unsigned char bytes[16];  ///< IPv4 as v4-mapped
        unsigned length;          ///< in bits of those 16 bytes
    };
    std::vector<Prefix> allowed_;
};

}  // namespace linktender::http
