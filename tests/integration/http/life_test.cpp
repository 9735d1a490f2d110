// Beginnings and ends: when callbacks come, what cancelling and destroying do.
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "fetch_fixture.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {

TEST_CASE("http: an idle fetcher does not keep the loop running, a busy one does", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    int answers = 0;
    const auto count = [&](const http::Response&) { ++answers; };

    client.io.run();  // returns: nothing to do
    for (int i = 1; i <= 3; ++i) {
        client.fetcher->fetch(Client::request(server.origin() + "/"), count);
        client.io.restart();
        client.io.run();  // returns when the fetch is over
        CHECK(answers == i);
    }
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: what is refused at once is still answered later", "[http]") {
    Client client;

    CHECK(reason_of(client.get("http://10.0.0.1/")) == "address-refused");
    CHECK(reason_of(client.get("ftp://127.0.0.1/")) == "scheme-refused");
    CHECK(reason_of(client.get("mailto:a@b.test")) == "scheme-refused");
}

TEST_CASE("http: cancelling ends every fetch once, in whatever state it is", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return silence(); });
    Client client;
    std::vector<std::string> reasons;
    const auto note = [&](const http::Response& response) { reasons.push_back(reason_of(response)); };

    client.fetcher->fetch(Client::request(server.origin() + "/"), note);
    REQUIRE_FALSE(server.wait_for_requests(1, std::chrono::milliseconds(0)));
    client.run_until([&] { return server.counts().requests == 1; });
    client.fetcher->fetch(Client::request(server.origin() + "/2"), note);
    client.fetcher->fetch(Client::request("http://name.test/"), note);
    client.fetcher->cancel_all();
    CHECK(reasons.empty());  // not from inside
    client.run_until([&] { return reasons.size() == 3; });

    CHECK(reasons == std::vector<std::string>(3, "cancelled"));
    CHECK(server.wait_until_idle());
    client.fetcher->cancel_all();  // nothing left
    client.io.restart();
    client.io.run();
    CHECK(reasons.size() == 3);
}

TEST_CASE("http: a fetcher can be destroyed with fetches in flight; their callbacks never come", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return silence(); });
    Client client;
    int answers = 0;
    const auto count = [&](const http::Response&) { ++answers; };
    client.fetcher->fetch(Client::request(server.origin() + "/"), count);
    client.run_until([&] { return server.counts().requests == 1; });
    client.fetcher->fetch(Client::request("http://name.test/"), count);
    client.fetcher->fetch(Client::request("http://10.0.0.1/"), count);

    client.fetcher.reset();
    client.io.restart();
    client.io.run();

    CHECK(answers == 0);
    CHECK(server.wait_until_idle());
}

TEST_CASE("http: a callback may fetch, cancel and destroy", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    int answers = 0;

    SECTION("fetch again") {
        http::Fetcher::Done next = [&](const http::Response& response) {
            CHECK(response.status == 200);
            if (++answers < 10) client.fetcher->fetch(Client::request(server.origin() + "/"), next);
        };
        client.fetcher->fetch(Client::request(server.origin() + "/"), next);
        client.run_until([&] { return answers == 10; });
        CHECK(server.counts().accepted == 1);
    }
    SECTION("cancel the others") {
        int cancelled = 0;
        const auto done = [&](const http::Response& response) {
            ++answers;
            cancelled += reason_of(response) == "cancelled" ? 1 : 0;
            client.fetcher->cancel_all();
        };
        for (int i = 0; i < 20; ++i) client.fetcher->fetch(Client::request(server.origin() + "/"), done);
        client.run_until([&] { return answers == 20; });
        CHECK(cancelled > 0);
        CHECK(cancelled < 20);
    }
    SECTION("destroy") {
        const auto done = [&](const http::Response&) {
            ++answers;
            client.fetcher.reset();
        };
        for (int i = 0; i < 20; ++i) client.fetcher->fetch(Client::request(server.origin() + "/"), done);
        for (int i = 0; i < 20; ++i)
            client.fetcher->fetch(Client::request("http://name" + std::to_string(i) + ".test/"), done);
        client.io.restart();
        client.io.run();
        CHECK(answers == 1);
    }
}

TEST_CASE("http: a server that closes an idle connection costs nothing but a new one", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) {
        return raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\nx");  // closes without a
                                                                                          // word
    });
    Client client;

    for (int i = 0; i < 5; ++i) {
        CHECK(client.get(server.origin() + "/").status == 200);
    }

    CHECK(server.counts().accepted == 5);
}

TEST_CASE("http: without a descriptor left this machine is to blame, and afterwards all is well again",
          "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    // What is opened once is open from now on; a sanitizer needs descriptors when it first meets a type.
    REQUIRE(client.get(server.origin() + "/").status == 200);
    for (const char* url : {"http://127.0.0.2:1/", "http://name.test/"}) REQUIRE(client.get(url).error);
    REQUIRE_FALSE(std::ifstream("/nonexistent/file").is_open());
    const std::string fresh = server.origin("localhost") + "/";
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    // Nothing of this process reads on a new descriptor in between: all below the limit are taken.
    std::vector<int> taken;
    rlimit low = before;
    low.rlim_cur = 200;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
    for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken.push_back(fd);

    const http::Response address = client.get("http://127.0.0.2:1/");
    const http::Response name = client.get("http://name.test/");
    for (const int fd : taken) ::close(fd);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);

    CHECK(reason_of(address) == "out-of-descriptors");
    CHECK(address.error->kind == http::TransportErrorKind::local);
    CHECK(reason_of(name) == "out-of-descriptors");
    CHECK(name.error->kind == http::TransportErrorKind::local);
    CHECK(client.get(fresh).status == 200);
}

TEST_CASE("http: a refused connection says so", "[http]") {
    RefusedPort refused;
    Client client;

    const http::Response response = client.get("http://127.0.0.1:" + std::to_string(refused.port()) + "/");

    CHECK(reason_of(response) == "connection-refused");
    CHECK(response.error->kind == http::TransportErrorKind::connect);
    CHECK_FALSE(response.error->network_unreachable);
    CHECK(response.status == 0);
}

TEST_CASE("http: many fetches at once all end, each with its own body", "[http]") {
    ScriptedServer server(
        [](const ReceivedRequest& request) { return html(request.target + std::string(20'000, 'x')); });
    Client client;
    constexpr int k_fetches = 300;
    int answers = 0;
    int good = 0;

    for (int i = 0; i < k_fetches; ++i) {
        const std::string target = "/" + std::to_string(i);
        client.fetcher->fetch(Client::request(server.origin() + target),
                              [&, target](const http::Response& response) {
                                  ++answers;
                                  good += response.body == target + std::string(20'000, 'x') ? 1 : 0;
                              });
    }
    client.run_until([&] { return answers == k_fetches; });

    CHECK(good == k_fetches);
}

TEST_CASE("http: the libraries underneath are named with their versions", "[http]") {
    std::string all;
    for (const std::string& line : http::library_versions()) all += line + '\n';

    for (const char* name : {"libcurl ", "c-ares ", "OpenSSL ", "Boost 1."}) {
        CAPTURE(name);
        CHECK(all.find(name) != std::string::npos);
    }
    CHECK(http::raise_descriptor_limit() > 0);
}

}  // namespace linktender::test
