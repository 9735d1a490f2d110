// Addresses that must not be reached, and a machine without a network. Runs where nothing can be
// reached at all: a failure here sends no packet to anybody.
#include <string>
#include <vector>

#include "fetch_fixture.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;

http::FetcherOptions strict() {
    http::FetcherOptions options;
    options.user_agent = "linktender-test";
    return options;
}

}  // namespace

TEST_CASE("http: a URL to an address of our own networks is refused in every notation", "[http]") {
    Client client(strict());
    const auto url = GENERATE(values<const char*>({
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://0/",
        "http://localhost/",
        "http://LocalHost./",
        "http://a.localhost:8080/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[ff02::1]/",
        "http://255.255.255.255/",
    }));
    CAPTURE(url);

    const http::Response response = client.get(url);

    CHECK(reason_of(response) == "address-refused");
    CHECK(response.error->kind == TransportErrorKind::unsafe_address);
}

TEST_CASE("http: a name that leads to such addresses only is refused", "[http]") {
    http::FetcherOptions options = strict();
    SECTION("by --resolve") {
        options.resolve = {"inside.test:80:10.0.0.1,[fd00::1]"};
    }
    SECTION("by --connect-to") {
        options.connect_to = {"inside.test:80:127.0.0.1:22"};
    }
    SECTION("by --connect-to a name") {
        options.connect_to = {"inside.test:80:localhost:22"};
    }
    Client client(options);

    const http::Response response = client.get("http://inside.test/");

    CHECK(reason_of(response) == "address-refused");
}

TEST_CASE("http: a proxy does not open the addresses a URL names itself", "[http]") {
    http::FetcherOptions options = strict();
    options.proxy = "http://203.0.113.1:3128";
    Client client(options);

    CHECK(reason_of(client.get("http://127.0.0.1/")) == "address-refused");
    CHECK(reason_of(client.get("http://localhost/")) == "address-refused");
    CHECK(reason_of(client.get("http://[::ffff:10.0.0.1]/")) == "address-refused");
}

TEST_CASE("http: of a name's addresses the refused ones are left out", "[http]") {
    http::FetcherOptions options = strict();
    options.resolve = {"both.test:80:127.0.0.1,93.184.216.34"};
    Client client(options);

    const http::Response response = client.get("http://both.test/");

    // The public one was tried, and nothing can be reached from here.
    CHECK(reason_of(response) == "network-unreachable");
    CHECK(response.error->network_unreachable);
}

TEST_CASE("http: without a network no link is to blame", "[http]") {
    Client client(strict());

    for (const char* url : {"http://93.184.216.34/", "https://93.184.216.34/", "http://[2606:4700::1111]/"}) {
        CAPTURE(url);
        const http::Response response = client.get(url);
        CHECK(reason_of(response) == "network-unreachable");
        CHECK(response.error->kind == TransportErrorKind::connect);
        CHECK(response.error->network_unreachable);
    }
    const http::Response named = client.get("http://some-name.example/");
    CHECK(reason_of(named) == "dns-unreachable");
    CHECK(named.error->kind == TransportErrorKind::dns_error);
    CHECK(named.error->network_unreachable);
}

}  // namespace linktender::test
