// The sockets of libcurl and c-ares, watched by one epoll descriptor that Asio waits on.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace linktender::http {

/// libcurl stops and starts watching a socket around every transfer. A registration therefore stays in
/// the kernel until the socket closes, and only a change of direction costs a system call; Asio itself
/// sees one descriptor, whatever the number of sockets. Level-triggered, since neither library drains
/// its sockets. Loop thread only.
class SocketPoller {
public:
    enum class Owner : std::uint8_t { none, curl, resolver };
    struct Interest {
        bool read = false;
        bool write = false;
    };
    struct Event {
        int socket = -1;
        bool readable = false;
        bool writable = false;
        bool failed = false;
    };
    using Handler = std::function<void(const Event&)>;

    explicit SocketPoller(boost::asio::io_context& io);
    SocketPoller(const SocketPoller&) = delete;
    SocketPoller& operator=(const SocketPoller&) = delete;
    ~SocketPoller();

    /// False when the kernel gave no epoll descriptor; nothing else may be called then.
    [[nodiscard]] bool is_open() const { return descriptor_.is_open(); }
    /// Set once, before the first socket. Called from the loop, never from inside a method here.
    void on_event(Owner owner, Handler handler);

    /// Replaces what is watched on the socket. No interest keeps the registration: the socket is idle.
    void watch(int socket, Owner owner, Interest interest) noexcept;
    /// Must be called before the socket is closed: the number may come back at once for another one.
    void forget(int socket) noexcept;

    /// While `wanted`, the loop has work and waits; an idle poller lets `io_context::run` return.
    void keep_waiting(bool wanted);

private:
    struct Entry {
        Owner owner = Owner::none;
        std::uint32_t wanted = 0;
        std::uint32_t registered = 0;  // as the kernel has it; 0 when it does not have it
    };
    void wait();
    void dispatch();

    boost::asio::posix::stream_descriptor descriptor_;
    std::vector<Entry> entries_;  // by socket
    Handler curl_handler_;
    Handler resolver_handler_;
    bool wanted_ = false;
    bool waiting_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace linktender::http
