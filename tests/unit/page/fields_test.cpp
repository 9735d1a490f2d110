// The small readers behind the facts: media types, names, refreshes.
#include <string>
#include <vector>

#include "page/clean.hpp"
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

TEST_CASE("page: a title loses the site behind it and nothing else", "[page]") {
    struct Row {
        std::string title;
        std::string site;
        std::string work;
    };
    const auto row = GENERATE(values<Row>({
        {"Work - Site", "Site", "Work"},
        {"Work - site", "Site", "Work"},
        {"Work-Site", "Site", "Work"},
        {"Work — Site", "Site", "Work"},
        {"A - B | Site", "Site", "A - B"},
        {"深度学习_示例网", "示例网", "深度学习"},
        {"深度学习｜示例网", "示例网", "深度学习"},
        {"深度学习丨示例网", "示例网", "深度学习"},
        {"深度学习——示例网", "示例网", "深度学习"},
        {"深度学习_示例科技_示例网", "示例网", "深度学习"},
        {"深度学习_测评_示例网", "示例网", "深度学习_测评"},
        {"一二_示例网", "", "一二_示例网"},
        {"我们的示例网", "示例网", "我们的示例网"},
        {"Site", "Site", "Site"},
        {" - Site", "Site", " - Site"},
        {"My Website", "site", "My Website"},
        {"Work: Site", "Site", "Work: Site"},
    }));
    CAPTURE(row.title);

    CHECK(page::without_site_suffix(row.title, row.site) == row.work);
}

TEST_CASE("page: a title may end in the name of its domain", "[page]") {
    struct Row {
        std::string title;
        std::string domain;
        std::string site;
    };
    const auto row = GENERATE(values<Row>({
        {"Work | Example Blog", "exampleblog.org", "Example Blog"},
        {"Work - example.org", "example.org", "example.org"},
        {"Work_Example", "example.com.cn", "Example"},
        {"Work-example", "example.org", ""},
        {"Work | Others", "example.org", ""},
        {"工作 | 示例", "example.org", ""},
        {"Example", "example.org", ""},
        {"", "example.org", ""},
        {"Work | ", "", ""},
    }));
    CAPTURE(row.title);

    CHECK(page::site_suffix_of_domain(row.title, row.domain) == row.site);
}

TEST_CASE("page: names come out of an author field one by one", "[page]") {
    struct Row {
        std::string text;
        bool family_first;
        std::vector<std::string> names;
    };
    const auto row = GENERATE(values<Row>({
        {"张三", false, {"张三"}},
        {"作者：张三、李四，王五", false, {"张三", "李四", "王五"}},
        {"Turing, Alan", true, {"Alan Turing"}},
        {"Turing, Alan; Hopper, Grace", true, {"Alan Turing", "Grace Hopper"}},
        {"Turing, Alan", false, {"Turing, Alan"}},
        {"Martin Luther King, Jr., Dr.", true, {"Martin Luther King, Jr., Dr."}},
        {"By Ada Lovelace", false, {"Ada Lovelace"}},
        {"https://example.org/ada", false, {}},
        {"；；", false, {}},
        {"\uFFFD\uFFFD", false, {}},
    }));
    CAPTURE(row.text);

    CHECK(page::clean_authors(row.text, row.family_first) == row.names);
}

TEST_CASE("page: a language is a tag or nothing", "[page]") {
    struct Row {
        std::string text;
        std::string tag;
    };
    const auto row = GENERATE(values<Row>({
        {"zh_CN", "zh-CN"},
        {"EN", "en"},
        {"en-US, fr", "en-US"},
        {"zh_CN.UTF-8", "zh-CN"},
        {"zh-Hans-CN", "zh-Hans-CN"},
        {"cn", "zh-CN"},
        {"jp", "ja"},
        {"Chinese", ""},
        {"x", ""},
        {"en-", ""},
        {"e1", ""},
        {"javascript:x", ""},
        {"", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::clean_language(row.text) == row.tag);
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
