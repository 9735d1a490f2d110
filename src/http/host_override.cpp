#include "host_override.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>

#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace linktender::http {
namespace {

// Takes what stands before the next colon outside brackets; nullopt when there is no such colon.
std::optional<std::string_view> take_part(std::string_view& text) {
    const std::size_t from = text.starts_with('[') ? text.find(']') : 0;
    const std::size_t colon = from == std::string_view::npos ? from : text.find(':', from);
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    return part;
}

// The host as a URL would serialise it; empty for any. nullopt when it is no host.
std::optional<std::string> read_host(std::string_view text) {
    if (text.empty() || text == "*") return std::string();
    if (text.find_first_of("/?#@\\") != std::string_view::npos) return std::nullopt;
    const auto parsed = url::parse("http://" + std::string(text) + "/");
    if (!parsed || parsed->port()) return std::nullopt;
    return std::string(parsed->host());
}

// 0 for any.
std::optional<std::uint16_t> read_port(std::string_view text) {
    if (text.empty() || text == "*") return std::uint16_t{0};
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

std::optional<std::string> read_address(std::string_view text) {
    text = core::trim(text);
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    std::string address(text);
    in6_addr bytes{};
    const bool good = ::inet_pton(AF_INET, address.c_str(), &bytes) == 1 ||
                      ::inet_pton(AF_INET6, address.c_str(), &bytes) == 1;
    if (!good || address.size() != std::char_traits<char>::length(address.c_str())) return std::nullopt;
    return address;
}

std::string key_of(const std::string& host, std::uint16_t port) {
    return host + ':' + std::to_string(port);
}

auto bad(std::string_view option, const std::string& entry, std::string_view why) {
    std::string words(option);
    words += " `" + core::escape_control(entry) + "`: ";
    words += why;
    return unexpected(std::move(words));
}

}  // namespace

Expected<ResolveTable, std::string> ResolveTable::parse(const std::vector<std::string>& entries) {
    ResolveTable table;
    for (const std::string& entry : entries) {
        std::string_view rest = entry;
        const auto host_text = take_part(rest);
        const auto port_text = host_text ? take_part(rest) : std::nullopt;
        if (!port_text) return bad("--resolve", entry, "expected HOST:PORT:ADDRESS");
        const auto host = read_host(*host_text);
        if (!host) return bad("--resolve", entry, "the host is not valid");
        const auto port = read_port(*port_text);
        if (!port) return bad("--resolve", entry, "the port is not between 1 and 65535");
        std::vector<std::string> addresses;
        for (const std::string_view part : core::split(rest, ',')) {
            auto address = read_address(part);
            if (!address) return bad("--resolve", entry, "expected IP addresses after the port");
            addresses.push_back(std::move(*address));
        }
        if (host->empty() || *port == 0) {
            table.wildcards_.push_back({*host, *port, std::move(addresses)});
        } else {
            table.exact_.try_emplace(key_of(*host, *port), std::move(addresses));
        }
    }
    return table;
}

const std::vector<std::string>* ResolveTable::find(const Endpoint& endpoint) const {
    if (!exact_.empty()) {
        const auto found = exact_.find(key_of(endpoint.host, endpoint.port));
        if (found != exact_.end()) return &found->second;
    }
    for (const Wildcard& wildcard : wildcards_) {
        if (!wildcard.host.empty() && wildcard.host != endpoint.host) continue;
        if (wildcard.port != 0 && wildcard.port != endpoint.port) continue;
        return &wildcard.addresses;
    }
    return nullptr;
}

Expected<ConnectTable, std::string> ConnectTable::parse(const std::vector<std::string>& entries) {
    ConnectTable table;
    for (const std::string& entry : entries) {
        std::string_view rest = entry;
        const auto from_host = take_part(rest);
        const auto from_port = from_host ? take_part(rest) : std::nullopt;
        const auto to_host = from_port ? take_part(rest) : std::nullopt;
        if (!to_host) return bad("--connect-to", entry, "expected HOST1:PORT1:HOST2:PORT2");
        const auto host1 = read_host(*from_host);
        const auto host2 = read_host(*to_host);
        if (!host1 || !host2) return bad("--connect-to", entry, "a host is not valid");
        const auto port1 = read_port(*from_port);
        const auto port2 = read_port(rest);
        if (!port1 || !port2) return bad("--connect-to", entry, "a port is not between 1 and 65535");
        table.entries_.push_back({*host1, *port1, *host2, *port2});
    }
    return table;
}

Endpoint ConnectTable::map(const Endpoint& endpoint) const {
    for (const Entry& entry : entries_) {
        if (!entry.from_host.empty() && entry.from_host != endpoint.host) continue;
        if (entry.from_port != 0 && entry.from_port != endpoint.port) continue;
        return {entry.to_host.empty() ? endpoint.host : entry.to_host,
                entry.to_port == 0 ? endpoint.port : entry.to_port};
    }
    return endpoint;
}

}  // namespace linktender::http
