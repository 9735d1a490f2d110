// Names: who is asked, what an answer means, what overrides it.
#include <atomic>
#include <string>

#include "fetch_fixture.hpp"
#include "support/dns_server.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;

http::FetcherOptions asking(const DnsServer& dns) {
    http::FetcherOptions options = local_options();
    options.name_servers = {dns.address()};
    return options;
}

std::string port_of(const ScriptedServer& server) {
    return std::to_string(server.port());
}

struct DnsRow {
    const char* name;
    DnsAnswer a;
    DnsAnswer aaaa;
    const char* reason;
    TransportErrorKind kind;
};

}  // namespace

TEST_CASE("http: what the name servers say about a name without addresses tells absence from failure",
          "[http]") {
    const DnsAnswer none;
    const DnsAnswer servfail{.code = 2};
    const DnsAnswer nxdomain{.code = 3};
    const DnsAnswer refused{.code = 5};
    const DnsAnswer garbage{.garbage = true};
    const std::vector<DnsRow> rows = {
        {"no such name", nxdomain, nxdomain, "dns-nxdomain", TransportErrorKind::dns_not_found},
        {"a name without addresses", none, none, "dns-no-address", TransportErrorKind::dns_not_found},
        {"both fail", servfail, servfail, "dns-servfail", TransportErrorKind::dns_error},
        {"A fails, no AAAA", servfail, none, "dns-servfail", TransportErrorKind::dns_error},
        {"no A, AAAA fails", none, servfail, "dns-servfail", TransportErrorKind::dns_error},
        {"refused", refused, refused, "dns-refused", TransportErrorKind::dns_error},
    };
    for (const DnsRow& row : rows) {
        SECTION(row.name) {
            DnsServer dns(
                [&](const std::string&, int type) { return type == DnsServer::k_a ? row.a : row.aaaa; });
            Client client(asking(dns));

            const http::Response response = client.get("http://some.test/");

            REQUIRE(response.error);
            CAPTURE(response.error->message);
            CHECK(response.error->reason == row.reason);
            CHECK(response.error->kind == row.kind);
            CHECK_FALSE(response.error->network_unreachable);
            CHECK(response.error->message.find("some.test") != std::string::npos);
        }
    }
}

TEST_CASE("http: a name server that nobody listens for is our own network's trouble", "[http]") {
    Client client;

    const http::Response response = client.get("http://some.test/");

    CHECK(reason_of(response) == "dns-unreachable");
    CHECK(response.error->kind == TransportErrorKind::dns_error);
    CHECK(response.error->network_unreachable);
}

TEST_CASE("http: a silent name server ends by the total limit", "[http]") {
    DnsServer dns([](const std::string&, int) { return DnsAnswer{.silent = true}; });
    Client client(asking(dns));
    http::Request request = Client::request("http://some.test/");
    request.limits.total_timeout = std::chrono::milliseconds(200);

    const http::Response response = client.get(request);

    CHECK(reason_of(response) == "dns-timeout");
    CHECK(response.error->kind == TransportErrorKind::dns_error);
}

TEST_CASE("http: a name is asked for once, for all who wait and all who come after", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.1"}} : DnsAnswer{};
    });
    Client client(asking(dns));
    int answers = 0;

    for (int i = 0; i < 5; ++i) {
        client.fetcher->fetch(Client::request(server.origin("some.test") + "/"),
                              [&](const http::Response& response) {
                                  CHECK(response.status == 200);
                                  ++answers;
                              });
    }
    client.run_until([&] { return answers == 5; });
    CHECK(client.get(server.origin("some.test") + "/later").status == 200);

    CHECK(dns.questions() == 2);  // A and AAAA
    CHECK(server.requests().front().host == "some.test");
}

TEST_CASE("http: a name with many addresses is reached although the first refuses", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.9", "127.0.0.1"}}
                                      : DnsAnswer{.addresses = {"::1"}};
    });
    Client client(asking(dns));

    const http::Response response = client.get(server.origin("some.test") + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.remote_address == "127.0.0.1");
}

TEST_CASE("http: a name that has IPv6 addresses only is reached", "[http]") {
    const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in6 loopback{};
    loopback.sin6_family = AF_INET6;
    loopback.sin6_addr = in6addr_loopback;
    const bool has_ipv6 =
        probe >= 0 && ::bind(probe, reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) == 0;
    if (probe >= 0) ::close(probe);
    if (!has_ipv6) return;  // this machine has none
    ScriptedServer server(
        ServerOptions{.handler = [](const ReceivedRequest&) { return html("six"); }, .address = "::1"});
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_aaaa ? DnsAnswer{.addresses = {"::1"}} : DnsAnswer{};
    });
    Client client(asking(dns));

    const http::Response response = client.get(server.origin("six.test") + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.body == "six");
    CHECK(response.remote_address == "::1");
}

