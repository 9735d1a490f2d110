// One connection of a scripted server: reads requests, carries out scripts.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "support/server_state.hpp"

namespace linktender::test {

/// Runs on the server's thread alone. Owned by its pending operations: with the last of them it ends.
template <class Stream>
class ServerConnection : public std::enable_shared_from_this<ServerConnection<Stream>> {
public:
    ServerConnection(Stream stream, ServerState& state)
        : stream_(std::move(stream)),
          timer_(stream_.get_executor()),
          state_(state),
          number_(state.opened()) {}
    ~ServerConnection() { state_.closed(); }
    ServerConnection(const ServerConnection&) = delete;
    ServerConnection& operator=(const ServerConnection&) = delete;

    void start() {
        boost::system::error_code ignored;
        socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
        script_ = state_.greeting(number_);
        next_step();
    }

private:
    using Socket = boost::asio::ip::tcp::socket;
    using Error = boost::system::error_code;
    static constexpr bool k_tls = !std::is_same_v<Stream, Socket>;

    Socket::lowest_layer_type& socket() { return stream_.lowest_layer(); }

    /// A handler that keeps this connection alive and drops it on an error.
    template <class Then>
    auto on_success(Then then) {
        return [self = this->shared_from_this(), then = std::move(then)](Error error, std::size_t size = 0) {
            if (!error) then(*self, size);
        };
    }

    // The session -----------------------------------------------------------------------------------------

    void begin_session() {
        in_session_ = true;
        if constexpr (k_tls) {
            stream_.async_handshake(boost::asio::ssl::stream_base::server,
                                    on_success([](auto& self, std::size_t) { self.read(); }));
        } else {
            read();
        }
    }

    void read() {
        stream_.async_read_some(boost::asio::buffer(input_), on_success([](auto& self, std::size_t size) {
                                    self.reader_.append({self.input_.data(), size});
                                    self.serve_next();
                                }));
    }

    void serve_next() {
        ReceivedRequest request;
        switch (reader_.next(request)) {
            case RequestReader::Status::need_more: return read();
            case RequestReader::Status::malformed:
                begin_script(
                    {step::Send{serialise(text("not a request this server reads", 400))}, step::Close{}});
                return;
            case RequestReader::Status::complete: break;
        }
        request.connection = number_;
        last_request_ = !request.keep_alive;
        begin_script(state_.answer(std::move(request)));
    }

    // Scripts ---------------------------------------------------------------------------------------------

    void begin_script(std::vector<Step> script) {
        script_ = std::move(script);
        position_ = 0;
        next_step();
    }

    void next_step() {
        if (position_ < script_.size()) {
            std::visit([this](const auto& step) { this->run(step); }, script_[position_++]);
        } else if (!in_session_) {
            begin_session();
        } else if (last_request_) {
            run(step::Close{});
        } else {
            serve_next();
        }
    }

    void run(const step::Send& send) {
        write(send.bytes, [](auto& self) { self.next_step(); });
    }

    void run(const step::Repeat& repeat) {
        repeats_left_ = repeat.times;
        repeat_again(repeat.bytes);
    }

    void repeat_again(const std::string& bytes) {
        if (repeats_left_ == 0) return next_step();
        --repeats_left_;
        write(bytes, [&bytes](auto& self) { self.repeat_again(bytes); });
    }

    void run(const step::Wait& wait) {
        timer_.expires_after(wait.time);
        timer_.async_wait(on_success([](auto& self, std::size_t) { self.next_step(); }));
    }

    void run(const step::Close&) {
        if constexpr (k_tls) {
            if (in_session_) {
                // As if the client's close_notify were here already: ours is sent, and nothing is waited for.
                SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
                stream_.async_shutdown([self = this->shared_from_this()](Error) { self->run(step::Drop{}); });
                return;
            }
        }
        run(step::Drop{});
    }

    /// Closing with unread bytes in the kernel would reset the connection, so they are read first.
    void run(const step::Drop&) {
        Error ignored;
        socket().shutdown(Socket::shutdown_send, ignored);
        drain();
    }

    void run(const step::Reset&) {
        Error ignored;
        socket().set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket().close(ignored);
    }

    void run(const step::Silence&) { drain(); }

    /// Reads below TLS and forgets, until the client leaves.
    void drain() {
        raw().async_read_some(boost::asio::buffer(input_),
                              on_success([](auto& self, std::size_t) { self.drain(); }));
    }

    /// `bytes` lie in `script_`, which stays until the next script begins.
    template <class Then>
    void write(const std::string& bytes, Then then) {
        auto done = on_success([then = std::move(then)](auto& self, std::size_t) { then(self); });
        if (in_session_) {
            boost::asio::async_write(stream_, boost::asio::buffer(bytes), std::move(done));
        } else {
            boost::asio::async_write(raw(), boost::asio::buffer(bytes), std::move(done));
        }
    }

    Socket& raw() {
        if constexpr (k_tls) {
            return stream_.next_layer();
        } else {
            return stream_;
        }
    }

    Stream stream_;
    boost::asio::steady_timer timer_;
    ServerState& state_;
    const std::uint64_t number_;
    bool in_session_ = false;    ///< the greeting is over; with TLS, the handshake has begun
    bool last_request_ = false;  ///< the client wants the connection to end after this answer
    std::array<char, 8192> input_{};
    RequestReader reader_;
    std::vector<Step> script_;
    std::size_t position_ = 0;  ///< of the next step
    std::size_t repeats_left_ = 0;
};

}  // namespace linktender::test
