#include "linktender/app/local_server.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::app {

namespace asio = boost::asio;
using Protocol = asio::generic::stream_protocol;
using Error = boost::system::error_code;

namespace {

constexpr mode_t k_mode = 0660;  // the service's own group may ask too

std::string response(std::string_view status, const LocalAnswer& answer, bool with_body) {
    return fmt::format(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: "
        "close\r\n\r\n{}",
        status, answer.content_type, answer.body.size(), with_body ? std::string_view(answer.body) : "");
}

std::string refusal(std::string_view status) {
    return response(status, {"text/plain; charset=utf-8", fmt::format("{}\n", status)}, true);
}

asio::ip::tcp::endpoint loopback_endpoint(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    unsigned short port = 0;
    if (colon != std::string::npos)
        std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    Error error;
    const auto ip = asio::ip::make_address(host, error);
    if (error || !ip.is_loopback()) throw std::runtime_error(address + ": no loopback address");
    return {ip, port};
}

}  // namespace

class LocalServer::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(asio::io_context& io, const std::string& address, Handler handler, LocalServerLimits limits)
        : io_(io), acceptor_(io), handler_(std::move(handler)), limits_(limits) {
        try {
            if (address.find('/') == std::string::npos)
                listen_at_port(address);
            else
                listen_at_path(address);
        } catch (const boost::system::system_error& error) {
            throw std::runtime_error(fmt::format("{}: cannot listen there: {}", core::escape_control(address),
                                                 error.code().message()));
        }
    }

    void start() {
        acceptor_.async_accept([self = shared_from_this()](const Error& error, Protocol::socket socket) {
            if (self->closed_) return;
            if (!error && self->clients_ < self->limits_.clients)
                std::make_shared<Client>(self, std::move(socket))->start();
            if (!error) return self->start();
            // Out of descriptors: the next client's turn comes when there are some again.
            self->retry_.expires_after(std::chrono::seconds{1});
            self->retry_.async_wait([self](const Error& cancelled) {
                if (!cancelled && !self->closed_) self->start();
            });
        });
    }
    void close() {
        closed_ = true;
        Error ignored;
        acceptor_.close(ignored);
        retry_.cancel();
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    [[nodiscard]] unsigned short port() const {
        if (!path_.empty()) return 0;
        asio::ip::tcp::endpoint endpoint;
        const auto generic = acceptor_.local_endpoint();
        std::memcpy(endpoint.data(), generic.data(), std::min(endpoint.capacity(), generic.size()));
        return endpoint.port();
    }

private:
    /// One request and its answer.
    class Client : public std::enable_shared_from_this<Client> {
    public:
        Client(std::shared_ptr<Impl> server, Protocol::socket socket)
            : server_(std::move(server)), socket_(std::move(socket)), timer_(server_->io_) {
            ++server_->clients_;
        }
        ~Client() { --server_->clients_; }
        Client(const Client&) = delete;
        Client& operator=(const Client&) = delete;

        void start() {
            timer_.expires_after(server_->limits_.patience);
            timer_.async_wait([self = shared_from_this()](const Error& error) {
                Error ignored;
                if (!error) self->socket_.close(ignored);
            });
            read();
        }

    private:
        void read() {
            socket_.async_read_some(asio::buffer(buffer_),
                                    [self = shared_from_this()](const Error& error, std::size_t size) {
                                        if (error || self->server_->closed_) return self->end();
                                        self->request_.append(self->buffer_.data(), size);
                                        self->look();
                                    });
        }
        void look() {
            const std::size_t end = request_.find("\r\n\r\n");
            if (end == std::string::npos && request_.size() <= server_->limits_.request_bytes) return read();
            write(end == std::string::npos ? refusal("431 Request Header Fields Too Large") : answer());
        }
        std::string answer() {
            const std::string_view line = std::string_view(request_).substr(0, request_.find("\r\n"));
            const auto words = core::split(line, ' ');
            if (words.size() != 3 || !words[2].starts_with("HTTP/1.")) return refusal("400 Bad Request");
            if (words[0] != "GET" && words[0] != "HEAD") return refusal("405 Method Not Allowed");
            const auto found = server_->handler_(words[1].substr(0, words[1].find('?')));
            return found ? response("200 OK", *found, words[0] == "GET") : refusal("404 Not Found");
        }
        void write(std::string text) {
            response_ = std::move(text);
            asio::async_write(socket_, asio::buffer(response_),
                              [self = shared_from_this()](const Error&, std::size_t) { self->end(); });
        }
        void end() {
            timer_.cancel();
            Error ignored;
            socket_.shutdown(Protocol::socket::shutdown_both, ignored);
            socket_.close(ignored);
        }

        std::shared_ptr<Impl> server_;
        Protocol::socket socket_;
        asio::steady_timer timer_;
        std::array<char, 1024> buffer_{};
        std::string request_;
        std::string response_;
    };

    void listen_at_port(const std::string& address) {
        const Protocol::endpoint endpoint(loopback_endpoint(address));
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(asio::socket_base::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen();
    }
    void listen_at_path(const std::string& path) {
        const Protocol::endpoint endpoint{asio::local::stream_protocol::endpoint(path)};
        // Nothing but a socket is replaced: a wrong path must not cost a file.
        struct stat there {};
        if (::lstat(path.c_str(), &there) == 0 && !S_ISSOCK(there.st_mode))
            throw std::runtime_error(fmt::format(
                "{}: is there and no socket; name another path, or remove it", core::escape_control(path)));
        ::unlink(path.c_str());
        acceptor_.open(endpoint.protocol());
        acceptor_.bind(endpoint);
        path_ = path;
        if (::chmod(path.c_str(), k_mode) != 0)
            throw boost::system::system_error(errno, boost::system::system_category());
        acceptor_.listen();
    }

    asio::io_context& io_;
    asio::basic_socket_acceptor<Protocol> acceptor_;
    asio::steady_timer retry_{io_};
    const Handler handler_;
    const LocalServerLimits limits_;
    std::string path_;  ///< of a UNIX socket
    std::size_t clients_ = 0;
    bool closed_ = false;
};

LocalServer::LocalServer(asio::io_context& io, const std::string& address, Handler handler,
                         LocalServerLimits limits)
    : impl_(std::make_shared<Impl>(io, address, std::move(handler), limits)) {
    impl_->start();
}
LocalServer::~LocalServer() {
    impl_->close();
}
unsigned short LocalServer::port() const {
    return impl_->port();
}

}  // namespace linktender::app
