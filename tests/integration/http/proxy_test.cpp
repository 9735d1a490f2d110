// Through a proxy: what it is asked for, who is to blame when it fails, what the address guard still sees.
#include <memory>
#include <string>
#include <vector>

#include "fetch_fixture.hpp"
#include "support/certificate_authority.hpp"
#include "support/dns_server.hpp"
#include "support/scripted_server.hpp"
#include "tunnel_proxy.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;

struct ProxyFixture {
    std::shared_ptr<CertificateAuthority> authority = std::make_shared<CertificateAuthority>();
    ScriptedServer secure{
        ServerOptions{.handler = [](const ReceivedRequest&) { return html("secret"); }, .tls = authority}};
    ScriptedServer plain{[](const ReceivedRequest&) { return html("open"); }};

    [[nodiscard]] http::FetcherOptions through(const std::string& proxy) const {
        http::FetcherOptions options = local_options();
        options.ca_file = authority->certificate_file().string();
        options.proxy = proxy;
        return options;
    }
};

struct RefusalRow {
    int code;
    TransportErrorKind kind;
    const char* reason;
};

}  // namespace

TEST_CASE_METHOD(ProxyFixture, "http: an HTTP proxy is asked for a tunnel to an https host", "[http]") {
    TunnelProxy proxy({.port = secure.port()});
    Client client(through(proxy.url("http")));

    const http::Response response = client.get("https://some.test/a?b");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == 200);
    CHECK(response.body == "secret");
    CHECK(response.tls);
    REQUIRE(response.headers.find("content-type") != nullptr);
    CHECK(proxy.targets() == std::vector<std::string>{"some.test:443"});
    CHECK(secure.requests().at(0).target == "/a?b");
    CHECK(client.get("https://some.test/2").status == 200);
    CHECK(proxy.targets().size() == 1);  // the tunnel serves again
}

TEST_CASE_METHOD(ProxyFixture, "http: a certificate is judged through the tunnel too", "[http]") {
    TunnelProxy proxy({.port = secure.port()});
    authority->set_fault("some.test", CertificateFault::expired);
    Client client(through(proxy.url("http")));

    CHECK(reason_of(client.get("https://some.test/")) == "certificate-expired");
}

TEST_CASE_METHOD(ProxyFixture, "http: a SOCKS proxy gets names or addresses, as its scheme says", "[http]") {
    DnsServer dns([](const std::string&, int type) {
        return type == DnsServer::k_a ? DnsAnswer{.addresses = {"127.0.0.1"}} : DnsAnswer{};
    });
    TunnelProxy proxy({.socks = true, .port = plain.port()});

    SECTION("socks5h: the name, which is the proxy's to resolve") {
        http::FetcherOptions options = through(proxy.url("socks5h"));
        options.name_servers = {dns.address()};
        Client client(options);

        const http::Response response = client.get("http://some.test:8080/a");

        CHECK(reason_of(response) == "none");
        CHECK(response.body == "open");
        CHECK(proxy.targets() == std::vector<std::string>{"some.test:8080"});
        CHECK(plain.requests().at(0).target == "/a");
        CHECK(dns.questions() == 0);
    }
    SECTION("socks5: the address, which is ours to find and to judge") {
        http::FetcherOptions options = through(proxy.url("socks5"));
        options.name_servers = {dns.address()};
        Client client(options);

        CHECK(client.get("http://some.test:8080/a").body == "open");
        CHECK(proxy.targets() == std::vector<std::string>{"127.0.0.1:8080"});
        CHECK(dns.questions() == 2);

        options.guard = http::AddressGuard();
        Client strict(options);
        CHECK(reason_of(strict.get("http://some.test:8080/a")) == "address-refused");
        CHECK(proxy.targets().size() == 1);
    }
}

TEST_CASE_METHOD(ProxyFixture, "http: TLS goes through a SOCKS proxy", "[http]") {
    TunnelProxy proxy({.socks = true, .port = secure.port()});
    Client client(through(proxy.url("socks5h")));

    const http::Response response = client.get("https://some.test/");

    CHECK(reason_of(response) == "none");
    CHECK(response.body == "secret");
    CHECK(proxy.targets() == std::vector<std::string>{"some.test:443"});
}

