// A proxy on 127.0.0.1 whose tunnels all end at one port of 127.0.0.1, or are refused.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace linktender::test {

class TunnelProxy {
public:
    struct Options {
        bool socks = false;      ///< SOCKS5 (RFC 1928) instead of CONNECT (RFC 9110 9.3.6)
        std::uint16_t port = 0;  ///< where tunnels end
        int refusal = 0;         ///< the status, or the SOCKS5 reply, that every tunnel gets; 0 for none
    };

    explicit TunnelProxy(Options options) : options_(options) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || ::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
            ::getsockname(listener_, generic, &length) != 0) {
            throw std::runtime_error("no TCP socket on 127.0.0.1");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { accept(); });
    }
    TunnelProxy(const TunnelProxy&) = delete;
    TunnelProxy& operator=(const TunnelProxy&) = delete;
    ~TunnelProxy() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
        for (std::thread& tunnel : tunnels_) tunnel.join();
        for (const int socket : sockets_) ::close(socket);
        ::close(listener_);
    }

    [[nodiscard]] std::string url(std::string_view scheme) const {
        return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_);
    }
    /// What tunnels were asked for: `some.test:443`.
    [[nodiscard]] std::vector<std::string> targets() const {
        const std::lock_guard lock(mutex_);
        return targets_;
    }

private:
    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }

    void accept() {
        for (;;) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) return;
            const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockets_.insert(sockets_.end(), {client, server});
            tunnels_.emplace_back([this, client, server] {
                if (options_.socks ? greet_socks(client) : greet_http(client)) relay(client, server);
                ::shutdown(client, SHUT_RDWR);
            });
        }
    }

    void note(std::string target) {
        const std::lock_guard lock(mutex_);
        targets_.push_back(std::move(target));
    }

    static bool send_all(int socket, std::string_view bytes) {
        return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }

    /// Reads until `size` bytes are there.
    static std::string receive(int socket, std::size_t size) {
        std::string bytes(size, '\0');
        const ssize_t got = ::recv(socket, bytes.data(), size, MSG_WAITALL);
        bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return bytes;
    }

    bool greet_http(int client) {
        std::string head;
        while (!head.ends_with("\r\n\r\n") && head.size() < 10'000) {
            const std::string byte = receive(client, 1);
            if (byte.empty()) return false;
            head += byte;
        }
        note(head.substr(head.find(' ') + 1, head.find(" HTTP/") - head.find(' ') - 1));
        const std::string status = std::to_string(options_.refusal == 0 ? 200 : options_.refusal);
        return send_all(client, "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n") &&
               options_.refusal == 0;
    }

    bool greet_socks(int client) {
        const std::string greeting = receive(client, 2);
        if (greeting.size() < 2) return false;
        (void)receive(client, static_cast<unsigned char>(greeting[1]));
        send_all(client, std::string("\x05\x00", 2));  // no authentication
        const std::string request = receive(client, 4);
        if (request.size() < 4) return false;
        std::string host;
        if (request[3] == 3) {
            host = receive(client, static_cast<unsigned char>(receive(client, 1).at(0)));
        } else {
            const std::string bytes = receive(client, request[3] == 1 ? 4 : 16);
            std::array<char, INET6_ADDRSTRLEN> text{};
            ::inet_ntop(request[3] == 1 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
            host = text.data();
        }
        const std::string port = receive(client, 2);
        note(host + ':' +
             std::to_string(static_cast<unsigned char>(port.at(0)) * 256 +
                            static_cast<unsigned char>(port.at(1))));
        const auto reply = static_cast<char>(options_.refusal);
        return send_all(client,
                        std::string("\x05") + reply + std::string("\x00\x01\x00\x00\x00\x00\x00\x00", 8)) &&
               options_.refusal == 0;
    }

    void relay(int client, int server) const {
        const sockaddr_in address = loopback(options_.port);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
        std::array<char, 16 * 1024> buffer{};
        for (;;) {
            pollfd waiting[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(waiting, 2, -1) < 0) return;
            for (int i = 0; i < 2; ++i) {
                if (waiting[i].revents == 0) continue;
                const ssize_t got = ::recv(waiting[i].fd, buffer.data(), buffer.size(), 0);
                if (got <= 0) return;
                if (!send_all(waiting[1 - i].fd, {buffer.data(), static_cast<std::size_t>(got)})) return;
            }
        }
    }

    const Options options_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> targets_;
    std::vector<int> sockets_;          // of the accepting thread, until it ends
    std::vector<std::thread> tunnels_;  // as well
    std::thread thread_;
};

}  // namespace linktender::test
