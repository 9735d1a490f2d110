// The small readers behind the facts: media types, dates, names, refreshes.
#include <string>

#include "page/clean.hpp"
#include "page/date.hpp"
#include "page/media_type.hpp"
#include "page/refresh.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace std::string_literals;
using Kind = page::PageFacts::Kind;

TEST_CASE("page: a content type gives its essence and charset", "[page]") {
    struct Row {
        std::string header;
        std::string essence;
        std::string charset;
    };
    const auto row = GENERATE(values<Row>({
        {"text/html", "text/html", ""},
        {" Text/HTML ; Charset=GBK ", "text/html", "GBK"},
        {"text/html;charset=\"utf-8\"", "text/html", "utf-8"},
        {"text/html; a=\";charset=x\"; charset=y", "text/html", "y"},
        {"text/html; charset=a; charset=b", "text/html", "a"},
        {"text/html; charset", "text/html", ""},
        {"text/html; charset=\"a\\\"b", "text/html", "a\"b"},
        {"text/html;;;", "text/html", ""},
        {"text", "", ""},
        {"te xt/html", "", ""},
        {"; charset=x", "", "x"},
        {"", "", ""},
    }));
    CAPTURE(row.header);

    const page::MediaType type = page::parse_media_type(row.header);

    CHECK(type.essence == row.essence);
    CHECK(type.charset == row.charset);
}

TEST_CASE("page: a body without a type is recognised by its first bytes", "[page]") {
    struct Row {
        std::string body;
        Kind kind;
    };
    const auto row = GENERATE(values<Row>({
        {"<!DOCTYPE html><p>", Kind::html},
        {"\n\t <HTML>", Kind::html},
        {"\xEF\xBB\xBF<head >", Kind::html},
        {"<!-- x -->", Kind::html},
        {"<a href=x>", Kind::html},
        {"<abbr>", Kind::text},
        {"<?xml version='1.0'?>", Kind::text},
        {"plain", Kind::text},
        {"\xFF\xFEp\0"s, Kind::text},
        {"%PDF-1.7", Kind::pdf},
        {"\x89PNG\r\n\x1A\n", Kind::image},
        {"RIFF....WEBPVP8 ", Kind::image},
        {"GIF89a", Kind::image},
        {"a\0b"s, Kind::other},
        {"", Kind::none},
    }));
    CAPTURE(row.body);

    CHECK(page::kind_of("", row.body) == row.kind);
    CHECK(page::kind_of("unknown/unknown", row.body) == row.kind);
}

TEST_CASE("page: a declared type is believed", "[page]") {
    CHECK(page::kind_of("text/plain", "<html>") == Kind::text);
    CHECK(page::kind_of("application/xhtml+xml", "x") == Kind::html);
    CHECK(page::kind_of("application/rss+xml", "x") == Kind::text);
    CHECK(page::kind_of("image/svg+xml", "<svg>") == Kind::image);
    CHECK(page::kind_of("application/octet-stream", "<html>") == Kind::other);
}

TEST_CASE("page: dates are read as pages write them", "[page]") {
    struct Row {
        std::string text;
        std::string date;
    };
    const auto row = GENERATE(values<Row>({
        {"2019-07-15", "2019-07-15"},
        {" 2019/7/5 ", "2019-07-05"},
        {"2019.07.15", "2019-07-15"},
        {"20190715", "2019-07-15"},
        {"2019年7月15日", "2019-07-15"},
        {"2019-07-15T10:20:30Z", "2019-07-15T10:20:30Z"},
        {"2019-07-15T10:20:30.123+08:00", "2019-07-15T10:20:30+08:00"},
        {"2019-07-15 10:20 -0330", "2019-07-15T10:20:00-03:30"},
        {"2019-07-15 10:20 +08", "2019-07-15T10:20:00+08:00"},
        {"2019-07-15 10:20:30", "2019-07-15"},
        {"2019-07-15 by Ada", "2019-07-15"},
        {"2019-07-15T25:00:00Z", "2019-07-15"},
        {"Mon, 15 Jul 2019 10:20:30 GMT", "2019-07-15T10:20:30Z"},
        {"15 July 2019", "2019-07-15"},
        {"July 15, 2019", "2019-07-15"},
        {"1563184830", "2019-07-15T10:00:30Z"},
        {"1563184830123", "2019-07-15T10:00:30Z"},
        {"2019-07", ""},
        {"2019", ""},
        {"2019-02-30", ""},
        {"1970-01-01", ""},
        {"9999-01-01", ""},
        {"9999999999", ""},
        {"15634", ""},
        {"99999999999999999999999999", ""},
        {"yesterday", ""},
        {"", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::clean_date(row.text, "example.org") == row.date);
}

TEST_CASE("page: a time without a zone is China's on a Chinese host", "[page]") {
    CHECK(page::clean_date("2019-07-15 10:20:30", "news.example.cn") == "2019-07-15T10:20:30+08:00");
    CHECK(page::clean_date("2019年7月15日 10:20", "news.example.cn") == "2019-07-15T10:20:00+08:00");
}

TEST_CASE("page: a DOI is found in what surrounds it", "[page]") {
    struct Row {
        std::string text;
        std::string doi;
    };
    const auto row = GENERATE(values<Row>({
        {"10.1000/182", "10.1000/182"},
        {"doi:10.1000/a(b)c;d", "10.1000/a(b)c;d"},
        {"https://doi.org/10.1000/182?x", "10.1000/182"},
        {"see 10.1000/182.", "10.1000/182"},
        {"110.1000/182", ""},
        {"10.12/182", ""},
        {"10.1000/", ""},
        {"10.1000", ""},
        {"version 10.1 and 10.1000/x", "10.1000/x"},
    }));
    CAPTURE(row.text);

    CHECK(page::find_doi(row.text) == row.doi);
}

TEST_CASE("page: a refresh is read by the standard's steps", "[page]") {
    struct Row {
        std::string content;
        double delay;
        std::string url;
    };
    const auto base = url::parse("https://example.org/a/");
    REQUIRE(base);
    const auto row = GENERATE(values<Row>({
        {"0", 0, ""},
        {"5; url=b", 5, "https://example.org/a/b"},
        {" 5 ;URL = 'b'c", 5, "https://example.org/a/b"},
        {"5,b", 5, "https://example.org/a/b"},
        {"5 b", 5, "https://example.org/a/b"},
        {"5;url", 5, "https://example.org/a/url"},
        {"5;url=\"b", 5, "https://example.org/a/b"},
        {"1.9; b", 1, "https://example.org/a/b"},
        {".5; b", 0, "https://example.org/a/b"},
        {"0;", 0, ""},
        {"99999999999999999999;b", 1e9, "https://example.org/a/b"},
    }));
    CAPTURE(row.content);

    const auto refresh = page::parse_refresh(row.content, &*base);

    REQUIRE(refresh);
    CHECK(refresh->delay == row.delay);
    CHECK(refresh->url == row.url);
}

TEST_CASE("page: a refresh that browsers ignore is ignored", "[page]") {
    const auto base = url::parse("https://example.org/");
    REQUIRE(base);
    for (const char* content : {"", "x", "-1;b", "5x", "5;http://["}) {
        CAPTURE(content);
        CHECK_FALSE(page::parse_refresh(content, &*base));
    }
    CHECK_FALSE(page::parse_refresh("0;b", nullptr));
}
