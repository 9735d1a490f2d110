// Limits: what ends a fetch although the server would go on.
#include <chrono>
#include <string>
#include <vector>

#include "codings.hpp"
#include "fetch_fixture.hpp"
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

TEST_CASE("http: headers that drip or stop end by the longest wait", "[http]") {
    const bool stops = GENERATE(false, true);
    ScriptedServer server([&](const ReceivedRequest&) {
        Reply reply = drip("X-Filler: " + std::string(500, 'x') + "\r\n\r\n", milliseconds(2));
        reply.script.insert(reply.script.begin(), step::Send{"HTTP/1.1 200 OK\r\n"});
        if (stops) reply.script = {reply.script.front(), step::Silence{}};
        return reply;
    });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.first_byte_timeout = milliseconds(200);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "stalled");
    CHECK(response.timing.total >= milliseconds(200));
    CHECK(response.timing.total < milliseconds(2'000));
}

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

TEST_CASE("http: an answer that drips ends by the longest wait and keeps what came", "[http]") {
    const std::string page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + std::string(500, 'x');
    ScriptedServer server([&](const ReceivedRequest&) { return drip(page, milliseconds(2)); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.first_byte_timeout = milliseconds(300);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "stalled");
    CHECK(response.error->kind == TransportErrorKind::timeout);
    CHECK(response.status == 200);
    CHECK_FALSE(response.body.empty());
}

TEST_CASE("http: an answer that moves on for ever ends by the total limit", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) {
        std::vector<Step> script{step::Send{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"}};
        for (int i = 0; i < 500; ++i) {
            script.emplace_back(step::Send{std::string(2000, 'x')});
            script.emplace_back(step::Wait{milliseconds(20)});
        }
        return raw(std::move(script));
    });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.total_timeout = milliseconds(600);
    request.limits.first_byte_timeout = milliseconds(400);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "total-timeout");
    CHECK(response.status == 200);
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

TEST_CASE("http: of a large body no more is read than a verdict needs", "[http]") {
    struct Row {
        const char* type;
        std::size_t kept;
    };
    const auto row = GENERATE(values<Row>({
        {"application/pdf", 64 * 1024},
        {"application/octet-stream", 64 * 1024},
        {"video/mp4", 4 * 1024},
        {"image/png", 4 * 1024},
        {"text/html", 2 * 1024 * 1024},
    }));
    CAPTURE(row.type);
    // 100 MB, sent as long as somebody reads.
    ScriptedServer server([&](const ReceivedRequest&) {
        return raw({step::Send{"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\nContent-Type: " +
                               std::string(row.type) + "\r\n\r\n"},
                    step::Repeat{std::string(10'000, 'x'), 10'000}});
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == 200);
    CHECK(response.body_truncated);
    CHECK(response.body.size() == row.kept);
    CHECK(response.bytes <= row.kept + 20'000);
    CHECK(server.wait_until_idle());
}

TEST_CASE("http: a page without end is cut at its limit", "[http]") {
    const bool chunked = GENERATE(false, true);
    const std::string piece(10'000, 'x');
    ScriptedServer server([&](const ReceivedRequest&) {
        return raw({step::Send{chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       : "HTTP/1.1 200 OK\r\n\r\n"},
                    step::Repeat{chunked ? "2710\r\n" + piece + "\r\n" : piece, 10'000}});
    });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.body_bytes = 100'000;

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "none");
    CHECK(response.body.size() == 100'000);
    CHECK(response.body_truncated);
    CHECK(server.wait_until_idle());
}

TEST_CASE("http: a small rest is read so that the connection serves the next request", "[http]") {
    const auto type = GENERATE(values<const char*>({"image/png", "application/pdf"}));
    ScriptedServer server([&](const ReceivedRequest&) { return typed(type, std::string(66'000, 'x')); });
    Client client;

    const http::Response first = client.get(server.origin() + "/1");
    const http::Response second = client.get(server.origin() + "/2");

    CHECK(first.body_truncated);
    CHECK(first.bytes == 66'000);
    CHECK(second.body == first.body);
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: an answer that stops half way ends after the longest silence allowed", "[http]") {
    const auto sent = GENERATE(values<const char*>({
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    }));
    CAPTURE(sent);
    ScriptedServer server([&](const ReceivedRequest&) { return raw({step::Send{sent}, step::Silence{}}); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.limits.first_byte_timeout = milliseconds(150);

    const http::Response response = client.get(request);

    REQUIRE(response.error);
    CHECK(response.error->kind == TransportErrorKind::timeout);
    CHECK(response.timing.total >= milliseconds(150));
    CHECK(response.timing.total < milliseconds(2'000));
    CHECK(server.counts().requests == 1);
}

TEST_CASE("http: a body that expands beyond the ratio is a bomb, whatever its framing", "[http]") {
    struct Row {
        const char* coding;
        std::string body;
    };
    const std::string page(8'000'000, 'x');
    const std::vector<Row> rows = {
        {"gzip", gzip(page)},
        {"deflate", deflate(page)},
        {"br", brotli_bomb()},
        {"gzip, gzip", gzip(gzip(page))},
        {"br, gzip", gzip(brotli_bomb())},
    };
    const std::size_t number = GENERATE(0U, 1U, 2U, 3U, 4U);
    const bool chunked = GENERATE(false, true);
    const Row& row = rows.at(number);
    CAPTURE(row.coding, chunked);
    ScriptedServer server([&](const ReceivedRequest&) {
        Reply reply = html(row.body);
        reply.headers.push_back({"Content-Encoding", row.coding});
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
