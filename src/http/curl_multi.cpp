#include "curl_multi.hpp"

#include <boost/asio/post.hpp>

namespace linktender::http {

CurlMulti::CurlMulti(boost::asio::io_context& io, SocketPoller& poller, std::size_t kept_connections,
                     Finished finished)
    : io_(io), poller_(poller), timer_(io), finished_(std::move(finished)), multi_(curl_multi_init()) {
    if (multi_ == nullptr) return;
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    // With fewer connections kept than hosts alive, each request reconnects and pays for an eviction.
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(kept_connections));
    poller_.on_event(SocketPoller::Owner::curl, [this](const SocketPoller::Event& event) {
        act(event.socket, (event.readable ? CURL_CSELECT_IN : 0) | (event.writable ? CURL_CSELECT_OUT : 0) |
                              (event.failed ? CURL_CSELECT_ERR : 0));
    });
}

CurlMulti::~CurlMulti() {
    *alive_ = false;
    if (multi_ != nullptr) curl_multi_cleanup(multi_);
}

CURLMcode CurlMulti::add(CURL* easy) {
    const CURLMcode code = curl_multi_add_handle(multi_, easy);
    if (code == CURLM_OK) ++handles_;
    return code;
}

void CurlMulti::remove(CURL* easy) {
    curl_multi_remove_handle(multi_, easy);
    if (--handles_ > 0) return;
    // Nothing is left to time out, and a waiting timer would keep the loop running.
    timer_.cancel();
    armed_.reset();
}

int CurlMulti::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept {
    const SocketPoller::Interest interest{what == CURL_POLL_IN || what == CURL_POLL_INOUT,
                                          what == CURL_POLL_OUT || what == CURL_POLL_INOUT};
    static_cast<CurlMulti*>(self)->poller_.watch(socket, SocketPoller::Owner::curl, interest);
    return 0;
}

int CurlMulti::on_timer(CURLM*, long milliseconds, void* self) noexcept {
    auto& multi = *static_cast<CurlMulti*>(self);
    multi.deadline_.reset();
    if (milliseconds == 0) multi.kick_soon();
    if (milliseconds > 0) {
        multi.deadline_ = SteadyClock::now() + std::chrono::milliseconds(milliseconds);
        multi.arm(*multi.deadline_);
    }
    return 0;
}

// About one timer call in two asks for "now": posting is cheaper than a timer that is due.
void CurlMulti::kick_soon() {
    if (kick_posted_) return;
    kick_posted_ = true;
    boost::asio::post(io_, [this, alive = alive_] {
        if (!*alive) return;
        kick_posted_ = false;
        act(CURL_SOCKET_TIMEOUT, 0);
    });
}

// A timer that fires too early is looked at and set again; so a deadline that moves away, as it does
// with every request, costs nothing.
void CurlMulti::arm(SteadyClock::time_point when) {
    if (armed_ && *armed_ <= when) return;
    armed_ = when;
    timer_.expires_at(when);
    timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
        if (error || !*alive) return;  // cancelled, or moved nearer
        armed_.reset();
        on_deadline();
    });
}

void CurlMulti::on_deadline() {
    if (!deadline_) return;
    if (SteadyClock::now() < *deadline_) return arm(*deadline_);
    deadline_.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlMulti::act(curl_socket_t socket, int events) {
    int running = 0;
    curl_multi_socket_action(multi_, socket, events, &running);
    collect_soon();
}

void CurlMulti::collect_soon() {
    if (collect_posted_) return;
    collect_posted_ = true;
    boost::asio::post(io_, [this, alive = alive_] {
        if (!*alive) return;
        collect_posted_ = false;
        collect();
    });
}

void CurlMulti::collect() {
    const auto alive = alive_;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* const easy = message->easy_handle;
        const CURLcode code = message->data.result;
        remove(easy);  // invalidates the message
        finished_(easy, code);
        if (!*alive) return;
    }
}

}  // namespace linktender::http
