// A name server on 127.0.0.1 that answers as a test tells it to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace linktender::test {

/// What a question gets: addresses of its family, or a response code (RFC 1035 4.1.1: 2 SERVFAIL,
/// 3 NXDOMAIN, 5 REFUSED). No addresses and code 0 is an empty answer.
struct DnsAnswer {
    std::vector<std::string> addresses = {};
    int code = 0;
    bool silent = false;
    bool garbage = false;
};

class DnsServer {
public:
    static constexpr int k_a = 1;
    static constexpr int k_aaaa = 28;
    /// Called on the server's thread with the name in lower case and the type.
    using Handler = std::function<DnsAnswer(const std::string& name, int type)>;

    explicit DnsServer(Handler handler) : handler_(std::move(handler)) {
        socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (socket_ < 0 || ::bind(socket_, generic, length) != 0 ||
            ::getsockname(socket_, generic, &length) != 0) {
            throw std::runtime_error("no UDP socket on 127.0.0.1");
        }
        port_ = ntohs(address.sin_port);
        stop_ = ::eventfd(0, EFD_CLOEXEC);
        thread_ = std::thread([this] { serve(); });
    }
    DnsServer(const DnsServer&) = delete;
    DnsServer& operator=(const DnsServer&) = delete;
    ~DnsServer() {
        ::eventfd_write(stop_, 1);
        thread_.join();
        ::close(stop_);
        ::close(socket_);
    }

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] int questions() const { return questions_; }

private:
    void serve() {
        for (;;) {
            pollfd waiting[2] = {{socket_, POLLIN, 0}, {stop_, POLLIN, 0}};
            if (::poll(waiting, 2, -1) < 0 || waiting[1].revents != 0) return;
            std::array<unsigned char, 1500> packet{};
            sockaddr_in from{};
            socklen_t length = sizeof from;
            auto* generic = reinterpret_cast<sockaddr*>(&from);
            const ssize_t size = ::recvfrom(socket_, packet.data(), packet.size(), 0, generic, &length);
            if (size < 17) continue;
            const std::string reply = answer({packet.begin(), packet.begin() + size});
            if (!reply.empty()) ::sendto(socket_, reply.data(), reply.size(), 0, generic, length);
        }
    }

    std::string answer(const std::string& query) {
        std::string name;
        std::size_t at = 12;
        while (at < query.size() && query[at] != '\0') {
            const auto label = static_cast<unsigned char>(query[at]);
            if (!name.empty()) name += '.';
            name += query.substr(at + 1, label);
            at += label + std::size_t{1};
        }
        if (at + 5 > query.size()) return {};
        ++questions_;
        const int type = static_cast<unsigned char>(query[at + 2]);
        const DnsAnswer wanted = handler_(name, type);
        if (wanted.silent) return {};
        std::string reply = query.substr(0, at + 5);
        if (wanted.garbage) return reply.substr(0, 2) + "\x81\x80" + std::string(8, '\xff') + "garbage";
        reply[2] = '\x81';  // a response, recursion desired
        reply[3] = static_cast<char>(0x80 | wanted.code);
        reply[7] = static_cast<char>(wanted.addresses.size());
        reply[9] = reply[11] = '\0';  // neither authority nor additional records
        for (const std::string& text : wanted.addresses) {
            std::array<char, 16> bytes{};
            const bool six = ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
            if (!six && ::inet_pton(AF_INET, text.c_str(), bytes.data()) != 1)
                throw std::runtime_error("no address");
            reply +=
                std::string("\xc0\x0c\0", 3) + static_cast<char>(type) + std::string("\0\x01\0\0\0\x3c\0", 7);
            reply += static_cast<char>(six ? 16 : 4);
            reply.append(bytes.data(), six ? 16 : 4);
        }
        return reply;
    }

    Handler handler_;
    int socket_ = -1;
    int stop_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> questions_{0};
    std::thread thread_;
};

}  // namespace linktender::test
