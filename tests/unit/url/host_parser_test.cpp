#include <string>

#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: a domain is decoded, mapped by UTS 46 and written in ASCII", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://EXAMPLE.com/", "https://example.com/"},
        {"https://e%78ample.com/", "https://example.com/"},
        {"https://例子.测试/", "https://xn--fsqu00a.xn--0zwm56d/"},
        {"https://%E4%BE%8B%E5%AD%90.测试/", "https://xn--fsqu00a.xn--0zwm56d/"},
        {"https://例子。测试/", "https://xn--fsqu00a.xn--0zwm56d/"},
        {"https://ＥＸＡＭＰＬＥ．ｃｏｍ/", "https://example.com/"},
        {"https://Straße.example/", "https://xn--strae-oqa.example/"},
        {"https://STRA\u1E9EE.example/", "https://xn--strae-oqa.example/"},
        {"https://exam\u00ADple.com/", "https://example.com/"},
        {"https://XN--FSQU00A.example/", "https://xn--fsqu00a.example/"},
        {"https://a_b.example/", "https://a_b.example/"},
        {"https://-a-.example/", "https://-a-.example/"},
        {"https://r3---sn.example/", "https://r3---sn.example/"},
        {"https://-ü-.example/", "https://xn-----xka.example/"},
        {"https://a..example/", "https://a..example/"},
        {"https://example.com./", "https://example.com./"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: an ASCII domain passes in lower case whatever its xn-- labels hold", "[url]") {
    CHECK(resolved("https://XN--A.example/") == "https://xn--a.example/");
    CHECK(resolved("https://xn--/") == "https://xn--/");
    CHECK(resolved("https://xn--a.ü.example/") == describe(UrlError::domain_to_ascii));
}

TEST_CASE("url: a domain that UTS 46 refuses is no host", "[url]") {
    const auto input = GENERATE(values<std::string_view>({
        "https://\u00AD/",            // nothing is left
        "https://\u200D.example/",    // a joiner without context
        "https://\u05D0a.example/",   // mixed directions in a label
        "https://\uFFFD.example/",    // disallowed
        "https://a\u202Eb.example/",  // a bidirectional control
        "https://%ff.example/",       // not UTF-8 once decoded
        "https://\u0301a.example/",   // begins with a combining mark
    }));
    CAPTURE(input);

    CHECK(resolved(input) == describe(UrlError::domain_to_ascii));
}

TEST_CASE("url: what revisions of UTS 46 have come to allow is a host with every ICU", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://\u04C0.example/", "https://xn--s5a.example/"},
        {"https://\u10A0.example/", "https://xn--rkj.example/"},
        {"https://\u2132.example/", "https://xn--73g.example/"},
        {"https://ex\u180Eample.com/", "https://example.com/"},
        {"https://ex\u206Aample.com/", "https://example.com/"},
        {"https://ex\u2061ample\u3164.com/", "https://example.com/"},
        {"https://\U0002F874.example/", "https://xn--u2t.example/"},
    }));
    CAPTURE(row.input, row.expected);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a forbidden code point makes the host invalid, raw or decoded", "[url]") {
    const auto input = GENERATE(values<std::string_view>({
        "https://a b/",
        "https://a<b/",
        "https://a>b/",
        "https://a^b/",
        "https://a|b/",
        "https://a]b/",
        "https://a%b/",
        "https://a%20b/",
        "https://a%2fb/",
        "https://a%00b/",
        "https://a%7Fb/",
        "https://a%25b/",
        "https://a\x7F"
        "b/",
        "https://a\x01"
        "b/",
        "https://a％b/",
        "https://a／b/",
        "other://a b/",
        "other://a<b/",
        "other://a^b/",
    }));
    CAPTURE(input);

    CHECK(resolved(input) == describe(UrlError::host_invalid_code_point));
}

TEST_CASE("url: an opaque host keeps case and escapes", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"other://Host%41/", "other://Host%41/"},
        {"other://例子/", "other://%E4%BE%8B%E5%AD%90/"},
        {"other://a%zz/", "other://a%zz/"},
        {"other://1.2.3/", "other://1.2.3/"},
        {"other://a\x7F/", "other://a%7F/"},
        {"other://[::1]/", "other://[::1]/"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: the kind of a host is told", "[url]") {
    struct KindRow {
        std::string_view input;
        HostKind kind;
        std::string_view host;
    };
    const auto row = GENERATE(values<KindRow>({
        {"https://example.com/", HostKind::domain, "example.com"},
        {"https://0x7f.1/", HostKind::ipv4, "127.0.0.1"},
        {"https://[::1]/", HostKind::ipv6, "[::1]"},
        {"other://Host/", HostKind::opaque, "Host"},
        {"other://[::1]/", HostKind::ipv6, "[::1]"},
        {"other:///a", HostKind::none, ""},
        {"file:///a", HostKind::none, ""},
        {"file://server/a", HostKind::domain, "server"},
        {"mailto:a@example.com", HostKind::none, ""},
    }));
    CAPTURE(row.input);

    const auto url = parse(row.input);

    REQUIRE(url);
    CHECK(url->host_kind() == row.kind);
    CHECK(url->host() == row.host);
}

TEST_CASE("url: a Unicode name beyond what DNS could hold is refused", "[url]") {
    std::string host;
    for (int i = 0; i < 5'000; ++i) host += "例";

    CHECK(resolved("https://" + host + "/") == describe(UrlError::domain_to_ascii));
}
