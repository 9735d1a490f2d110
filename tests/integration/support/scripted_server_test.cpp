#include "support/scripted_server.hpp"

#include <sys/socket.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "client.hpp"
#include "support/catch.hpp"
#include "support/router.hpp"

namespace linktender::test {
namespace {

using std::chrono::milliseconds;

Handler always(const Reply& reply) {
    return [reply](const ReceivedRequest&) { return reply; };
}

TEST_CASE("support: a connection serves request after request", "[support]") {
    const ScriptedServer server([](const ReceivedRequest& request) { return text(request.target + "\n"); });
    Client client(server.port());

    client.get("/one");
    CHECK(client.read_until("/one\n") != "");
    client.send(
        "GET /two HTTP/1.1\r\nHost: b.test\r\n\r\nGET /three HTTP/1.1\r\nHost: c.test\r\nConnection: "
        "close\r\n\r\n");
    const auto rest = client.read_to_end();

    CHECK(rest.find("/two\n") < rest.find("/three\n"));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].host == "a.test");
    CHECK(requests[1].host == "b.test");
    CHECK(requests[2].target == "/three");
    CHECK(requests[2].connection == 1);
    CHECK(requests[0].received <= requests[2].received);
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("support: connections are counted while they are open", "[support]") {
    const ScriptedServer server(always(text("x\n")));
    {
        Client first(server.port());
        Client second(server.port());
        first.get("/");
        second.get("/");
        CHECK(first.read_until("x\n") != "");
        CHECK(second.read_until("x\n") != "");
        CHECK(server.counts().open == 2);
    }

    CHECK(server.wait_until_idle());
    CHECK(server.counts().peak_open == 2);
    CHECK(server.counts().requests == 2);
}

TEST_CASE("support: no more requests are recorded than asked for, but all are counted", "[support]") {
    ServerOptions options;
    options.handler = always(text("x\n"));
    options.max_recorded = 1;
    const ScriptedServer server(options);
    Client client(server.port());

    for (const auto* path : {"/first", "/second"}) {
        client.get(path);
        CHECK(client.read_until("x\n") != "");
    }

    CHECK(server.wait_for_requests(2));
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == "/first");
    CHECK_FALSE(server.wait_for_requests(3, milliseconds{1}));
}

