#include "address_chooser.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace linktender::http {
namespace {

constexpr std::chrono::seconds k_probe_validity{5};

bool is_ipv6(const std::string& address) {
    return address.find(':') != std::string::npos;
}

// Connecting a datagram socket looks up the route and sends nothing.
bool probe_route(const std::string& ipv6_address) {
    sockaddr_in6 target{};
    target.sin6_family = AF_INET6;
    target.sin6_port = htons(443);
    if (::inet_pton(AF_INET6, ipv6_address.c_str(), &target.sin6_addr) != 1) return false;
    const int socket = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    const bool routed = ::connect(socket, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0;
    ::close(socket);
    return routed;
}

}  // namespace

bool is_address(const std::string& text) {
    in6_addr bytes{};
    return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

bool AddressChooser::has_route(const std::string& ipv6_address) {
    if (ipv6_address == "::1") return probe_route(ipv6_address);
    const auto now = std::chrono::steady_clock::now();
    if (!probe_ || probe_->until < now) probe_ = Probe{probe_route(ipv6_address), now + k_probe_validity};
    return probe_->routed;
}

std::vector<std::string> AddressChooser::choose(const std::vector<std::string>& addresses,
                                                const AddressGuard& guard) {
    std::vector<std::string> chosen;
    for (const std::string& address : addresses) {
        if (guard.allows(address)) chosen.push_back(address);
    }
    const auto first_v6 = std::find_if(chosen.begin(), chosen.end(), is_ipv6);
    const bool mixed = first_v6 != chosen.end() && !std::all_of(chosen.begin(), chosen.end(), is_ipv6);
    if (mixed && !has_route(*first_v6))
        chosen.erase(std::remove_if(chosen.begin(), chosen.end(), is_ipv6), chosen.end());
    return chosen;
}

}  // namespace linktender::http
