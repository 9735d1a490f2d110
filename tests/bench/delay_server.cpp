// A web whose every answer is late: one page for any host and path, after a time that the request decides.
//
//   bench_delay_server PORT FROM_MS TO_MS PAGE
//
// Listens on 127.0.0.1, HTTP/1.1 with keep-alive. PAGE is a file; `@N@` in it becomes the request's path. The
// wait is drawn evenly from the range, always the same for the same host and path. `/robots.txt` is late too,
// and not there.
// `/bench-counts` answers at once, in the form of nginx's stub_status. One thread, ends on a signal.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

/// Milliseconds to an answer; longer ranges are refused.
constexpr std::size_t k_slots = 4096;
constexpr std::size_t k_max_request = 16 << 10;

struct Range {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

struct Connection {
    std::uint64_t number = 0;  ///< descriptors are used again, numbers are not
    std::string in;
    std::string out;
    bool waiting = false;
};

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 1469598103934665603U;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211U;
    return hash ^ (hash >> 29U);
}

std::string_view header(std::string_view request, std::string_view name) {
    const std::size_t at = request.find(name);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = request.substr(at + name.size());
    return rest.substr(0, rest.find('\r'));
}

class Server {
public:
    Server(int listener, Range range, std::string page)
        : listener_(listener), epoll_(::epoll_create1(EPOLL_CLOEXEC)), range_(range), page_(std::move(page)) {
        watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
    }

    [[noreturn]] void run() {
        std::array<epoll_event, 512> events{};
        for (;;) {
            const int timeout = due_ > 0 ? 1 : -1;
            const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout);
            for (int i = 0; i < count; ++i) {
                const epoll_event& event = events.at(static_cast<std::size_t>(i));
                if (event.data.fd == listener_)
                    accept_all();
                else if ((event.events & EPOLLOUT) != 0)
                    write(event.data.fd);
                else
                    read(event.data.fd);
            }
            answer_due();
        }
    }

private:
    void watch(int fd, std::uint32_t events, int operation) const {
        epoll_event event{};
        event.events = events;
        event.data.fd = fd;
        ::epoll_ctl(epoll_, operation, fd, &event);
    }

    void accept_all() {
        for (;;) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) return;
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            connections_[fd].number = ++accepted_;
            watch(fd, EPOLLIN, EPOLL_CTL_ADD);
        }
    }

    void close(int fd) {
        ::close(fd);
        connections_.erase(fd);
    }

    void read(int fd) {
        Connection& connection = connections_[fd];
        std::array<char, 4096> bytes{};
        const ssize_t got = ::recv(fd, bytes.data(), bytes.size(), 0);
        if (got <= 0 || connection.in.size() > k_max_request) return close(fd);
        connection.in.append(bytes.data(), static_cast<std::size_t>(got));
        take_request(fd, connection);
    }

    /// One request at a time: a client that sends a second one early waits for it.
    void take_request(int fd, Connection& connection) {
        const std::size_t end = connection.in.find("\r\n\r\n");
        if (end == std::string::npos || connection.waiting) return;
        const std::string_view request = std::string_view(connection.in).substr(0, end + 2);
        std::string_view path = request.substr(0, request.find('\r'));
        path = path.substr(std::min(path.find(' '), path.size() - 1) + 1);
        path = path.substr(0, path.find(' '));
        ++requests_;
        connection.out = answer(path);
        connection.waiting = true;
        const bool at_once = path == "/bench-counts";
        const std::uint64_t draw = hash_of(header(request, "Host: ")) ^ hash_of(path);
        const std::uint64_t wait = at_once ? 0 : range_.from + draw % (range_.to - range_.from + 1);
        connection.in.erase(0, end + 4);
        if (at_once) return write(fd);
        slots_.at((now_ms() + wait) % k_slots).emplace_back(fd, connection.number);
        ++due_;
    }

    [[nodiscard]] std::string answer(std::string_view path) const {
        std::string body;
        if (path == "/bench-counts") {
            body = "Active connections: 0\nserver accepts handled requests\n " + std::to_string(accepted_) +
                   " 0 " + std::to_string(requests_) + "\n";
        } else if (path != "/robots.txt") {
            body.reserve(page_.size() + 64);
            std::size_t from = 0;
            for (std::size_t at = 0; (at = page_.find("@N@", from)) != std::string::npos; from = at + 3)
                body.append(page_, from, at - from).append(path);
            body.append(page_, from);
        }
        const std::string_view status = path == "/robots.txt" ? "404 Not Found" : "200 OK";
        return "HTTP/1.1 " + std::string(status) +
               "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    [[nodiscard]] std::uint64_t now_ms() const {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count());
    }

    /// A clock face of milliseconds: what lies between the last look and now is due.
    void answer_due() {
        const std::uint64_t now = now_ms();
        for (; looked_at_ < now; ++looked_at_) {
            for (const auto& [fd, number] : std::exchange(slots_.at(looked_at_ % k_slots), {})) {
                --due_;
                const auto found = connections_.find(fd);
                if (found != connections_.end() && found->second.number == number) write(fd);
            }
        }
    }

    void write(int fd) {
        Connection& connection = connections_[fd];
        const ssize_t sent = ::send(fd, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) return close(fd);
        connection.out.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
        if (!connection.out.empty()) return watch(fd, EPOLLOUT, EPOLL_CTL_MOD);
        watch(fd, EPOLLIN, EPOLL_CTL_MOD);
        connection.waiting = false;
        take_request(fd, connection);
    }

    int listener_;
    int epoll_;
    Range range_;
    std::string page_;
    const Clock::time_point start_ = Clock::now();
    std::unordered_map<int, Connection> connections_;
    std::vector<std::vector<std::pair<int, std::uint64_t>>> slots_{k_slots};
    std::uint64_t looked_at_ = 0;
    std::uint64_t due_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t requests_ = 0;
};

int listen_on(int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd, 4096) != 0) {
        std::perror("bench_delay_server");
        std::exit(1);
    }
    return fd;
}

}  // namespace

int main(int argc, char* argv[]) {
    if (argc != 5) {
        std::fputs("usage: bench_delay_server PORT FROM_MS TO_MS PAGE\n", stderr);
        return 3;
    }
    const Range range{std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10)};
    if (range.to < range.from || range.to >= k_slots) {
        std::fputs("bench_delay_server: a range of milliseconds below 4096 is needed\n", stderr);
        return 3;
    }
    std::ifstream file(argv[4], std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    Server(listen_on(std::atoi(argv[1])), range, page).run();
}
