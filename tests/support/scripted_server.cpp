#include "support/scripted_server.hpp"

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/server_connection.hpp"

namespace linktender::test {
namespace {

using boost::asio::ip::tcp;

/// Chooses the certificate by the name the client asks for; without one, by the listener's address.
int choose_certificate(SSL* ssl, void* argument) {
    auto& authority = *static_cast<CertificateAuthority*>(argument);
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const auto leaf = authority.leaf(name != nullptr ? name : "127.0.0.1");
    if (leaf.certificate == nullptr) return 0;
    return SSL_use_certificate(ssl, leaf.certificate.get()) == 1 &&
                   SSL_use_PrivateKey(ssl, leaf.key.get()) == 1
               ? 1
               : 0;
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
    static constexpr unsigned char k_http_1_1[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, k_http_1_1, sizeof k_http_1_1 - 1, offered,
                              offered_length) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::optional<boost::asio::ssl::context> make_tls(const ServerOptions& options) {
    const auto& authority = options.tls;
    if (authority == nullptr) return std::nullopt;
    std::optional<boost::asio::ssl::context> context(boost::asio::ssl::context::tls_server);
    SSL_CTX_set_cert_cb(context->native_handle(), choose_certificate, authority.get());
    SSL_CTX_set_alpn_select_cb(context->native_handle(), choose_protocol, nullptr);
    if (options.newest_tls != 0) {
        SSL_CTX_set_security_level(context->native_handle(), 0);  // OpenSSL's default allows 1.2 and later
        SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context->native_handle(), options.newest_tls);
    }
    return context;
}

}  // namespace

class ScriptedServer::Impl {
public:
    explicit Impl(ServerOptions options)
        : state(std::move(options)),
          tls_(make_tls(state.options())),
          acceptor_(io_, {boost::asio::ip::make_address(state.options().address), state.options().port}),
          retry_(io_),
          address(acceptor_.local_endpoint().address()),
          port(acceptor_.local_endpoint().port()) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }

    /// The context destroys what is pending, connections included, while `state` is still there.
    ~Impl() {
        io_.stop();
        thread_.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] bool is_tls() const noexcept { return tls_.has_value(); }

    ServerState state;

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error) return accept_later();
            if (tls_) {
                serve(boost::asio::ssl::stream<tcp::socket>(std::move(socket), *tls_));
            } else {
                serve(std::move(socket));
            }
            accept();
        });
    }

    /// Out of descriptors, most likely: they come back when connections end.
    void accept_later() {
        retry_.expires_after(std::chrono::milliseconds{20});
        retry_.async_wait([this](boost::system::error_code error) {
            if (!error) accept();
        });
    }

    template <class Stream>
    void serve(Stream stream) {
        std::make_shared<ServerConnection<Stream>>(std::move(stream), state)->start();
    }

    std::optional<boost::asio::ssl::context> tls_;
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_;
    boost::asio::steady_timer retry_;

public:
    const boost::asio::ip::address address;
    const std::uint16_t port;

private:
    std::thread thread_;
};

ScriptedServer::ScriptedServer(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

ScriptedServer::~ScriptedServer() = default;

std::uint16_t ScriptedServer::port() const noexcept {
    return impl_->port;
}

std::string ScriptedServer::origin() const {
    const auto address = impl_->address.to_string();
    return origin(impl_->address.is_v6() ? "[" + address + "]" : address);
}

std::string ScriptedServer::origin(std::string_view host) const {
    return (impl_->is_tls() ? "https://" : "http://") + std::string(host) + ":" + std::to_string(port());
}

std::string ScriptedServer::resolve(std::string_view host) const {
    return std::string(host) + ":" + std::to_string(port()) + ":" + impl_->address.to_string();
}

std::string ScriptedServer::connect_to(std::string_view host) const {
    const auto address = impl_->address.to_string();
    return std::string(host) + (impl_->is_tls() ? ":443:" : ":80:") +
           (impl_->address.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port());
}

std::vector<ReceivedRequest> ScriptedServer::requests() const {
    return impl_->state.requests();
}

ServerCounts ScriptedServer::counts() const {
    return impl_->state.counts();
}

bool ScriptedServer::wait_for_requests(std::uint64_t count, std::chrono::milliseconds timeout) const {
    return impl_->state.wait_for_requests(count, timeout);
}

bool ScriptedServer::wait_until_idle(std::chrono::milliseconds timeout) const {
    return impl_->state.wait_until_idle(timeout);
}

RefusedPort::RefusedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    std::memcpy(&generic, &address, sizeof address);
    if (socket_ < 0 || ::bind(socket_, &generic, length) != 0 ||
        ::getsockname(socket_, &generic, &length) != 0) {
        throw std::runtime_error("cannot bind a port of 127.0.0.1");
    }
    std::memcpy(&address, &generic, sizeof address);
    port_ = ntohs(address.sin_port);
}

RefusedPort::~RefusedPort() {
    ::close(socket_);
}

}  // namespace linktender::test
