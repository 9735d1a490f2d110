// HTTP/2 servers that fail: the page is asked for once more over HTTP/1.1.
#include <openssl/ssl.h>

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "fetch_fixture.hpp"
#include "support/certificate_authority.hpp"

namespace linktender::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

enum class Http2Fault { reset_stream, go_away, close };

// A frame by RFC 9113 4.1.
std::string frame(char type, char stream, const std::string& payload) {
    std::string out{'\0', '\0', static_cast<char>(payload.size()), type, '\0', '\0', '\0', '\0', stream};
    return out + payload;
}

const std::string k_settings = frame(4, 0, {});
const std::string k_internal_error = std::string("\0\0\0\2", 4);

/// Serves one connection after the other: HTTP/2 with a fault where the client offers it, a page over
/// HTTP/1.1 where it does not.
class FaultyHttp2Server {
public:
    FaultyHttp2Server(CertificateAuthority& authority, Http2Fault fault)
        : fault_(fault), leaf_(authority.leaf("some.test")) {
        SSL_CTX_use_certificate(context_.native_handle(), leaf_.certificate.get());
        SSL_CTX_use_PrivateKey(context_.native_handle(), leaf_.key.get());
        SSL_CTX_set_alpn_select_cb(context_.native_handle(), &choose_protocol, nullptr);
        thread_ = std::thread([this] { serve(); });
    }
    FaultyHttp2Server(const FaultyHttp2Server&) = delete;
    FaultyHttp2Server& operator=(const FaultyHttp2Server&) = delete;
    ~FaultyHttp2Server() {
        stopping_ = true;
        boost::system::error_code ignored;
        tcp::socket last(io_);
        last.connect(acceptor_.local_endpoint(), ignored);
        last.close(ignored);
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    /// In order, one a connection. Read it when no fetch is open.
    [[nodiscard]] const std::vector<std::string>& protocols() const { return protocols_; }

private:
    static int choose_protocol(SSL*, const unsigned char** out, unsigned char* length,
                               const unsigned char* offered, unsigned offered_length, void*) {
        const std::string_view all(reinterpret_cast<const char*>(offered), offered_length);
        const std::string_view wanted = all.find("\2h2") == std::string_view::npos ? "http/1.1" : "h2";
        *out = offered + all.find(wanted);
        *length = static_cast<unsigned char>(wanted.size());
        return SSL_TLSEXT_ERR_OK;
    }

    void serve() {
        for (;;) {
            asio::ssl::stream<tcp::socket> stream(io_, context_);
            boost::system::error_code error;
            acceptor_.accept(stream.next_layer(), error);
            if (error || stopping_) return;
            stream.handshake(asio::ssl::stream_base::server, error);
            if (!error) answer(stream);
        }
    }

    void answer(asio::ssl::stream<tcp::socket>& stream) {
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(stream.native_handle(), &name, &length);
        const std::string protocol(reinterpret_cast<const char*>(name), length);
        protocols_.push_back(protocol);
        std::array<char, 4096> request{};
        boost::system::error_code error;
        if (protocol == "h2") {
            asio::write(stream, asio::buffer(k_settings), error);
            std::string seen;  // the preface, and then the frames up to the request's
            while (!error && seen.find("some.test") == std::string::npos && seen.size() < 120) {
                seen.append(request.data(), stream.read_some(asio::buffer(request), error));
            }
            std::string failure;
            if (fault_ == Http2Fault::reset_stream) failure = frame(3, 1, k_internal_error);
            if (fault_ == Http2Fault::go_away) failure = frame(7, 0, std::string(4, '\0') + k_internal_error);
            asio::write(stream, asio::buffer(failure), error);
        } else {
            stream.read_some(asio::buffer(request), error);
            const std::string page =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nplain";
            asio::write(stream, asio::buffer(page), error);
        }
        stream.shutdown(error);
    }

    Http2Fault fault_;
    CertificateAuthority::Leaf leaf_;
    asio::io_context io_;
    asio::ssl::context context_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_{io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    std::atomic<bool> stopping_{false};
    std::vector<std::string> protocols_;
    std::thread thread_;
};

}  // namespace

TEST_CASE("http: an HTTP/2 failure is followed by one try over HTTP/1.1", "[http]") {
    const auto fault = GENERATE(Http2Fault::reset_stream, Http2Fault::go_away, Http2Fault::close);
    CAPTURE(static_cast<int>(fault));
    CertificateAuthority authority;
    FaultyHttp2Server server(authority, fault);
    http::FetcherOptions options = local_options();
    options.ca_file = authority.certificate_file().string();
    options.connect_to = {"::127.0.0.1:" + std::to_string(server.port())};
    Client client(options);

    SECTION("where both are allowed") {
        const http::Response response = client.get("https://some.test/");

        CHECK(reason_of(response) == "none");
        CHECK(response.body == "plain");
        CHECK(response.http_version == "1.1");
        CHECK(response.tls);
        CHECK(server.protocols() == std::vector<std::string>{"h2", "http/1.1"});
    }
    SECTION("and HTTP/2 is not tried where the request says so") {
        http::Request request = Client::request("https://some.test/");
        request.version = http::Version::http1_only;

        CHECK(client.get(request).body == "plain");
        CHECK(server.protocols() == std::vector<std::string>{"http/1.1"});
    }
}

}  // namespace linktender::test
