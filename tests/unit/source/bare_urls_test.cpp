#include "helpers.hpp"

using namespace linktender::source;

namespace {

struct Row {
    std::string_view text;
    Links addresses;
};

Links bare(std::string_view text, Format format) {
    Links links = links_of(text, format);
    for (std::string& link : links) link.erase(0, std::string_view("bare ").size());
    return links;
}

}  // namespace

TEST_CASE("source: a bare address ends where the writing around it begins", "[source]") {
    const Row row = GENERATE(values<Row>({
        {"代码：https://github.com/a/b，详见", {"https://github.com/a/b"}},
        {"论文https://arxiv.org/abs/1812.00332。", {"https://arxiv.org/abs/1812.00332"}},
        {"（见http://a.example/x）后文", {"http://a.example/x"}},
        {"《http://a.example/x》", {"http://a.example/x"}},
        {"“https://a.example/”和‘https://b.example/’", {"https://a.example/", "https://b.example/"}},
        {"【http://a.example】、http://b.example；http://c.example！",
         {"http://a.example", "http://b.example", "http://c.example"}},
        {"http://a.example——说明 http://b.example…", {"http://a.example", "http://b.example"}},
        {"http://a.example　http://b.example\xC2\xA0x", {"http://a.example", "http://b.example"}},
        {"https://zh.wikipedia.org/wiki/骁龙 是", {"https://zh.wikipedia.org/wiki/骁龙"}},
        {"http://a.example:8080/x?y=z#w.", {"http://a.example:8080/x?y=z#w"}},
        {"see http://a.example/x, http://b.example; or http://c.example?!",
         {"http://a.example/x", "http://b.example", "http://c.example"}},
        {"(http://a.example/b_(c)) x", {"http://a.example/b_(c)"}},
        {"[http://a.example/] x", {"http://a.example/"}},
        {"http://a.example/(见 正文)", {"http://a.example/"}},
        {"http://[2001:db8::1]:80/x", {"http://[2001:db8::1]:80/x"}},
        {"'http://a.example/x'中文", {"http://a.example/x"}},
        {"**http://a.example/x**中文", {"http://a.example/x"}},
        {"_http://a.example/x_y_中文", {"http://a.example/x_y"}},
        {"\"http://a.example/x\"", {"http://a.example/x"}},
        {"HTTPS://A.example/X", {"HTTPS://A.example/X"}},
        {"网址www.example.com/x。", {"www.example.com/x"}},
    }));
    CAPTURE(row.text);

    CHECK(bare(row.text, Format::text) == row.addresses);
    CHECK(bare(row.text, Format::markdown) == row.addresses);
}

TEST_CASE("source: what only looks like an address is no link", "[source]") {
    const std::string_view text = GENERATE(values<std::string_view>(
        {"http://", "http://。", "xhttp://a.example", "git+https://a.example/b", "ftp://a.example",
         "://a.example", "www.", "www.a", "www.example", "awww.example.com", "me@www.example.com",
         "http://[host]/x", "http://a.example:port/", "https:/a.example", "mail a@b.example"}));
    CAPTURE(text);

    CHECK(bare(text, Format::text).empty());
    CHECK(bare(text, Format::markdown).empty());
}

TEST_CASE("source: an address without a scheme is read as http", "[source]") {
    const Issue issue = extract_ok("at www.example.com/a", Format::text);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].raw == "www.example.com/a");
    CHECK(issue.occurrences[0].url->href() == "http://www.example.com/a");
}

TEST_CASE("source: Markdown's escapes in a bare address are decoded, and kept in its bytes", "[source]") {
    struct Decoded {
        std::string_view text;
        std::string_view raw;
        std::string_view url;
    };
    const Decoded row = GENERATE(values<Decoded>({
        {"http://a.example/x\\_y z", "http://a.example/x\\_y", "http://a.example/x_y"},
        {"http://a.example/?b=1&amp;c=2.", "http://a.example/?b=1&amp;c=2", "http://a.example/?b=1&c=2"},
        {"http://a.example/x&copy;", "http://a.example/x", "http://a.example/x"},
        {"http://a.example/x&hellip;y", "http://a.example/x&hellip;y", "http://a.example/x%E2%80%A6y"},
        {"&lt;http://a.example/x&gt;后", "http://a.example/x", "http://a.example/x"},
    }));
    CAPTURE(row.text);

    const Issue issue = extract_ok(row.text);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].raw == row.raw);
    CHECK(issue.occurrences[0].url->href() == row.url);
    CHECK(issue.occurrences[0].text.empty());
}

TEST_CASE("source: addresses in code, link texts and tags are not running text", "[source]") {
    CHECK(links_of("`http://a.example`\n\n    http://b.example\n\n```\nhttp://c.example\n```\n").empty());
    CHECK(links_of("[http://a.example](http://b.example)") == Links{"inline http://b.example"});
    CHECK(links_of("![http://a.example](http://b.example)") == Links{"image http://b.example"});
    CHECK(links_of("<a href=\"http://b.example\">http://a.example</a>") == Links{"html http://b.example"});
    CHECK(links_of("<p title=\"http://a.example\">\nhttp://b.example\n</p>\n").empty());
    CHECK(links_of("[x](http://b.example \"http://a.example\")") == Links{"inline http://b.example"});
}

TEST_CASE("source: the text of a link that leads nowhere is running text", "[source]") {
    CHECK(links_of("[http://a.example/x]()") == Links{"bare http://a.example/x"});
    CHECK(links_of("[text]() <> [](#)") == Links{"inline #"});
}
