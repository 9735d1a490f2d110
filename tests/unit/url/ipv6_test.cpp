#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: an IPv6 address is written in its shortest form", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"http://[::]/", "http://[::]/"},
        {"http://[::1]/", "http://[::1]/"},
        {"http://[1::]/", "http://[1::]/"},
        {"http://[2001:0DB8:0:0:0:0:0:1]/", "http://[2001:db8::1]/"},
        {"http://[2001:db8:0:0:1:0:0:0]/", "http://[2001:db8:0:0:1::]/"},
        {"http://[2001:0:0:1:0:0:2:3]/", "http://[2001::1:0:0:2:3]/"},
        {"http://[1:0:2:3:4:5:6:7]/", "http://[1:0:2:3:4:5:6:7]/"},
        {"http://[1:2:3:4:5:6:7:8]/", "http://[1:2:3:4:5:6:7:8]/"},
        {"http://[1:2:3:4:5:6:7::]/", "http://[1:2:3:4:5:6:7:0]/"},
        {"http://[::2:3:4:5:6:7:8]/", "http://[0:2:3:4:5:6:7:8]/"},
        {"http://[1::8]/", "http://[1::8]/"},
        {"http://[::ffff:192.0.2.1]/", "http://[::ffff:c000:201]/"},
        {"http://[64:ff9b::192.0.2.1]/", "http://[64:ff9b::c000:201]/"},
        {"http://[1:2:3:4:5:6:0.0.0.0]/", "http://[1:2:3:4:5:6::]/"},
        {"http://[::1]:8080/", "http://[::1]:8080/"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: what is not exactly an IPv6 address in brackets is refused", "[url]") {
    const auto input = GENERATE(values<std::string_view>({
        "http://[]/",
        "http://[:]/",
        "http://[:::]/",
        "http://[::1/",
        "http://[1]/",
        "http://[1:2:3:4:5:6:7]/",
        "http://[1:2:3:4:5:6:7:8:9]/",
        "http://[1:2:3:4:5:6:7:8::]/",
        "http://[1::2::3]/",
        "http://[1:2:3:4:5:6:7:]/",
        "http://[:1:2:3:4:5:6:7]/",
        "http://[12345::]/",
        "http://[g::]/",
        "http://[::1%25eth0]/",
        "http://[::1 ]/",
        "http://[::1.2.3]/",
        "http://[::1.2.3.4.5]/",
        "http://[::1.2.3.]/",
        "http://[::256.0.0.1]/",
        "http://[::01.2.3.4]/",
        "http://[::.1.2.3]/",
        "http://[::1.2.3.4:5]/",
        "http://[1:2:3:4:5:6:7:1.2.3.4]/",
        "http://[::a.2.3.4]/",
        "http://[::1]x/",
        "other://[::1/",
        "other://[x]/",
    }));
    CAPTURE(input);

    CHECK(resolved(input) == describe(UrlError::ipv6_invalid));
}
