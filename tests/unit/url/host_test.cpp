#include "linktender/url/host.hpp"

#include <string>

#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: the registrable domain is one label more than the public suffix", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"example.com", "example.com"},
        {"a.b.example.com", "example.com"},
        {"a.b.example.co.uk", "example.co.uk"},
        {"mp.weixin.qq.com", "qq.com"},
        {"www.news.example.com.cn", "example.com.cn"},
        {"someone.github.io", "someone.github.io"},
        {"docs.someone.github.io", "someone.github.io"},
        {"a.example.com.", "example.com"},
        {"www.xn--fsqu00a.xn--55qx5d.cn", "xn--fsqu00a.xn--55qx5d.cn"},
        {"a.b.no-such-suffix", "b.no-such-suffix"},
    }));
    CAPTURE(row.input);

    CHECK(registrable_domain(row.input) == row.expected);
}

TEST_CASE("url: a host without a registrable domain stands for itself", "[url]") {
    const auto host =
        GENERATE(values<std::string_view>({"com", "co.uk", "github.io", "localhost", "192.0.2.1",
                                           "[2001:db8::1]", "", ".", "..", ".com", "a..com"}));
    CAPTURE(host);

    const std::string registrable = registrable_domain(host);

    const std::string without_dot(host.ends_with('.') ? host.substr(0, host.size() - 1) : host);
    CHECK((registrable == without_dot || without_dot.ends_with("." + registrable)));
}

TEST_CASE("url: a host too long for DNS stands for itself", "[url]") {
    std::string host;
    for (int i = 0; i < 30'000; ++i) host += "a.";
    host += "example.com";

    CHECK(registrable_domain(host) == host);
}

TEST_CASE("url: punycode labels are shown in Unicode where they are valid", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"xn--fsqu00a.xn--0zwm56d", "例子.测试"},
        {"www.xn--strae-oqa.example", "www.straße.example"},
        {"example.com", "example.com"},
        {"xn--a.example", "xn--a.example"},
        {"[2001:db8::1]", "[2001:db8::1]"},
        {"", ""},
    }));
    CAPTURE(row.input);

    CHECK(to_unicode(row.input) == row.expected);
}
