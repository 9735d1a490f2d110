// Fetches that end well, and what they report.
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

}  // namespace linktender::test
