// Limits: what ends a fetch although the server would go on.
#include <chrono>
#include <string>

#include "fetch_fixture.hpp"
#include "gzip.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;
using std::chrono::milliseconds;

Reply typed(std::string type, std::string body) {
    Reply reply;
    reply.headers = {{"Content-Type", std::move(type)}};
    reply.body = std::move(body);
    return reply;
}

}  // namespace

TEST_CASE("http: a server that accepts and stays silent ends by the first byte limit", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return silence(); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.first_byte_timeout = milliseconds(200);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "first-byte-timeout");
    CHECK(response.error->kind == TransportErrorKind::timeout);
    CHECK(response.timing.total >= milliseconds(200));
    CHECK(response.timing.total < milliseconds(2'000));
}

TEST_CASE("http: an answer that drips ends by the total limit and keeps what came", "[http]") {
    const std::string page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + std::string(500, 'x');
    ScriptedServer server([&](const ReceivedRequest&) { return drip(page, milliseconds(2)); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.total_timeout = milliseconds(400);
    request.limits.first_byte_timeout = milliseconds(300);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "total-timeout");
    CHECK(response.error->kind == TransportErrorKind::timeout);
    CHECK(response.status == 200);
    CHECK_FALSE(response.body.empty());
}

TEST_CASE("http: a TLS handshake that never answers ends by the connect limit", "[http]") {
    ScriptedServer server(
        ServerOptions{.on_connect = [](std::uint64_t) { return std::vector<Step>{step::Silence{}}; }});
    Client client;
    http::Request request = Client::request("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    request.limits.connect_timeout = milliseconds(200);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "connect-timeout");
    CHECK(response.error->kind == TransportErrorKind::timeout);
}

TEST_CASE("http: a page is cut at its limit without being an error", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html(std::string(300'000, 'x')); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.body_bytes = 100'000;

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "none");
    CHECK(response.status == 200);
    CHECK(response.body.size() == 100'000);
    CHECK(response.body_truncated);
}

TEST_CASE("http: a page of just its limit is whole", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html(std::string(50'000, 'x')); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.body_bytes = 50'000;

    const http::Response response = client.get(request);

    CHECK(response.body.size() == 50'000);
    CHECK_FALSE(response.body_truncated);
}

TEST_CASE("http: an image is read to 64 KiB, a page of the same size to its end", "[http]") {
    ScriptedServer server([](const ReceivedRequest& request) {
        return typed(request.path() == "/image" ? "image/png" : "application/xhtml+xml",
                     std::string(1'000'000, 'x'));
    });
    Client client;

    const http::Response image = client.get(server.origin() + "/image");
    const http::Response page = client.get(server.origin() + "/page");

    CHECK(reason_of(image) == "none");
    CHECK(image.body_truncated);
    CHECK(image.body.size() == 64 * 1024);
    CHECK(image.bytes < 500'000);
    CHECK(page.body.size() == 1'000'000);
    CHECK_FALSE(page.body_truncated);
}

TEST_CASE("http: a small rest is read so that the connection serves the next request", "[http]") {
    ScriptedServer server(
        [](const ReceivedRequest&) { return typed("image/png", std::string(80'000, 'x')); });
    Client client;

    const http::Response first = client.get(server.origin() + "/1");
    const http::Response second = client.get(server.origin() + "/2");

    CHECK(first.body_truncated);
    CHECK(first.body.size() == 64 * 1024);
    CHECK(second.body.size() == 64 * 1024);
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: a body that expands beyond the ratio is a bomb, whatever its framing", "[http]") {
    const std::string packed = gzip(std::string(30'000'000, 'x'));
    const bool chunked = GENERATE(false, true);
    CAPTURE(chunked);
    ScriptedServer server([&](const ReceivedRequest&) {
        Reply reply = html(packed);
        reply.headers.push_back({"Content-Encoding", "gzip"});
        reply.chunked = chunked;
        return reply;
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "decompression-bomb");
    CHECK(response.error->kind == TransportErrorKind::protocol);
    CHECK(response.status == 200);
    CHECK(response.body.size() <= (std::size_t{2} << 20U));
}

TEST_CASE("http: a well compressed page is decoded, and its bytes are those of the wire", "[http]") {
    const std::string page(40'000, 'x');
    const std::string packed = gzip(page);
    ScriptedServer server([&](const ReceivedRequest&) {
        Reply reply = html(packed);
        reply.headers.push_back({"Content-Encoding", "gzip"});
        return reply;
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.body == page);
    CHECK(response.bytes == packed.size());
}

TEST_CASE("http: the header limit counts every line", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) {
        Reply reply = html("x");
        for (int i = 0; i < 50; ++i) reply.headers.push_back({"X-Filler", std::string(100, 'a')});
        return reply;
    });
    Client client;
    http::Request request = Client::request(server.origin() + "/");

    request.limits.header_bytes = 4'000;
    CHECK(reason_of(client.get(request)) == "headers-too-large");
    request.limits.header_bytes = 40'000;
    CHECK(reason_of(client.get(request)) == "none");
}

}  // namespace linktender::test
