// Which of a name's addresses are tried.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "linktender/http/address_guard.hpp"

namespace linktender::http {

/// True for an IPv4 or IPv6 address as text, without brackets.
[[nodiscard]] bool is_address(const std::string& text);

/// Keeps what the guard allows. Of a name in both families IPv6 goes when this machine has no route to
/// it: libcurl reports the last failure only, and that must not be our own missing IPv6 when the server
/// has refused the connection over IPv4. Loop thread only.
class AddressChooser {
public:
    [[nodiscard]] std::vector<std::string> choose(const std::vector<std::string>& addresses,
                                                  const AddressGuard& guard);

private:
    [[nodiscard]] bool has_route(const std::string& ipv6_address);

    struct Probe {
        bool routed = false;
        std::chrono::steady_clock::time_point until;
    };
    std::optional<Probe> probe_;  // of global IPv6 addresses
};

}  // namespace linktender::http
