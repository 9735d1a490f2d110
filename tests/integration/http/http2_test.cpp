// HTTP/2: what comes over it, and what fails over it and is asked for once more over HTTP/1.1.
#include <openssl/ssl.h>

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "fetch_fixture.hpp"
#include "support/certificate_authority.hpp"

namespace linktender::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// A frame by RFC 9113 4.1.
std::string frame(char type, char flags, char stream, const std::string& payload) {
    std::string out{'\0', '\0', static_cast<char>(payload.size()), type, flags, '\0', '\0', '\0', stream};
    return out + payload;
}

std::string number(char value) {
    return std::string("\0\0\0", 3) + value;
}

const std::string k_settings = frame(4, 0, 0, {});
constexpr char k_end_stream = 1;
constexpr char k_end_headers = 4;
const std::string k_status_200 = frame(1, k_end_headers, 1, "\x88");  // HPACK's static table, RFC 7541 A

struct Http2Answer {
    const char* name;
    std::string frames;  ///< in answer to the request, behind the settings
    bool stays_open = false;
};

std::vector<Http2Answer> http2_faults() {
    return {
        {"resets the stream", frame(3, 0, 1, number(2))},
        {"refuses the stream", frame(3, 0, 1, number(7)), true},
        {"wants HTTP/1.1", frame(3, 0, 1, number(13))},
        {"goes away with an error", frame(7, 0, 0, number(0) + number(2))},
        {"goes away without an error", frame(7, 0, 0, number(0) + number(0))},
        {"closes at once", ""},
        {"sends a frame that breaks the protocol", frame(0, k_end_stream, 0, "x")},
        {"sends headers that no table decodes", frame(1, k_end_headers, 1, "\xff\xff\xff\xff\xff\xff")},
        {"speaks HTTP/1.1 after all", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"},
        {"stays silent", "", true},
        {"resets the stream inside the body",
         k_status_200 + frame(0, 0, 1, "part") + frame(3, 0, 1, number(2))},
        {"closes inside the body", k_status_200 + frame(0, 0, 1, "part")},
        {"goes away inside the body",
         k_status_200 + frame(0, 0, 1, "part") + frame(7, 0, 0, number(1) + number(2))},
        {"stops inside the body", k_status_200 + frame(0, 0, 1, "part"), true},
    };
}

/// HTTP/2 with a fault where the client offers it, a page over HTTP/1.1 where it does not. A thread a
/// connection.
class Http2Server {
public:
    Http2Server(CertificateAuthority& authority, Http2Answer answer)
        : answer_(std::move(answer)), leaf_(authority.leaf("some.test")) {
        SSL_CTX_use_certificate(context_.native_handle(), leaf_.certificate.get());
        SSL_CTX_use_PrivateKey(context_.native_handle(), leaf_.key.get());
        SSL_CTX_set_alpn_select_cb(context_.native_handle(), &choose_protocol, nullptr);
        thread_ = std::thread([this] { accept(); });
    }
    Http2Server(const Http2Server&) = delete;
    Http2Server& operator=(const Http2Server&) = delete;
    ~Http2Server() {
        stopping_ = true;
        boost::system::error_code ignored;
        tcp::socket last(io_);
        last.connect(acceptor_.local_endpoint(), ignored);
        last.close(ignored);
        thread_.join();
        for (const auto& connection : connections_) {
            connection->stream.lowest_layer().shutdown(tcp::socket::shutdown_both, ignored);
            connection->thread.join();
        }
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    /// Of the requests, in order.
    [[nodiscard]] std::vector<std::string> protocols() const {
        const std::lock_guard lock(mutex_);
        return protocols_;
    }

private:
    using Stream = asio::ssl::stream<tcp::socket>;
    struct Connection {
        Connection(asio::io_context& io, asio::ssl::context& context) : stream(io, context) {}
        Stream stream;
        std::thread thread;
    };

    static int choose_protocol(SSL*, const unsigned char** out, unsigned char* length,
                               const unsigned char* offered, unsigned offered_length, void*) {
        const std::string_view all(reinterpret_cast<const char*>(offered), offered_length);
        const std::string_view wanted = all.find("\2h2") == std::string_view::npos ? "http/1.1" : "h2";
        *out = offered + all.find(wanted);
        *length = static_cast<unsigned char>(wanted.size());
        return SSL_TLSEXT_ERR_OK;
    }

    void accept() {
        for (;;) {
            auto connection = std::make_unique<Connection>(io_, context_);
            boost::system::error_code error;
            acceptor_.accept(connection->stream.next_layer(), error);
            if (error || stopping_) return;
            connection->thread = std::thread([this, &stream = connection->stream] { serve(stream); });
            connections_.push_back(std::move(connection));
        }
    }

    void serve(Stream& stream) {
        boost::system::error_code error;
        stream.handshake(asio::ssl::stream_base::server, error);
        if (error) return;
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(stream.native_handle(), &name, &length);
        const std::string protocol(reinterpret_cast<const char*>(name), length);
        const bool http2 = protocol == "h2";
        if (http2) asio::write(stream, asio::buffer(k_settings), error);
        std::array<char, 4096> request{};
        std::string seen;  // over HTTP/2 the preface, and then the frames up to the request's
        while (!error && (seen.empty() ||
                          (http2 && seen.find("some.test") == std::string::npos && seen.size() < 120))) {
            seen.append(request.data(), stream.read_some(asio::buffer(request), error));
        }
        if (error) return;
        {
            const std::lock_guard lock(mutex_);
            protocols_.push_back(protocol);
        }
        const std::string page =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nplain";
        asio::write(stream, asio::buffer(http2 ? answer_.frames : page), error);
        if (http2 && answer_.stays_open) {
            while (!error) stream.read_some(asio::buffer(request), error);
            return;
        }
        SSL_set_shutdown(stream.native_handle(), SSL_RECEIVED_SHUTDOWN);  // waits for no farewell
        stream.shutdown(error);
        stream.lowest_layer().shutdown(tcp::socket::shutdown_send, error);
    }

    const Http2Answer answer_;
    CertificateAuthority::Leaf leaf_;
    asio::io_context io_;
    asio::ssl::context context_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_{io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_;
    std::vector<std::string> protocols_;
    std::vector<std::unique_ptr<Connection>> connections_;  // of the accepting thread, until it ends
    std::thread thread_;
};

http::FetcherOptions options_for(const CertificateAuthority& authority, const Http2Server& server) {
    http::FetcherOptions options = local_options();
    options.ca_file = authority.certificate_file().string();
    options.connect_to = {"::127.0.0.1:" + std::to_string(server.port())};
    return options;
}

http::Request impatient(std::string_view url) {
    http::Request request = Client::request(url);
    request.limits.first_byte_timeout = std::chrono::milliseconds(150);
    return request;
}

}  // namespace

TEST_CASE("http: an HTTP/2 failure is followed by one try over HTTP/1.1", "[http]") {
    for (const Http2Answer& fault : http2_faults()) {
        SECTION(fault.name) {
            CertificateAuthority authority;
            Http2Server server(authority, fault);
            Client client(options_for(authority, server));

            const http::Response response = client.get(impatient("https://some.test/"));

            CHECK(reason_of(response) == "none");
            CHECK(response.status == 200);
            CHECK(response.body == "plain");
            CHECK(response.http_version == "1.1");
            CHECK(response.tls);
            CHECK(response.timing.total < std::chrono::seconds(2));
            CHECK(server.protocols() == std::vector<std::string>{"h2", "http/1.1"});
        }
    }
}

TEST_CASE("http: a page comes over HTTP/2, with early hints before and trailers behind it", "[http]") {
    CertificateAuthority authority;
    const std::string early_hints = frame(1, k_end_headers, 1,
                                          "\x08\x03"
                                          "103");
    const std::string trailers = frame(1, k_end_headers | k_end_stream, 1, std::string("\0\1x\1y", 5));
    Http2Server server(authority,
                       {"none", early_hints + k_status_200 + frame(0, 0, 1, "two") + trailers, true});
    Client client(options_for(authority, server));

    const http::Response response = client.get("https://some.test/");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == 200);
    CHECK(response.http_version == "2");
    CHECK(response.body == "two");
    CHECK(response.headers.find("x") == nullptr);
    CHECK(response.tls);
    CHECK(server.protocols() == std::vector<std::string>{"h2"});
}

TEST_CASE("http: HTTP/2 is not tried where the request says so", "[http]") {
    CertificateAuthority authority;
    Http2Server server(authority, http2_faults().front());
    Client client(options_for(authority, server));
    http::Request request = Client::request("https://some.test/");
    request.version = http::Version::http1_only;

    CHECK(client.get(request).body == "plain");
    CHECK(server.protocols() == std::vector<std::string>{"http/1.1"});
}

TEST_CASE("http: no second try begins when the total time is over", "[http]") {
    CertificateAuthority authority;
    Http2Server server(authority, {"stays silent", "", true});
    Client client(options_for(authority, server));
    http::Request request = impatient("https://some.test/");
    request.limits.first_byte_timeout = std::chrono::seconds(10);
    request.limits.total_timeout = std::chrono::milliseconds(200);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "total-timeout");
    CHECK(server.protocols() == std::vector<std::string>{"h2"});
}

}  // namespace linktender::test
