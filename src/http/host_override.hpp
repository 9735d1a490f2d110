// The options --resolve and --connect-to: where a host is reached instead of where its name says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linktender/core/expected.hpp"

namespace linktender::http {

/// A serialised host (an IPv6 address in brackets) and a port.
struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// `--resolve HOST:PORT:ADDR[,ADDR...]`: addresses for a name. HOST and PORT may be `*` or empty for any;
/// an exact entry wins over one with a wildcard, among those the first.
class ResolveTable {
public:
    /// The error names the entry and what is wrong with it.
    [[nodiscard]] static Expected<ResolveTable, std::string> parse(const std::vector<std::string>& entries);
    /// The addresses as text, without brackets; nullptr when no entry speaks of it.
    [[nodiscard]] const std::vector<std::string>* find(const Endpoint& endpoint) const;

private:
    struct Wildcard {
        std::string host;        // empty: any
        std::uint16_t port = 0;  // 0: any
        std::vector<std::string> addresses;
    };
    std::unordered_map<std::string, std::vector<std::string>> exact_;  // by `host:port`
    std::vector<Wildcard> wildcards_;
};

/// `--connect-to HOST1:PORT1:HOST2:PORT2`: the first entry that matches HOST1:PORT1 sends the
/// connection to HOST2:PORT2. An empty part 1 (or `*`) matches any, an empty part 2 keeps what it was.
class ConnectTable {
public:
    [[nodiscard]] static Expected<ConnectTable, std::string> parse(const std::vector<std::string>& entries);
    [[nodiscard]] Endpoint map(const Endpoint& endpoint) const;

private:
    struct Entry {
        std::string from_host;
        std::uint16_t from_port = 0;
        std::string to_host;
        std::uint16_t to_port = 0;
    };
    std::vector<Entry> entries_;
};

}  // namespace linktender::http
