// Fetches that end well, and what they report.
#include <string>

#include "fetch_fixture.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {

TEST_CASE("http: a page comes with its status, headers, body and the facts of the connection", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("<title>Here</title>"); });
    Client client;

    const http::Response response = client.get(server.origin() + "/page");

    CHECK_FALSE(response.error);
    CHECK(response.status == 200);
    CHECK(response.body == "<title>Here</title>");
    CHECK(response.bytes == response.body.size());
    CHECK_FALSE(response.body_truncated);
    CHECK(response.http_version == "1.1");
    CHECK(response.remote_address == "127.0.0.1");
    REQUIRE(response.headers.find("content-type") != nullptr);
    CHECK(response.headers.find("content-type")->starts_with("text/html"));
    CHECK_FALSE(response.tls);
}

TEST_CASE("http: requests to one host share a connection", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;

    for (int i = 0; i < 5; ++i) CHECK(client.get(server.origin() + "/").status == 200);

    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: every status that is an answer is given on as it is", "[http]") {
    const int status = GENERATE(200, 201, 202, 203, 204, 205, 206, 299, 300, 301, 302, 303, 304, 307, 308,
                                400, 401, 402, 403, 404, 405, 407, 410, 418, 421, 425, 429, 451, 468, 499,
                                500, 501, 502, 503, 504, 520, 526, 599, 600, 700, 800, 999);
    CAPTURE(status);
    ScriptedServer server([&](const ReceivedRequest&) { return text("", status); });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == status);
    CHECK(server.counts().requests == 1);
}

TEST_CASE("http: a body ends where its length says, and what follows spoils no other answer", "[http]") {
    ScriptedServer server([](const ReceivedRequest& request) {
        return raw({step::Send{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst" + request.target}});
    });
    Client client;

    CHECK(client.get(server.origin() + "/evil").body == "first");
    const http::Response second = client.get(server.origin() + "/2");

    CHECK(second.status == 200);
    CHECK(second.body == "first");
}

TEST_CASE("http: a status without a body has none, whatever the server says", "[http]") {
    const int status = GENERATE(204, 304);
    CAPTURE(status);
    ScriptedServer server([&](const ReceivedRequest&) {
        return raw({step::Send{"HTTP/1.1 " + std::to_string(status) +
                               " x\r\nContent-Length: 100\r\nContent-Encoding: gzip\r\n\r\n"},
                    step::Silence{}});
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == status);
    CHECK(response.body.empty());
}

}  // namespace linktender::test