TEST_CASE("support: a script sends exactly its bytes and closes", "[support]") {
    const ScriptedServer server(always(raw("HTTP/1.1 200 OK\r\nContent-Le")));
    Client client(server.port());

    client.get("/");

    CHECK(client.read_to_end() == "HTTP/1.1 200 OK\r\nContent-Le");
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("support: a script can drip, repeat and wait", "[support]") {
    const auto start = std::chrono::steady_clock::now();
    const ScriptedServer server(
        always(raw({step::Send{"a"}, step::Wait{milliseconds{30}}, step::Repeat{"bc", 3},
                    step::Repeat{"never", 0}, step::Close{}})));
    Client client(server.port());
    client.get("/");

    CHECK(client.read_to_end() == "abcbcbc");
    CHECK(std::chrono::steady_clock::now() - start >= milliseconds{30});

    const ScriptedServer dripping(always(drip("HTTP/1.1 200 OK\r\n\r\n", milliseconds{0})));
    Client patient(dripping.port());
    patient.get("/");
    CHECK(patient.read_to_end() == "HTTP/1.1 200 OK\r\n\r\n");
}

TEST_CASE("support: a script without an end leaves the connection for the next request", "[support]") {
    const ScriptedServer server(always(raw({step::Send{"HTTP/1.1 204 No Content\r\n\r\n"}})));
    Client client(server.port());

    client.get("/1");
    CHECK(client.read_until("\r\n\r\n") != "");
    client.get("/2");
    CHECK(client.read_until("\r\n\r\n") != "");

    CHECK(server.counts().accepted == 1);
}

TEST_CASE("support: a reset is a reset to the client", "[support]") {
    const ScriptedServer server(always(reset()));
    Client client(server.port());

    client.get("/");

    CHECK(client.read_to_end() == "");
    CHECK(client.was_reset());
}

TEST_CASE("support: a silent server answers nothing, and stops all the same", "[support]") {
    auto server = std::make_unique<ScriptedServer>(always(silence()));
    Client client(server->port());
    client.get("/");
    REQUIRE(server->wait_for_requests(1));

    char byte = 0;
    CHECK(::recv(client.socket(), &byte, 1, MSG_DONTWAIT) == -1);
    server.reset();

    CHECK(client.read_to_end() == "");
}

TEST_CASE("support: a server can stop while it is being asked", "[support]") {
    auto server = std::make_unique<ScriptedServer>(always(text("x\n")));
    const auto port = server->port();
    const auto ask = [port] {
        try {
            Client client(port);
            for (int i = 0; i < 100'000; ++i) {  // the server is gone long before
                client.get("/");
                if (client.read_until("x\n").empty()) return;
            }
        } catch (const std::runtime_error&) {
            // Refused or cut off: it has stopped.
        }
    };
    std::thread first(ask);
    std::thread second(ask);

    const bool busy = server->wait_for_requests(200);
    server.reset();
    first.join();
    second.join();

    CHECK(busy);
}

TEST_CASE("support: a greeting runs before anything is read", "[support]") {
    ServerOptions options;
    options.handler = always(text("page"));
    options.on_connect = [](std::uint64_t connection) {
        if (connection == 1) return std::vector<Step>{step::Send{"220 mail\r\n"}, step::Close{}};
        if (connection == 2) return std::vector<Step>{step::Reset{}};
        return std::vector<Step>{};
    };
    const ScriptedServer server(options);

    Client talkative(server.port());
    CHECK(talkative.read_to_end() == "220 mail\r\n");
    Client refused(server.port());
    CHECK(refused.read_to_end() == "");
    CHECK(refused.was_reset());
    Client usual(server.port());
    usual.get("/");
    CHECK(usual.read_until("page") != "");
}

TEST_CASE("support: a handler that throws makes an answer 500", "[support]") {
    const ScriptedServer server(
        [](const ReceivedRequest&) -> Reply { throw std::runtime_error("out of pages"); });
    Client client(server.port());

    client.get("/");

    CHECK(client.read_until("out of pages").find("HTTP/1.1 500 ") == 0);
}

TEST_CASE("support: what is no request gets 400 and the end of the connection", "[support]") {
    const ScriptedServer server(always(text("x")));
    Client client(server.port());

    client.send("\x16\x03\x01 not HTTP\r\n\r\n");

    CHECK(client.read_to_end().find("HTTP/1.1 400 ") == 0);
    CHECK(server.counts().requests == 0);
}

TEST_CASE("support: a server speaks of itself in curl's forms", "[support]") {
    const ScriptedServer server(always(text("x")));
    const auto port = std::to_string(server.port());

    CHECK(server.origin() == "http://127.0.0.1:" + port);
    CHECK(server.origin("a.test") == "http://a.test:" + port);
    CHECK(server.resolve("a.test") == "a.test:" + port + ":127.0.0.1");
    CHECK(server.connect_to("a.test") == "a.test:80:127.0.0.1:" + port);
    CHECK(server.connect_to() == ":80:127.0.0.1:" + port);
}

TEST_CASE("support: a refused port refuses", "[support]") {
    const RefusedPort refused;

    CHECK(refused.port() != 0);
    CHECK_THROWS_WITH(Client(refused.port()), "Connection refused");
}

TEST_CASE("support: routes go by host, then by path, then by order", "[support]") {
    Router router;
    router.on("a.test", "/x", text("exact"))
        .on("a.test", "/x*", text("prefix"))
        .on("", "/y", text("any host"));
    router.otherwise([](const ReceivedRequest&) { return text("rest"); });
    const auto body = [&](const char* host, const char* target) {
        ReceivedRequest request;
        request.host = host;
        request.target = target;
        return router(request).body;
    };

    CHECK(body("a.test", "/x?q") == "exact");
    CHECK(body("a.test", "/x/deeper") == "prefix");
    CHECK(body("a.test", "/y") == "any host");
    CHECK(body("b.test", "/x") == "rest");
    CHECK(router.hosts() == std::vector<std::string>{"a.test"});
    CHECK(Router()(ReceivedRequest{}).status == 404);
}

TEST_CASE("support: a sequence ends on its last reply and stays there", "[support]") {
    const auto handler = sequence({text("", 503), text("", 200)});
    const ReceivedRequest request;

    CHECK(handler(request).status == 503);
    CHECK(handler(request).status == 200);
    CHECK(handler(request).status == 200);
}

}  // namespace
}  // namespace linktender::test