TEST_CASE("http: a name that is given another address later is judged anew, and never connected to unjudged",
          "[http]") {
    ScriptedServer allowed([](const ReceivedRequest&) {
        Reply reply = html("public");
        reply.close = true;  // each fetch connects
        return reply;
    });
    ScriptedServer forbidden(ServerOptions{.handler = [](const ReceivedRequest&) { return html("private"); },
                                           .address = "127.0.0.2",
                                           .port = allowed.port()});
    std::atomic<int> asked{0};
    DnsServer dns([&](const std::string&, int type) {
        if (type != DnsServer::k_a) return DnsAnswer{};
        return DnsAnswer{.addresses = {++asked == 1 ? "127.0.0.1" : "127.0.0.2"}};
    });
    http::FetcherOptions options = asking(dns);
    options.guard = http::AddressGuard::create({"127.0.0.1"}).value();
    Client client(options);
    const std::string url = allowed.origin("rebinding.test") + "/";

    CHECK(client.get(url).body == "public");
    CHECK(client.get(url).body == "public");  // the address that was judged, not a new answer
    CHECK(asked == 1);
    Client later(options);
    const http::Response response = later.get(url);

    CHECK(asked == 2);
    CHECK(reason_of(response) == "address-refused");
    CHECK(response.error->kind == TransportErrorKind::unsafe_address);
    CHECK(forbidden.counts().accepted == 0);
}

TEST_CASE("http: of a name with a public and a private address the private one is never connected to",
          "[http]") {
    RefusedPort refused;
    ScriptedServer forbidden(ServerOptions{.handler = [](const ReceivedRequest&) { return html("private"); },
                                           .address = "127.0.0.2",
                                           .port = refused.port()});
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.1", "127.0.0.2"}} : DnsAnswer{};
    });
    http::FetcherOptions options = asking(dns);
    options.guard = http::AddressGuard::create({"127.0.0.1"}).value();
    Client client(options);

    const http::Response response = client.get(forbidden.origin("mixed.test") + "/");

    CHECK(reason_of(response) == "connection-refused");
    CHECK(forbidden.counts().accepted == 0);
}

TEST_CASE("http: hundreds of names at once are all answered", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.1"}} : DnsAnswer{};
    });
    Client client(asking(dns));
    constexpr int k_names = 300;
    int good = 0;
    int answers = 0;

    for (int i = 0; i < k_names; ++i) {
        const std::string host = "host" + std::to_string(i) + ".test";
        client.fetcher->fetch(Client::request(server.origin(host) + "/"),
                              [&](const http::Response& response) {
                                  ++answers;
                                  good += response.status == 200 ? 1 : 0;
                              });
    }
    client.run_until([&] { return answers == k_names; });

    CHECK(good == k_names);
    CHECK(dns.questions() >= 2 * k_names);
}

TEST_CASE("http: names that the standards set aside are never asked for", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    DnsServer dns([](const std::string&, int) { return DnsAnswer{.code = 2}; });
    Client client(asking(dns));

    CHECK(client.get("http://localhost:" + port_of(server) + "/").status == 200);
    CHECK(client.get("http://LOCALHOST.:" + port_of(server) + "/").status == 200);
    CHECK(client.get("http://a.b.localhost:" + port_of(server) + "/").status == 200);
    CHECK(reason_of(client.get("http://a.invalid/")) == "dns-nxdomain");
    CHECK(reason_of(client.get("http://invalid./")) == "dns-nxdomain");
    CHECK(reason_of(client.get("http://abcdef.onion/")) == "onion-name");

    CHECK(dns.questions() == 0);
}

TEST_CASE("http: odd names come to an answer", "[http]") {
    DnsServer dns([](const std::string&, int) { return DnsAnswer{.code = 3}; });
    Client client(asking(dns));

    for (const std::string& host :
         {std::string("single"), std::string("dot."), std::string("a..b"), std::string("_x.test"),
          std::string("a!b'c.test"), std::string(70, 'a') + ".test", std::string(300, 'b') + ".test",
          std::string(".")}) {
        CAPTURE(host);
        const auto parsed = url::parse("http://" + host + "/");
        if (!parsed) continue;  // refused earlier
        const http::Response response = client.get("http://" + host + "/");
        REQUIRE(response.error);
        CHECK(response.error->kind == TransportErrorKind::dns_not_found);
    }
}

