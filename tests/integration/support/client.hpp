// The plainest of clients, so that the server is tested without the client it is made for.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace linktender::test {

/// A blocking connection to 127.0.0.1. No read waits longer than ten seconds.
class Client {
public:
    explicit Client(std::uint16_t port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void send(std::string_view bytes);
    /// One GET for this path with `Host: a.test`.
    void get(std::string_view path);
    /// What has come until `end` stands at the end of it, or the connection is over.
    [[nodiscard]] std::string read_until(std::string_view end);
    [[nodiscard]] std::string read_to_end() { return read_until({}); }
    /// The connection was reset, which a read has found.
    [[nodiscard]] bool was_reset() const noexcept { return reset_; }
    [[nodiscard]] int socket() const noexcept { return socket_; }

private:
    int socket_ = -1;
    bool reset_ = false;
};

struct TlsResult {
    bool connected = false;
    std::string error;       ///< OpenSSL's words for the certificate, "" when it is good
    std::string alert;       ///< OpenSSL's words for the handshake, "" when it succeeded
    std::string protocol;    ///< ALPN's choice
    std::string answer;      ///< to a GET of `/`
    bool truncated = false;  ///< the connection ended without close_notify
};

/// Connects with SNI `host`, trusts the authority in `ca_file` and checks the name.
[[nodiscard]] TlsResult tls_get(std::uint16_t port, const std::string& host, const std::string& ca_file);

}  // namespace linktender::test
