#include "transfer_callbacks.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "linktender/http/curl_fetcher.hpp"
#include "tls_info.hpp"
#include "transfer.hpp"
#include "transport_error.hpp"

namespace linktender::http {
namespace {

std::optional<std::uint64_t> announced_length(CURL* easy) {
    curl_off_t announced = -1;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (announced < 0) return std::nullopt;
    return static_cast<std::uint64_t>(announced);
}

std::string text_of(const sockaddr& address) {
    char text[INET6_ADDRSTRLEN] = {};
    const void* bytes = nullptr;
    if (address.sa_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    if (address.sa_family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    if (bytes != nullptr) ::inet_ntop(address.sa_family, bytes, text, sizeof text);
    return text;
}

}  // namespace

std::size_t on_header(char* line, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view text(line, size * count);
    try {
        // A new connection noted it during the handshake.
        if (!transfer.tls && !transfer.reader.got_bytes() && transfer.request.url.scheme() == "https") {
            transfer.tls = read_peer_certificate(transfer.easy.get());
        }
        return transfer.reader.on_header_line(text) == ResponseReader::Next::go_on ? text.size() : 0;
    } catch (...) {
        transfer.reader.fail(out_of_memory());
        return 0;
    }
}

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view text(bytes, size * count);
    try {
        const auto announced = announced_length(transfer.easy.get());
        return transfer.reader.on_body(text, announced) == ResponseReader::Next::go_on ? text.size()
                                                                                       : CURL_WRITEFUNC_ERROR;
    } catch (...) {
        transfer.reader.fail(out_of_memory());
        return CURL_WRITEFUNC_ERROR;
    }
}

int on_connected(void* self, char*, char*, int, int) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.http2 = speaks_http2(transfer.easy.get());
    long connections = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_NUM_CONNECTS, &connections);
    // A server that refuses its streams (RFC 9113 8.7) would be asked five times over, each time anew.
    return transfer.http2 && connections > 1 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

curl_socket_t on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const FetcherOptions& options = *transfer.environment->options;
    // Behind a proxy every connection goes to the proxy, which the operator named.
    if (options.proxy.empty() && !options.guard.allows(address->addr)) {
        try {
            transfer.refused_address = text_of(address->addr);
        } catch (...) {
            transfer.refused_address.assign(1, '?');
        }
        return CURL_SOCKET_BAD;
    }
    const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0) {
        transfer.out_of_descriptors =
            errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
        return CURL_SOCKET_BAD;
    }
    return socket;
}

int on_close_socket(void* poller, curl_socket_t socket) noexcept {
    static_cast<SocketPoller*>(poller)->forget(socket);
    return ::close(socket);
}

int on_resolver_start(void*, void*, void*) noexcept {
    return 1;
}

}  // namespace linktender::http