TEST_CASE("http: an unanswered AAAA question does not hold up a name that has an address", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.1"}} : DnsAnswer{.silent = true};
    });
    Client client(asking(dns));

    const http::Response response = client.get(server.origin("some.test") + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.timing.dns >= core::Milliseconds(300));
    CHECK(response.timing.dns < core::Milliseconds(2'000));  // c-ares would wait for six seconds
}

TEST_CASE("http: host names that look like options to libcurl are names", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    http::FetcherOptions options = local_options();
    options.resolve = {"*:*:127.0.0.1"};
    Client client(options);

    for (const char* host : {"-minus.test", "_under.test", "a..b.test", "dot.test.", "x"}) {
        CAPTURE(host);
        const http::Response response = client.get(server.origin(host) + "/");
        CHECK(reason_of(response) == "none");
        CHECK(server.requests().back().host == host);
    }
    // What browsers take for a host and libcurl does not.
    CHECK(reason_of(client.get(server.origin("a!b.test") + "/")) == "host-unusable");
    CHECK(reason_of(client.get(server.origin("+plus.test") + "/")) == "host-unusable");
}

TEST_CASE("http: --resolve gives a name its addresses, for one port, any port or any name", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    http::FetcherOptions options = local_options();
    const std::string port = port_of(server);
    SECTION("exact") {
        options.resolve = {"some.test:" + port + ":127.0.0.1"};
    }
    SECTION("any port") {
        options.resolve = {"some.test::127.0.0.1"};
    }
    SECTION("any host") {
        options.resolve = {"*:" + port + ":127.0.0.1"};
    }
    SECTION("any host and port") {
        options.resolve = {"*:*:[::1],127.0.0.1"};
    }
    SECTION("upper case") {
        options.resolve = {"SOME.Test:" + port + ":127.0.0.1"};
    }
    Client client(options);

    const http::Response response = client.get(server.origin("some.test") + "/");

    CHECK(reason_of(response) == "none");
    CHECK(server.requests().at(0).host == "some.test");
}

TEST_CASE("http: --connect-to sends a connection elsewhere, by address or by name", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    http::FetcherOptions options = local_options();
    const std::string port = port_of(server);
    SECTION("to an address") {
        options.connect_to = {"some.test:80:127.0.0.1:" + port};
    }
    SECTION("everything") {
        options.connect_to = {"::127.0.0.1:" + port};
    }
    SECTION("to a name that --resolve knows") {
        options.connect_to = {"some.test:80:other.test:" + port};
        options.resolve = {"other.test:" + port + ":127.0.0.1"};
    }
    SECTION("to a name that is loopback") {
        options.connect_to = {"some.test:80:localhost:" + port};
    }
    Client client(options);

    const http::Response response = client.get("http://some.test/");

    CHECK(reason_of(response) == "none");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].header("host") == "some.test");
}

TEST_CASE("http: an option that cannot work is refused at the start, in words that name it", "[http]") {
    http::FetcherOptions options = local_options();
    std::string words;
    SECTION("resolve") {
        options.resolve = {words = "some.test:80"};
    }
    SECTION("resolve to a name") {
        options.resolve = {words = "some.test:80:other.test"};
    }
    SECTION("connect-to") {
        options.connect_to = {words = "a:80:b"};
    }
    SECTION("port") {
        options.connect_to = {words = "a:80:b:99999"};
    }
    SECTION("header") {
        options.headers = {words = "no header"};
    }
    SECTION("CA file") {
        options.ca_file = words = "/nonexistent/ca.pem";
    }
    SECTION("name server") {
        options.name_servers = {words = "not an address"};
    }
    SECTION("proxy") {
        options.proxy = "gopher://a/";
        words = "proxy";
    }
    SECTION("header with a line end") {
        options.headers = {"A: b\r\nC: d"};
        words = "A: b\\x0d\\x0aC: d";
    }
    CAPTURE(words);
    boost::asio::io_context io;

    const auto created = http::CurlFetcher::create(io, options);

    REQUIRE_FALSE(created);
    CHECK(created.error().find(words) != std::string::npos);
}

}  // namespace linktender::test
