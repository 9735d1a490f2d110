#include "support/smtp_server.hpp"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <mutex>
#include <optional>
#include <thread>

namespace linktender::test {

namespace {

using boost::asio::ip::tcp;
using Secure = boost::asio::ssl::stream<tcp::socket&>;

/// What PLAIN (RFC 4616) says: an empty authorisation, the user, the password, in base64.
std::string plain_token(const SmtpOptions& options) {
    std::string text(1, '\0');
    text += options.user;
    text += '\0';
    text += options.password;
    std::string out(4 * (text.size() + 2) / 3 + 4, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

/// One connection, with or without TLS. Everything blocks; an end of the socket throws.
class Wire {
public:
    explicit Wire(tcp::socket& socket) : socket_(socket) {}

    void secure(boost::asio::ssl::context& context) {
        secure_.emplace(socket_, context);
        secure_->handshake(Secure::server);
        buffer_.clear();
    }
    [[nodiscard]] bool is_secure() const { return secure_.has_value(); }

    void say(const std::string& line) {
        const std::string text = line + "\r\n";
        if (secure_)
            boost::asio::write(*secure_, boost::asio::buffer(text));
        else
            boost::asio::write(socket_, boost::asio::buffer(text));
    }
    std::string hear() {
        for (;;) {
            if (const std::size_t end = buffer_.find("\r\n"); end != std::string::npos) {
                std::string line = buffer_.substr(0, end);
                buffer_.erase(0, end + 2);
                return line;
            }
            const auto into = boost::asio::buffer(bytes_);
            const std::size_t got = secure_ ? secure_->read_some(into) : socket_.read_some(into);
            buffer_.append(bytes_.data(), got);
        }
    }

private:
    tcp::socket& socket_;
    std::optional<Secure> secure_;
    std::array<char, 4096> bytes_{};
    std::string buffer_;
};

}  // namespace

class SmtpServer::Impl {
public:
    explicit Impl(SmtpOptions options)
        : options_(std::move(options)), acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
        port = acceptor_.local_endpoint().port();
        thread_ = std::thread([this] { serve(); });
    }
    ~Impl() {
        stopping_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        {
            const std::lock_guard lock(mutex);
            if (open_ >= 0) ::shutdown(open_, SHUT_RDWR);
        }
        thread_.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::uint16_t port = 0;
    mutable std::mutex mutex;
    std::vector<ReceivedMail> mails;
    std::vector<std::string> lines;

private:
    void note_open(int socket) {
        const std::lock_guard lock(mutex);
        open_ = socket;
        if (stopping_ && socket >= 0) ::shutdown(socket, SHUT_RDWR);
    }

    void serve() {
        while (!stopping_) {
            boost::system::error_code error;
            tcp::socket socket = acceptor_.accept(error);
            if (error) continue;
            note_open(socket.native_handle());
            try {
                talk(socket);
            } catch (const std::exception&) {
                // The client left, or the test ended.
            }
            note_open(-1);
        }
    }

    boost::asio::ssl::context certificate() {
        boost::asio::ssl::context context(boost::asio::ssl::context::tls_server);
        const auto leaf = options_.tls->leaf(options_.host);
        SSL_CTX_use_certificate(context.native_handle(), leaf.certificate.get());
        SSL_CTX_use_PrivateKey(context.native_handle(), leaf.key.get());
        return context;
    }

    /// What to answer a line instead of the usual; throws where the connection is to end.
    std::optional<std::string> scripted(Wire& wire, const std::string& line) {
        const auto begins = [&](const std::string& start) {
            return !start.empty() && line.starts_with(start);
        };
        if (begins(options_.drop_at)) throw std::runtime_error("dropped");
        while (begins(options_.silent_at)) (void)wire.hear();
        // The most exact one wins: it comes last.
        std::optional<std::string> reply;
        for (const auto& [start, text] : options_.replies)
            if (begins(start)) reply = text;
        return reply;
    }

    void talk(tcp::socket& socket) {
        std::optional<boost::asio::ssl::context> context;
        if (options_.tls) context.emplace(certificate());
        Wire wire(socket);
        if (options_.implicit) wire.secure(*context);
        ReceivedMail mail;
        wire.say(scripted(wire, "CONNECT").value_or("220 mail.test ready"));
        for (;;) {
            const std::string line = wire.hear();
            {
                const std::lock_guard lock(mutex);
                lines.push_back(line);
            }
            if (const auto reply = scripted(wire, line)) {
                wire.say(*reply);
            } else if (line == "STARTTLS" && options_.tls && !wire.is_secure()) {
                wire.say("220 go on");
                wire.secure(*context);
            } else if (!answer(wire, line, mail)) {
                return;
            }
        }
    }

    bool answer(Wire& wire, const std::string& line, ReceivedMail& mail) {
        if (line.starts_with("EHLO")) {
            wire.say("250-mail.test");
            if (options_.tls && !wire.is_secure()) wire.say("250-STARTTLS");
            if (!options_.user.empty() && wire.is_secure()) wire.say("250-AUTH PLAIN");
            wire.say("250 8BITMIME");
        } else if (line.starts_with("AUTH PLAIN")) {
            authenticate(wire, line, mail);
        } else if (line.starts_with("MAIL FROM:")) {
            mail.from = line.substr(10, line.find('>') - 9);
            const bool allowed = options_.user.empty() || mail.authenticated;
            wire.say(allowed ? "250 sender" : "530 authenticate first");
        } else if (line.starts_with("RCPT TO:")) {
            mail.to.push_back(line.substr(8));
            wire.say("250 recipient");
        } else if (line == "DATA") {
            wire.say("354 the message");
            take_message(wire, mail);
        } else if (line == "QUIT") {
            wire.say("221 bye");
            return false;
        } else {
            wire.say("500 what?");
        }
        return true;
    }

    void authenticate(Wire& wire, const std::string& line, ReceivedMail& mail) {
        std::string token = line.substr(std::min<std::size_t>(line.size(), 11));
        if (token.empty()) {
            wire.say("334 ");
            token = wire.hear();
        }
        mail.authenticated = token == plain_token(options_);
        wire.say(mail.authenticated ? "235 welcome" : "535 5.7.8 wrong user or password");
    }

    void take_message(Wire& wire, ReceivedMail& mail) {
        for (;;) {
            const std::string line = wire.hear();
            if (line == ".") break;
            if (scripted(wire, line == "." ? "" : "DATA " + line)) continue;
            mail.data += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
        }
        if (const auto reply = scripted(wire, ".")) return wire.say(*reply);
        mail.tls = wire.is_secure();
        {
            const std::lock_guard lock(mutex);
            mails.push_back(mail);
        }
        wire.say("250 taken");
    }

    const SmtpOptions options_;
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_;
    std::atomic<bool> stopping_{false};
    int open_ = -1;
    std::thread thread_;
};

SmtpServer::SmtpServer(SmtpOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
SmtpServer::~SmtpServer() = default;

std::uint16_t SmtpServer::port() const noexcept {
    return impl_->port;
}

std::string SmtpServer::resolve(std::string_view host) const {
    return std::string(host) + ":" + std::to_string(port()) + ":127.0.0.1";
}

std::vector<ReceivedMail> SmtpServer::mails() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->mails;
}

std::vector<std::string> SmtpServer::lines() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->lines;
}

}  // namespace linktender::test
