// libcurl's multi handle on an Asio loop.
#pragma once

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "socket_poller.hpp"

namespace linktender::http {

/// Drives transfers and hands finished ones over. libcurl's callbacks only note what they are told; the
/// calls back into libcurl are made by handlers of the loop. Loop thread only.
class CurlMulti {
public:
    /// Called from the loop for a transfer that ended; the handle is removed already. May add and remove
    /// transfers, and may destroy this object.
    using Finished = std::function<void(CURL*, CURLcode)>;

    CurlMulti(boost::asio::io_context& io, SocketPoller& poller, std::size_t kept_connections,
              Finished finished);
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;
    ~CurlMulti();

    /// False when libcurl had no memory.
    [[nodiscard]] bool is_open() const { return multi_ != nullptr; }
    [[nodiscard]] CURLMcode add(CURL* easy);
    void remove(CURL* easy);

private:
    using SteadyClock = std::chrono::steady_clock;
    static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* socket_data) noexcept;
    static int on_timer(CURLM* multi, long milliseconds, void* self) noexcept;
    void kick_soon();
    void arm(SteadyClock::time_point when);
    void on_deadline();
    void act(curl_socket_t socket, int events);
    void collect_soon();
    void collect();

    boost::asio::io_context& io_;
    SocketPoller& poller_;
    boost::asio::steady_timer timer_;
    Finished finished_;
    CURLM* multi_ = nullptr;
    std::size_t handles_ = 0;
    std::optional<SteadyClock::time_point> deadline_;  // what libcurl wants
    std::optional<SteadyClock::time_point> armed_;     // what the timer waits for; never later than wanted
    bool kick_posted_ = false;
    bool collect_posted_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace linktender::http
