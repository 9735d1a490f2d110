// Answers questions of programs on this machine: over a UNIX socket or a loopback port, in HTTP.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace linktender::app {

struct LocalAnswer {
    std::string content_type;
    std::string body;
};

struct LocalServerLimits {
    std::size_t clients = 16;                  ///< at once; more are turned away
    std::size_t request_bytes = 4096;          ///< of the head; a body is not read
    std::chrono::milliseconds patience{5000};  ///< for one client, from its first byte to our last
};

/// Serves GET requests until it goes. A client that is slow, or asks for too much, is dropped; none keeps
/// another from its answer. Loop thread.
class LocalServer {
public:
    /// nullopt: no such path. Called in the loop.
    using Handler = std::function<std::optional<LocalAnswer>(std::string_view path)>;

    /// `address` is `127.0.0.1:9464`, `[::1]:0` or the path of a UNIX socket (mode 0660; one that is there
    /// already is replaced, so the caller holds a lock). Throws std::runtime_error with what is wrong.
    LocalServer(boost::asio::io_context& io, const std::string& address, Handler handler,
                LocalServerLimits limits = {});
    ~LocalServer();  ///< the UNIX socket's file goes too
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    /// 0 for a UNIX socket.
    [[nodiscard]] unsigned short port() const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace linktender::app
