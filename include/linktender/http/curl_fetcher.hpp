// The real Fetcher: curl multi on an Asio loop, names resolved by c-ares.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/http/address_guard.hpp"
#include "linktender/http/fetcher.hpp"

namespace boost::asio {
class io_context;
}

namespace linktender::http {

struct FetcherOptions {
    std::string user_agent;
    std::string accept_language;
    std::vector<std::string> headers;  ///< `Name: value`, sent with every request
    std::string ca_file;               ///< PEM; empty for the system's bundle
    bool insecure = false;             ///< accept any certificate
    std::vector<std::string> resolve;  ///< HOST:PORT:ADDR[,ADDR...], as curl's --resolve; HOST may be `*`
    std::vector<std::string>
        connect_to;  ///< HOST1:PORT1:HOST2:PORT2, as curl's --connect-to; parts may be empty
    /// URL of an HTTP or SOCKS proxy. The guard judges the addresses that URLs and options name; what a name
    /// leads to is judged with socks4:// and socks5:// only, for the others resolve it themselves.
    std::string proxy;
    std::vector<std::string> name_servers;  ///< ADDRESS[:PORT]; empty for the system's
    /// Kept for reuse: more than hosts in play at a time. At most half of this process's descriptors.
    std::size_t max_connections = 4096;
    AddressGuard guard;
};

/// Must be used and destroyed on the thread that runs `io`. A fetch in flight keeps `io` busy, an idle
/// fetcher does not. `done` may call `fetch` and `cancel_all`, and may destroy the fetcher; callbacks
/// still open when it is destroyed are dropped without a call.
class CurlFetcher final : public Fetcher {
public:
    /// The error says which option is wrong, for people.
    [[nodiscard]] static Expected<std::unique_ptr<CurlFetcher>, std::string> create(
        boost::asio::io_context& io, FetcherOptions options);
    ~CurlFetcher() override;
    void fetch(Request request, Done done) override;
    void cancel_all() override;

private:
    class Impl;
    explicit CurlFetcher(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

/// Names and versions of the libraries underneath, for `--version`: `libcurl 7.88.1 (OpenSSL 3.0.22,
/// nghttp2 1.52.0)`.
[[nodiscard]] std::vector<std::string> library_versions();

/// Raises this process's soft limit of open descriptors to the hard one, as far as it goes; returns
/// what holds now. A connection is a descriptor, and many systems start at 1024.
std::size_t raise_descriptor_limit() noexcept;

}  // namespace linktender::http
