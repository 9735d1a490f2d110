// An HTTP/1.1 server for tests: answers what the test tells it to, or misbehaves exactly so.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/http_text.hpp"

namespace linktender::test {

/// Called on the server's thread, one request at a time. Two servers with one handler call it from two
/// threads.
using Handler = std::function<Reply(const ReceivedRequest&)>;

struct ServerOptions {
    Handler handler = nullptr;
    /// Certificates for TLS, by the name the client asks for; null serves plain HTTP. ALPN offers http/1.1
    /// only.
    std::shared_ptr<CertificateAuthority> tls = nullptr;
    int newest_tls = 0;  ///< 0x0302 (`TLS1_1_VERSION`) for a server that time forgot; 0 for no limit
    /// Runs when a connection is accepted, before anything is read and before TLS: speak first, drop, reset,
    /// stay silent. The argument is the connection's number. An empty script goes on as usual.
    std::function<std::vector<Step>(std::uint64_t)> on_connect = nullptr;
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;             ///< 0: a free one
    std::size_t max_recorded = 10'000;  ///< requests kept for `requests()`, the first ones; 0 keeps none
};

struct ServerCounts {
    std::uint64_t accepted = 0;  ///< connections so far
    std::uint64_t open = 0;      ///< connections now
    std::uint64_t peak_open = 0;
    std::uint64_t requests = 0;  ///< complete requests so far, recorded or not
};

/// Listens from its construction to its end, on a thread of its own. Its methods may be called from any
/// thread.
///
///     ScriptedServer server([](const ReceivedRequest& request) {
///         return request.path() == "/gone" ? text("", 410) : html("<title>Here</title>");
///     });
///     fetch(server.origin() + "/gone");
///     CHECK(server.requests().at(0).target == "/gone");
class ScriptedServer {
public:
    explicit ScriptedServer(ServerOptions options);
    explicit ScriptedServer(Handler handler) : ScriptedServer(ServerOptions{.handler = std::move(handler)}) {}
    /// Ends every connection and joins the thread.
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// `http://127.0.0.1:40123`, without a path.
    [[nodiscard]] std::string origin() const;
    /// The same with another host name: `http://a.test:40123`. Needs `resolve(host)` or the like on the
    /// client.
    [[nodiscard]] std::string origin(std::string_view host) const;
    /// In curl's form `HOST:PORT:ADDR`, so that `origin(host)` reaches this server.
    [[nodiscard]] std::string resolve(std::string_view host) const;
    /// In curl's form `HOST1:PORT1:HOST2:PORT2`, so that `host` at its scheme's default port reaches this
    /// server. An empty host stands for every host.
    [[nodiscard]] std::string connect_to(std::string_view host = {}) const;

    [[nodiscard]] std::vector<ReceivedRequest> requests() const;
    [[nodiscard]] ServerCounts counts() const;
    /// Waits until that many requests have come; false when the time is over first.
    [[nodiscard]] bool wait_for_requests(std::uint64_t count,
                                         std::chrono::milliseconds timeout = std::chrono::seconds{10}) const;
    /// Waits until no connection is open.
    [[nodiscard]] bool wait_until_idle(std::chrono::milliseconds timeout = std::chrono::seconds{10}) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// A port of 127.0.0.1 that refuses connections for as long as this lives: bound, but not listening.
class RefusedPort {
public:
    RefusedPort();
    ~RefusedPort();
    RefusedPort(const RefusedPort&) = delete;
    RefusedPort& operator=(const RefusedPort&) = delete;
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace linktender::test
