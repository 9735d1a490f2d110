#include "client.hpp"

#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace linktender::test {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string last_error() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return text.data();
}

}  // namespace

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    std::memcpy(&generic, &address, sizeof address);
    if (::connect(socket_, &generic, sizeof address) != 0) {
        const int error = errno;
        ::close(socket_);
        throw std::runtime_error(std::strerror(error));
    }
}

Client::~Client() {
    ::close(socket_);
}

void Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error(std::strerror(errno));
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Client::get(std::string_view path) {
    send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
}

std::string Client::read_until(std::string_view end) {
    std::string text;
    std::array<char, 65536> buffer{};
    while (end.empty() || !ends_with(text, end)) {
        const auto size = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (size < 0) reset_ = errno == ECONNRESET;
        if (size <= 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
}

TlsResult tls_get(std::uint16_t port, const std::string& host, const std::string& ca_file) {
    TlsResult result;
    const Client client(port);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    SSL_CTX_load_verify_locations(context.get(), ca_file.c_str(), nullptr);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), client.socket());
    std::string name = host;
    SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set1_host(ssl.get(), host.c_str());
    static constexpr unsigned char k_offered[] = "\x02h2\x08http/1.1";
    SSL_set_alpn_protos(ssl.get(), k_offered, sizeof k_offered - 1);

    ERR_clear_error();
    result.connected = SSL_connect(ssl.get()) == 1;
    if (!result.connected) {
        result.alert = last_error();
        return result;
    }
    const long verdict = SSL_get_verify_result(ssl.get());
    if (verdict != X509_V_OK) result.error = X509_verify_cert_error_string(verdict);
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl.get(), &chosen, &length);
    result.protocol.assign(chosen, chosen + length);

    const std::string request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    SSL_write(ssl.get(), request.data(), static_cast<int>(request.size()));
    std::array<char, 65536> buffer{};
    int size = 0;
    while ((size = SSL_read(ssl.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0) {
        result.answer.append(buffer.data(), static_cast<std::size_t>(size));
    }
    result.truncated = SSL_get_error(ssl.get(), size) != SSL_ERROR_ZERO_RETURN;
    return result;
}

}  // namespace linktender::test