TEST_CASE_METHOD(ProxyFixture,
                 "http: a tunnel that the proxy refuses blames the host only where the host is meant",
                 "[http]") {
    SECTION("HTTP") {
        const auto row = GENERATE(values<RefusalRow>({
            {403, TransportErrorKind::local, "proxy-refused"},
            {407, TransportErrorKind::local, "proxy-refused"},
            {405, TransportErrorKind::local, "proxy-refused"},
            {502, TransportErrorKind::connect, "proxy-connect-failed"},
            {503, TransportErrorKind::connect, "proxy-connect-failed"},
            {504, TransportErrorKind::timeout, "connect-timeout"},
        }));
        CAPTURE(row.code);
        TunnelProxy proxy({.port = secure.port(), .refusal = row.code});
        Client client(through(proxy.url("http")));

        const http::Response response = client.get("https://some.test/");

        CHECK(reason_of(response) == row.reason);
        CHECK(response.error->kind == row.kind);
        CHECK(response.status == 0);
        CHECK(proxy.targets().size() == 1);
    }
    SECTION("SOCKS") {
        const auto row = GENERATE(values<RefusalRow>({
            {1, TransportErrorKind::connect, "proxy-connect-failed"},
            {2, TransportErrorKind::local, "proxy-refused"},
            {3, TransportErrorKind::connect, "proxy-connect-failed"},
            {4, TransportErrorKind::connect, "host-unreachable"},
            {5, TransportErrorKind::connect, "connection-refused"},
            {6, TransportErrorKind::timeout, "connect-timeout"},
            {7, TransportErrorKind::local, "proxy-failed"},
        }));
        CAPTURE(row.code);
        TunnelProxy proxy({.socks = true, .port = secure.port(), .refusal = row.code});
        Client client(through(proxy.url("socks5h")));

        const http::Response response = client.get("https://some.test/");

        CHECK(reason_of(response) == row.reason);
        CHECK(response.error->kind == row.kind);
        CHECK_FALSE(response.error->network_unreachable);
        CHECK(proxy.targets().size() == 1);
    }
}

TEST_CASE_METHOD(ProxyFixture, "http: a proxy that cannot be reached blames no link", "[http]") {
    RefusedPort refused;
    const auto scheme = GENERATE(values<const char*>({"http", "socks5h", "socks5"}));
    CAPTURE(scheme);
    http::FetcherOptions options =
        through(std::string(scheme) + "://127.0.0.1:" + std::to_string(refused.port()));
    options.resolve = {"*:*:127.0.0.1"};
    Client client(options);

    for (const char* url : {"http://some.test/", "https://some.test/"}) {
        CAPTURE(url);
        const http::Response response = client.get(url);
        CHECK(reason_of(response) == "proxy-failed");
        CHECK(response.error->kind == TransportErrorKind::local);
    }
}

TEST_CASE_METHOD(ProxyFixture, "http: a proxy is reached over TLS with the same certificates", "[http]") {
    ScriptedServer proxy(
        ServerOptions{.handler = [](const ReceivedRequest&) { return html("proxied"); }, .tls = authority});
    Client client(through(proxy.origin()));

    const http::Response response = client.get("http://some.test/a");

    CHECK(reason_of(response) == "none");
    CHECK(response.body == "proxied");
    CHECK(proxy.requests().at(0).target == "http://some.test/a");
}

TEST_CASE_METHOD(ProxyFixture, "http: a proxy opens no address that a URL or an option names", "[http]") {
    TunnelProxy proxy({.port = secure.port()});
    http::FetcherOptions options = through(proxy.url("http"));
    options.guard = http::AddressGuard();
    options.resolve = {"inside.test:443:10.0.0.1"};
    Client client(options);

    for (const char* url : {"https://127.0.0.1/", "https://2130706433/", "https://[::ffff:10.0.0.1]/",
                            "https://localhost/", "https://inside.test/"}) {
        CAPTURE(url);
        CHECK(reason_of(client.get(url)) == "address-refused");
    }
    // What a name leads to is the proxy's to know.
    CHECK(client.get("https://some.test/").body == "secret");
    CHECK(proxy.targets() == std::vector<std::string>{"some.test:443"});
}

}  // namespace linktender::test
