#include "socket_poller.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cstddef>

namespace linktender::http {
namespace {

constexpr std::size_t k_events_per_wake = 128;  // then other work of the loop gets its turn

}  // namespace

SocketPoller::SocketPoller(boost::asio::io_context& io) : descriptor_(io) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    boost::system::error_code error;
    if (epoll >= 0) descriptor_.assign(epoll, error);
    if (error) ::close(epoll);
}

SocketPoller::~SocketPoller() {
    *alive_ = false;
}

void SocketPoller::on_event(Owner owner, Handler handler) {
    (owner == Owner::curl ? curl_handler_ : resolver_handler_) = std::move(handler);
}

void SocketPoller::watch(int socket, Owner owner, Interest interest) noexcept {
    assert(socket >= 0);
    const auto at = static_cast<std::size_t>(socket);
    if (at >= entries_.size()) entries_.resize(at + 1);
    Entry& entry = entries_[at];
    entry.owner = owner;
    entry.wanted =
        (interest.read ? std::uint32_t{EPOLLIN} : 0U) | (interest.write ? std::uint32_t{EPOLLOUT} : 0U);
    // An idle socket stays registered for reading only: it is quiet unless the peer closes it.
    const std::uint32_t next = entry.wanted != 0 ? entry.wanted : entry.registered & EPOLLIN;
    if (next == entry.registered) return;
    epoll_event event{};
    event.events = next;
    event.data.fd = socket;
    const int epoll = descriptor_.native_handle();
    if (next == 0) {
        ::epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr);
    } else if (entry.registered == 0) {
        if (::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) != 0)
            ::epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event);
    } else if (::epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0) {
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
    }
    entry.registered = next;
}

void SocketPoller::forget(int socket) noexcept {
    const auto at = static_cast<std::size_t>(socket);
    if (at >= entries_.size()) return;
    if (entries_[at].registered != 0)
        ::epoll_ctl(descriptor_.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
    entries_[at] = Entry{};
}

void SocketPoller::keep_waiting(bool wanted) {
    if (wanted == wanted_) return;
    wanted_ = wanted;
    if (wanted_ && !waiting_) wait();
    if (!wanted_ && waiting_) descriptor_.cancel();
}

void SocketPoller::wait() {
    waiting_ = true;
    descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           [this, alive = alive_](const boost::system::error_code& error) {
                               if (!*alive) return;
                               waiting_ = false;
                               if (!error) dispatch();
                               if (*alive && wanted_ && !waiting_) wait();
                           });
}

void SocketPoller::dispatch() {
    const auto alive = alive_;
    std::array<epoll_event, k_events_per_wake> events;
    const int count =
        ::epoll_wait(descriptor_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        const int socket = event.data.fd;
        // Earlier events of this batch may have closed this socket, and even opened it anew.
        Entry& entry = entries_[static_cast<std::size_t>(socket)];
        if (entry.owner == Owner::none) continue;
        if (entry.wanted == 0) {
            // The peer closed an idle connection, or sent on it: nobody reads that, and it must wake us once.
            ::epoll_ctl(descriptor_.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
            entry.registered = 0;
            continue;
        }
        const Event seen{socket, (event.events & EPOLLIN) != 0, (event.events & EPOLLOUT) != 0,
                         (event.events & (EPOLLERR | EPOLLHUP)) != 0};
        (entry.owner == Owner::curl ? curl_handler_ : resolver_handler_)(seen);
        if (!*alive) return;
    }
}

}  // namespace linktender::http
