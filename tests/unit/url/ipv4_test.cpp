#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: every way to write an IPv4 address gives four decimal bytes", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"http://192.0.2.1/", "http://192.0.2.1/"},
        {"http://192.0.2.1./", "http://192.0.2.1/"},
        {"http://192.0.513/", "http://192.0.2.1/"},
        {"http://192.513/", "http://192.0.2.1/"},
        {"http://3221225985/", "http://192.0.2.1/"},
        {"http://0xC0.0x0.0x2.0x1/", "http://192.0.2.1/"},
        {"http://0XC0000201/", "http://192.0.2.1/"},
        {"http://0300.0.02.01/", "http://192.0.2.1/"},
        {"http://030000001001/", "http://192.0.2.1/"},
        {"http://0xc0.0.01001/", "http://192.0.2.1/"},
        {"http://192.0.2.000000000000000000001/", "http://192.0.2.1/"},
        {"http://１９２.０.２.１/", "http://192.0.2.1/"},
        {"http://192。0。2。1/", "http://192.0.2.1/"},
        {"http://%3192.0.2.1/", "http://192.0.2.1/"},
        {"http://0/", "http://0.0.0.0/"},
        {"http://0x/", "http://0.0.0.0/"},
        {"http://0x.0x.0/", "http://0.0.0.0/"},
        {"http://4294967295/", "http://255.255.255.255/"},
        {"http://1.16777215/", "http://1.255.255.255/"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a host that ends in a number and is no IPv4 address is refused", "[url]") {
    const auto input = GENERATE(values<std::string_view>({
        "http://256.0.0.1/",
        "http://1.2.3.256/",
        "http://1.2.65536/",
        "http://1.16777216/",
        "http://4294967296/",
        "http://0x100000000/",
        "http://99999999999999999999999999999999/",
        "http://1.2.3.4.5/",
        "http://1..2/",
        "http://.1/",
        "http://08/",
        "http://1.2.3.09/",
        "http://0xg.1/",
        "http://example.1/",
        "http://a.0x1/",
        "http://a.08./",
        "http://1.2.3.4.0x/",
        "http://-1.0/",
    }));
    CAPTURE(input);

    CHECK(resolved(input) == describe(UrlError::ipv4_invalid));
}

TEST_CASE("url: a host whose last label is no number is a domain", "[url]") {
    const auto input = GENERATE(values<std::string_view>({
        "http://1.2.3.4a/",
        "http://1.example/",
        "http://0xg/",
        "http://1.2.3.4../",
        "http://1e3/",
        "http://0b1/",
        "http://1-2/",
    }));
    CAPTURE(input);

    const auto url = parse(input);

    REQUIRE(url);
    CHECK(url->href() == input);
    CHECK(url->host_kind() == HostKind::domain);
}
