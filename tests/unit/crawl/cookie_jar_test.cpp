#include "linktender/crawl/cookie_jar.hpp"

#include <fmt/format.h>

#include "support/catch.hpp"

using namespace linktender;
using linktender::crawl::CookieJar;

namespace {

const core::TimePoint k_now = *core::parse_time("2026-11-24T02:30:00Z");

url::Url parsed(std::string_view text) {
    return *url::parse(text);
}

http::Headers set_cookie(std::string_view value) {
    http::Headers headers;
    headers.add("set-cookie", value);
    return headers;
}

}  // namespace

TEST_CASE("crawl: a cookie goes back to where RFC 6265 sends it, and nowhere else", "[crawl]") {
    struct Row {
        std::string_view from;
        std::string_view cookie;
        std::string_view to;
        std::string_view sent;
    };
    const auto row = GENERATE(values<Row>({
        {"https://a.example/x", "k=v", "https://a.example/y", "k=v"},
        {"https://a.example/x", "k=v", "https://b.example/x", ""},
        {"https://a.example/x", "k=v", "https://www.a.example/x", ""},
        {"https://www.a.example/", "k=v; Domain=a.example", "https://b.a.example/", "k=v"},
        {"https://www.a.example/", "k=v; domain=.A.example", "https://a.example/", "k=v"},
        {"https://www.a.example/", "k=v; Domain=b.example", "https://b.example/", ""},
        {"https://a.co.uk/", "k=v; Domain=co.uk", "https://b.co.uk/", ""},
        {"https://a.example/dir/page", "k=v", "https://a.example/other", ""},
        {"https://a.example/dir/page", "k=v; Path=/", "https://a.example/other", "k=v"},
        {"https://a.example/", "k=v; Path=/docs", "https://a.example/docsite", ""},
        {"https://a.example/", "k=v; Path=/docs", "https://a.example/docs/1", "k=v"},
        {"https://a.example/", "k=v; Secure", "http://a.example/", ""},
        {"https://a.example/", "k=v; Secure; HttpOnly; SameSite=Lax", "https://a.example/", "k=v"},
        {"https://a.example/", "k=v; Max-Age=0", "https://a.example/", ""},
        {"https://a.example/", "k=v; Expires=Thu, 01-Jan-1970 00:00:10 GMT", "https://a.example/", ""},
        {"https://a.example/", "k=v; Expires=Wed, 01 Jan 2031 00:00:00 GMT", "https://a.example/", "k=v"},
        {"https://a.example/", "k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", "https://a.example/",
         "k=v"},
        {"https://a.example/", "k = spaced ", "https://a.example/", "k=spaced"},
        {"https://a.example/", "=nameless", "https://a.example/", ""},
        {"https://a.example/", "k=a\x01b", "https://a.example/", ""},
        {"https://a.example/", "k=v; Domain=", "https://a.example/", "k=v"},
    }));
    CAPTURE(row.from, row.cookie, row.to);
    CookieJar jar;

    jar.take(set_cookie(row.cookie), parsed(row.from), k_now);

    CHECK(jar.header_for(parsed(row.to)) == row.sent);
}

TEST_CASE("crawl: a cookie set again replaces the former one, and one that expires removes it", "[crawl]") {
    CookieJar jar;
    const url::Url url = parsed("https://a.example/");

    jar.take(set_cookie("k=1"), url, k_now);
    const std::size_t first = jar.revision();
    jar.take(set_cookie("k=1"), url, k_now);
    CHECK(jar.revision() == first);
    jar.take(set_cookie("k=2"), url, k_now);
    CHECK(jar.header_for(url) == "k=2");
    CHECK(jar.revision() > first);
    jar.take(set_cookie("k=; Max-Age=-1"), url, k_now);

    CHECK(jar.header_for(url).empty());
}

TEST_CASE("crawl: cookies for longer paths come first", "[crawl]") {
    CookieJar jar;
    http::Headers headers = set_cookie("a=1; Path=/");
    headers.add("set-cookie", "b=2; Path=/dir");

    jar.take(headers, parsed("https://a.example/"), k_now);

    CHECK(jar.header_for(parsed("https://a.example/dir/x")) == "b=2; a=1");
}

TEST_CASE("crawl: a server cannot fill the jar beyond its bounds", "[crawl]") {
    CookieJar jar;
    const url::Url url = parsed("https://a.example/");
    http::Headers headers;
    for (int i = 0; i < 1000; ++i) headers.add("set-cookie", fmt::format("k{}=v", i));
    headers.add("set-cookie", "big=" + std::string(100'000, 'x'));

    jar.take(headers, url, k_now);

    CHECK(jar.header_for(url).size() < 1000);
    CHECK(jar.header_for(url).find("big") == std::string::npos);
}
