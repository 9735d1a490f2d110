#include <string>

#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: what surrounds a URL or breaks its line is dropped", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"  https://example.com/a  ", "https://example.com/a"},
        {"\x01\x1f\r\nhttps://example.com/a\t\x02", "https://example.com/a"},
        {"https://exa\nmple.com/a\tb/\r\nc?d\te#f\ng", "https://example.com/ab/c?de#fg"},
        {"ht\ntps:\t//example.com/", "https://example.com/"},
        {"https://example.com/a b", "https://example.com/a%20b"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a NUL at the end is dropped and inside a path is encoded", "[url]") {
    CHECK(resolved(std::string_view("https://example.com/a\0b\0", 23)) == "https://example.com/a%00b");
}

TEST_CASE("url: ill-formed UTF-8 is read as U+FFFD and never joined to a character", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://example.com/\xff", "https://example.com/%EF%BF%BD"},
        {"https://example.com/?q=\xe4\xbd", "https://example.com/?q=%EF%BF%BD%EF%BF%BD"},
        {"https://example.com/\xe4\xbd\n\xa0", "https://example.com/%EF%BF%BD%EF%BF%BD%EF%BF%BD"},
        {"https://example.com/#\xed\xa0\x80", "https://example.com/#%EF%BF%BD%EF%BF%BD%EF%BF%BD"},
        {"https://ex\xffmple.com/", "the host is no valid internationalised domain name"},
    }));
    CAPTURE(row.expected);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a scheme is lower-cased and ends at the first colon", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"HtTpS://Example.COM/A", "https://example.com/A"},
        {"x-A1+b.c:rest", "x-a1+b.c:rest"},
        {"mailto:editor@example.com", "mailto:editor@example.com"},
        {"JavaScript:alert('1')", "javascript:alert('1')"},
        {"1http://example.com/", "a relative URL, and no base to resolve it against"},
        {"ht!tp://example.com/", "a relative URL, and no base to resolve it against"},
        {"://example.com/", "a relative URL, and no base to resolve it against"},
        {"https", "a relative URL, and no base to resolve it against"},
        {"", "a relative URL, and no base to resolve it against"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: behind a special scheme any slashes lead to the host", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https:example.com/a", "https://example.com/a"},
        {"https:/example.com/a", "https://example.com/a"},
        {"https:////example.com/a", "https://example.com/a"},
        {"https:\\\\example.com\\a\\b", "https://example.com/a/b"},
        {"https:/\\/example.com/a", "https://example.com/a"},
        {"ftp:\\example.com", "ftp://example.com/"},
        {"ws:example.com", "ws://example.com/"},
        {"other:/a\\b", "other:/a\\b"},
        {"other://host\\a", "the host has a character that hosts cannot have"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: everything before the last @ of the authority is credentials", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://user@example.com/", "https://user@example.com/"},
        {"https://user:pass@example.com/", "https://user:pass@example.com/"},
        {"https://user:@example.com/", "https://user@example.com/"},
        {"https://:pass@example.com/", "https://:pass@example.com/"},
        {"https://@example.com/", "https://example.com/"},
        {"https://:@example.com/", "https://example.com/"},
        {"https://a@b@example.com/", "https://a%40b@example.com/"},
        {"https://a:b:c@example.com/", "https://a:b%3Ac@example.com/"},
        {"https://::@example.com/", "https://:%3A@example.com/"},
        {"https://u s;r=[1]|^:p'q@example.com/", "https://u%20s%3Br%3D%5B1%5D%7C%5E:p'q@example.com/"},
        {"https://用户@example.com/", "https://%E7%94%A8%E6%88%B7@example.com/"},
        {"https://example.com/@user", "https://example.com/@user"},
        {"https://example.com?u@h", "https://example.com/?u@h"},
        {"https://user@", "the host is missing"},
        {"https://user@/path", "the host is missing"},
        {"https://user:pass@:80/", "the host is missing"},
        {"other://user@/path", "the host is missing"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a special scheme needs a host, others can do without", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://", "the host is missing"},
        {"https:///", "the host is missing"},
        {"https://?q", "the host is missing"},
        {"https://:443/", "the host is missing"},
        {"other://:443/", "the host is missing"},
        {"other://", "other://"},
        {"other:///a", "other:///a"},
        {"other:", "other:"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a port is a number up to 65535, and the default one is left out", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://example.com:8443/", "https://example.com:8443/"},
        {"https://example.com:443/", "https://example.com/"},
        {"http://example.com:80", "http://example.com/"},
        {"http://example.com:443/", "http://example.com:443/"},
        {"ftp://example.com:21/", "ftp://example.com/"},
        {"ws://example.com:80/", "ws://example.com/"},
        {"wss://example.com:443/", "wss://example.com/"},
        {"https://example.com:/a", "https://example.com/a"},
        {"https://example.com:00000000000000000000443/", "https://example.com/"},
        {"https://example.com:0/", "https://example.com:0/"},
        {"https://example.com:65535/", "https://example.com:65535/"},
        {"https://example.com:65536/", "the port is above 65535"},
        {"https://example.com:99999999999999999999999999/", "the port is above 65535"},
        {"https://example.com:8a/", "the port is not a number"},
        {"https://example.com:-1/", "the port is not a number"},
        {"https://example.com: 80/", "the port is not a number"},
        {"https://example.com:80:81/", "the port is not a number"},
        {"https://example.com:80\\a", "https://example.com:80/a"},
        {"https://[2001:db8::1]:8080/", "https://[2001:db8::1]:8080/"},
        {"other://host:21/", "other://host:21/"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a relative reference replaces what it states and keeps the rest", "[url]") {
    constexpr std::string_view k_base = "https://u:p@example.com:8443/a/b/c?q#f";
    const auto row = GENERATE(values<Row>({
        {"", "https://u:p@example.com:8443/a/b/c?q"},
        {"#g", "https://u:p@example.com:8443/a/b/c?q#g"},
        {"?r", "https://u:p@example.com:8443/a/b/c?r"},
        {"?r#g", "https://u:p@example.com:8443/a/b/c?r#g"},
        {"d", "https://u:p@example.com:8443/a/b/d"},
        {"./d/", "https://u:p@example.com:8443/a/b/d/"},
        {"../d", "https://u:p@example.com:8443/a/d"},
        {"../../../../d", "https://u:p@example.com:8443/d"},
        {"/d", "https://u:p@example.com:8443/d"},
        {"\\d", "https://u:p@example.com:8443/d"},
        {"//other.example/d", "https://other.example/d"},
        {"\\/other.example/d", "https://other.example/d"},
        {"///other.example/d", "https://other.example/d"},
        {"//", "the host is missing"},
        {"https:d", "https://u:p@example.com:8443/a/b/d"},
        {"https:/d", "https://u:p@example.com:8443/d"},
        {"https:#g", "https://u:p@example.com:8443/a/b/c?q#g"},
        {"http:d", "http://d/"},
        {"https://other.example", "https://other.example/"},
        {"mailto:x@example.com", "mailto:x@example.com"},
        {"图/一.png", "https://u:p@example.com:8443/a/b/%E5%9B%BE/%E4%B8%80.png"},
        {"a:b", "a:b"},
        {"1:2", "https://u:p@example.com:8443/a/b/1:2"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input, k_base) == row.expected);
}

TEST_CASE("url: bases without a special scheme resolve by the same rules", "[url]") {
    const auto row = GENERATE(values<BaseRow>({
        {"other://host/a/b", "c", "other://host/a/c"},
        {"other://host/a/b", "\\c", "other://host/a/\\c"},
        {"other://host/a/b", "/c", "other://host/c"},
        {"other://host/a/b", "//elsewhere/c", "other://elsewhere/c"},
        {"other://host", "c", "other://host/c"},
        {"other://host", "..", "other://host/"},
        {"other:/a/b", "../c", "other:/c"},
        {"other:/a//b", "..//c", "other:/a//c"},
        {"other:/.//a/b", "c", "other:/.//a/c"},
        {"other:/.//a/b", "#f", "other:/.//a/b#f"},
        {"other:/.//a/b", "/c", "other:/c"},
        {"other:/a", "//host/c", "other://host/c"},
        {"mailto:x@example.com?subject=a", "#f", "mailto:x@example.com?subject=a#f"},
        {"mailto:x@example.com", "c", "a relative URL, and no base to resolve it against"},
        {"mailto:x@example.com", "", "a relative URL, and no base to resolve it against"},
        {"data:text/plain,a", "?q", "a relative URL, and no base to resolve it against"},
        {"data:text/plain,a", "https://example.com", "https://example.com/"},
    }));
    CAPTURE(row.base, row.input);

    CHECK(resolved(row.input, row.base) == row.expected);
}

TEST_CASE("url: an empty Url is no base", "[url]") {
    const Url empty;

    const auto relative = parse("a", &empty);
    const auto absolute = parse("https://example.com/a", &empty);

    CHECK_FALSE(relative);
    REQUIRE(absolute);
    CHECK(absolute->href() == "https://example.com/a");
}

TEST_CASE("url: neither input nor result is longer than the limit", "[url]") {
    const std::string prefix = "https://example.com/";
    const std::string longest = prefix + std::string(k_max_url_bytes - prefix.size(), 'a');
    const std::string grows = prefix + std::string(k_max_url_bytes / 2, ' ') + "a";
    const auto base = parse(longest);
    REQUIRE(base);

    CHECK(resolved(longest) == longest);
    CHECK(resolved(longest + "a") == describe(UrlError::too_long));
    CHECK(resolved(grows) == describe(UrlError::too_long));
    CHECK_FALSE(parse("#fragment", &*base));
    CHECK(resolved("b", longest) == "https://example.com/b");
}
