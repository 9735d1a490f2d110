#include "linktender/url/url.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender::url;

namespace {

Url must_parse(std::string_view text) {
    auto url = parse(text);
    REQUIRE(url);
    return *std::move(url);
}

}  // namespace

TEST_CASE("url: every part of a URL is a view into its serialisation", "[url]") {
    const Url url = must_parse("https://user:pass@example.com:8443/a/b?q=1#f");

    CHECK(url.scheme() == "https");
    CHECK(url.username() == "user");
    CHECK(url.password() == "pass");
    CHECK(url.host() == "example.com");
    CHECK(url.port() == std::uint16_t{8443});
    CHECK(url.path() == "/a/b");
    CHECK(url.query() == "q=1");
    CHECK(url.fragment() == "f");
    CHECK(url.without_fragment() == "https://user:pass@example.com:8443/a/b?q=1");
    CHECK(url.without_fragment().data() == url.href().data());
}

TEST_CASE("url: parts that are not there are empty or none", "[url]") {
    const Url url = must_parse("https://example.com");

    CHECK(url.username().empty());
    CHECK(url.password().empty());
    CHECK(url.port() == std::nullopt);
    CHECK(url.path() == "/");
    CHECK(url.query() == std::nullopt);
    CHECK(url.fragment() == std::nullopt);
    CHECK(url.without_fragment() == url.href());
}

TEST_CASE("url: an empty query and fragment are there and empty", "[url]") {
    const Url url = must_parse("https://example.com/?#");

    CHECK(url.query() == "");
    CHECK(url.fragment() == "");
    CHECK(url.without_fragment() == "https://example.com/?");
}

TEST_CASE("url: a default-constructed Url is empty in every part", "[url]") {
    const Url url;

    CHECK(url.href().empty());
    CHECK(url.without_fragment().empty());
    CHECK(url.scheme().empty());
    CHECK(url.username().empty());
    CHECK(url.password().empty());
    CHECK(url.host().empty());
    CHECK(url.path().empty());
    CHECK(url.query() == std::nullopt);
    CHECK(url.fragment() == std::nullopt);
    CHECK(url.effective_port() == 0);
    CHECK_FALSE(url.is_http());
    CHECK(without_credentials(url) == url);
}

TEST_CASE("url: a URL without an authority has a path and neither host nor credentials", "[url]") {
    const Url url = must_parse("mailto:a@example.com?subject=b");

    CHECK(url.scheme() == "mailto");
    CHECK(url.username().empty());
    CHECK(url.password().empty());
    CHECK(url.host().empty());
    CHECK(url.path() == "a@example.com");
    CHECK(url.query() == "subject=b");
    CHECK_FALSE(url.is_http());
}

TEST_CASE("url: the /. that guards a path is no part of it", "[url]") {
    CHECK(must_parse("other:/.//a?q").path() == "//a");
}

TEST_CASE("url: the effective port is the scheme's when none is written", "[url]") {
    CHECK(must_parse("http://example.com/").effective_port() == 80);
    CHECK(must_parse("https://example.com/").effective_port() == 443);
    CHECK(must_parse("https://example.com:80/").effective_port() == 80);
    CHECK(must_parse("ftp://example.com/").effective_port() == 21);
    CHECK(must_parse("other://example.com/").effective_port() == 0);
}

TEST_CASE("url: http and https are what is checked", "[url]") {
    CHECK(must_parse("http://example.com/").is_http());
    CHECK(must_parse("HTTPS://example.com/").is_http());
    CHECK_FALSE(must_parse("ftp://example.com/").is_http());
    CHECK_FALSE(must_parse("httpx://example.com/").is_http());
    CHECK_FALSE(must_parse("javascript:void(0)").is_http());
    CHECK_FALSE(must_parse("data:text/plain,http").is_http());
}

TEST_CASE("url: two spellings of one URL are equal, two URLs are not", "[url]") {
    CHECK(must_parse("HTTPS://Example.com:443/a/../b") == must_parse("https://example.com/b"));
    CHECK_FALSE(must_parse("https://example.com/b") == must_parse("https://example.com/B"));
    CHECK_FALSE(must_parse("https://example.com/b") == must_parse("https://example.com/b#"));
}

TEST_CASE("url: credentials can be taken out, and the rest stays", "[url]") {
    struct Row {
        std::string_view input;
        std::string_view expected;
    };
    const auto row = GENERATE(values<Row>({
        {"https://user:pass@example.com:8443/a?q#f", "https://example.com:8443/a?q#f"},
        {"https://user@example.com/", "https://example.com/"},
        {"https://:pass@example.com/", "https://example.com/"},
        {"https://example.com/@a", "https://example.com/@a"},
        {"mailto:a@example.com", "mailto:a@example.com"},
        {"file:///a@b", "file:///a@b"},
    }));
    CAPTURE(row.input);

    const Url url = without_credentials(must_parse(row.input));

    const Url expected = must_parse(row.expected);
    CHECK(url.href() == expected.href());
    CHECK(url.username().empty());
    CHECK(url.password().empty());
    CHECK(url.host() == expected.host());
    CHECK(url.port() == expected.port());
    CHECK(url.path() == expected.path());
    CHECK(url.query() == expected.query());
    CHECK(url.fragment() == expected.fragment());
}

TEST_CASE("url: every error has a sentence of its own", "[url]") {
    const auto error = GENERATE(values<UrlError>(
        {UrlError::too_long, UrlError::relative_without_base, UrlError::host_missing,
         UrlError::host_invalid_code_point, UrlError::domain_to_ascii, UrlError::ipv4_invalid,
         UrlError::ipv6_invalid, UrlError::port_invalid, UrlError::port_out_of_range}));

    CHECK_FALSE(describe(error).empty());
    CHECK(describe(error) != "unknown error");
}
