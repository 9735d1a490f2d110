#include "helpers.hpp"

using namespace linktender;
using namespace linktender::source;

namespace {

struct Row {
    std::string_view markdown;
    Links links;
};

}  // namespace

TEST_CASE("source: every kind of Markdown link is listed with its form", "[source]") {
    const Row row = GENERATE(values<Row>({
        {"[a](http://x.example)", {"inline http://x.example"}},
        {"[a](<http://x.example/b c> 'title')", {"inline http://x.example/b c"}},
        {"[a](http://x.example/b_(c)) d", {"inline http://x.example/b_(c)"}},
        {"[a](http://x.example \"t\\\"i)\")", {"inline http://x.example"}},
        {"[a](\nhttp://x.example\n(t))", {"inline http://x.example"}},
        {"[a][B]\n\n[b]: http://x.example", {"reference http://x.example"}},
        {"[b][]\n\n[B]: http://x.example", {"reference http://x.example"}},
        {"[ b\nc ]\n\n[B  C]: <http://x.example> 't'", {"reference http://x.example"}},
        {"[Ωß]\n\n[ωSS]: http://x.example", {"reference http://x.example"}},
        {"<http://x.example/a>", {"autolink http://x.example/a"}},
        {"<a@x.example>", {"autolink a@x.example"}},
        {"![a](i.png)", {"image i.png"}},
        {"![a][b]\n\n[b]: i.png", {"image i.png"}},
        {"[![a](i.png)](http://x.example)", {"inline http://x.example", "image i.png"}},
        {"[![a][i]][l]\n\n[i]: i.png\n[l]: http://x.example", {"reference http://x.example", "image i.png"}},
        {"[unused]: http://x.example", {"definition http://x.example"}},
        {"[a]\n\n[a]: http://x.example\n[a]: http://y.example",
         {"reference http://x.example", "definition http://y.example"}},
        {"a <img src=\"i.png\" alt='x'> b", {"html i.png"}},
        {"<div>\n<a href=http://x.example>t</a>\n</div>\n", {"html http://x.example"}},
        {"# [a](http://x.example)\n", {"inline http://x.example"}},
        {"[a](http://x.example)\n===\n", {"inline http://x.example"}},
        {"> - 1. [a](http://x.example)\n", {"inline http://x.example"}},
        {"| a |\n|---|\n| [b](http://x.example) |\n", {"inline http://x.example"}},
        {"a[^1]\n\n[^1]: http://x.example\n\n    [b](http://y.example)\n",
         {"bare http://x.example", "inline http://y.example"}},
        {"[^1]: nothing refers to [b](http://y.example)\n", {"inline http://y.example"}},
        {"[text]（http://x.example）", {"bare http://x.example"}},
    }));
    CAPTURE(row.markdown);

    CHECK(links_of(row.markdown) == row.links);
}

TEST_CASE("source: what Markdown does not take for a link is none", "[source]") {
    const std::string_view markdown = GENERATE(values<std::string_view>({
        "`[a](http://x.example)`",
        "    [a](http://x.example)",
        "~~~\n[a](http://x.example)\n~~~",
        "\\[a](b)",
        "[a] (b)",
        "[a](b c)",
        "[a][undefined]",
        "<!-- [a](http://x.example) <a href=b> -->",
        "[a]()",
        "[a](<>)",
        "![]()",
        "[a]:",
        "[]: b",
        "text\n[a]: b",
        "[^a]: b",
        "<a name=b>",
        "<script>'<a href=\"b\">'</script>",
        "![i](data:image/png;base64,AAAA)",
    }));
    CAPTURE(markdown);

    CHECK(links_of(markdown).empty());
}

TEST_CASE("source: definitions that an underline ends are found where the text below becomes a table",
          "[source]") {
    const Row row = GENERATE(values<Row>({
        {"[a]: x\n=\n[a]\n", {"reference x"}},
        {"[a]: x\n-\n[a]\nb | c\n-|-\n", {"reference x"}},
        {"[a]: x\n=\n[a]: y\nb | c\n-|-\n", {"reference x"}},
        {"[a]:\nx\n-\n[a]:y\n:-\n", {"reference x"}},
        {"[a]: x\n[b]: y 't\nu'\n===\nc\n[a] | [b]\n-|-\n[a] | d\n",
         {"reference x", "reference y", "reference x"}},
        {"[a]: x\n=\n:-\n\n[a]\n", {"reference x"}},
        {"[a]: x\\|y\n=\n[b](c\\|d)\ne | [a]\n-|-\n", {"inline c\\|d", "reference x\\|y"}},
        {"> [a]: x\n> ---\n> [a]\n> b | c\n> -|-\n", {"reference x"}},
        {"- [a]: x\n  =\n  [a]\n  b | c\n  -|-\n", {"reference x"}},
        // No underline: too far in, or in a line that lacks the mark of its quote.
        {"[a]: x\n\t=\n[a](y)\nb | c\n-|-\n", {"inline y"}},
        {"> [a]: x\n=\n> [a](y)\n> b | c\n> -|-\n", {"inline y"}},
    }));
    CAPTURE(row.markdown);

    CHECK(links_of(row.markdown) == row.links);
    check_edits(row.markdown);
}

TEST_CASE("source: an address counts with the escapes of its format undone", "[source]") {
    struct Decoded {
        std::string_view markdown;
        std::string_view raw;
        std::string_view url;
    };
    const Decoded row = GENERATE(values<Decoded>({
        {"[a](http://x.example/?b=1&amp;c=2)", "http://x.example/?b=1&amp;c=2", "http://x.example/?b=1&c=2"},
        {"[a](http://x.example/\\(b\\))", "http://x.example/\\(b\\)", "http://x.example/(b)"},
        {"[a](http://x.example/&#38;&#x26;&hellip;)", "http://x.example/&#38;&#x26;&hellip;",
         "http://x.example/&&%E2%80%A6"},
        {"[a]\n\n[a]: http://x.example/?b&amp;\\#c", "http://x.example/?b&amp;\\#c",
         "http://x.example/?b&#c"},
        {"<http://x.example/?b&amp;c>", "http://x.example/?b&amp;c", "http://x.example/?b&c"},
        {"<i><a href='http://x.example/?b=1&amp;c&copy=d'>", "http://x.example/?b=1&amp;c&copy=d",
         "http://x.example/?b=1&c&copy=d"},
        {"| a |\n|---|\n| [b](http://x.example/c\\|d) |\n", "http://x.example/c\\|d", "http://x.example/c|d"},
        {"<a@x.example>", "a@x.example", "mailto:a@x.example"},
    }));
    CAPTURE(row.markdown);

    const Issue issue = extract_ok(row.markdown);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].raw == row.raw);
    CHECK(issue.occurrences[0].url->href() == row.url);
}

TEST_CASE("source: the text of a link is what a reader sees of it", "[source]") {
    struct Text {
        std::string_view markdown;
        std::string_view text;
    };
    const Text row = GENERATE(values<Text>({
        {"[a  *b*\n`c` &amp; d](x)", "a b c & d"},
        {"[![pic](i) b](x)", "pic b"},
        {"[^no] [a [b] c](x)", "a [b] c"},
        {"<a href=x>a <b>c</b>\nd</a> e", "a c d"},
        {"<a href='x' title='t'></a>", "t"},
        {"<a href=x>\n\nnew **block**\n\n</a>\n", "new block"},
        {"<http://a.example>", ""},
    }));
    CAPTURE(row.markdown);

    const Issue issue = extract_ok(row.markdown);

    REQUIRE(!issue.occurrences.empty());
    CHECK(issue.occurrences[0].text == row.text);
}

TEST_CASE("source: a link is shown where it is used, its bytes where they are written", "[source]") {
    const std::string_view markdown =
        "前言\r\n\r\n> 见 [报告\r\n> 全文][r]，![图](i.png)\r\n\r\n[r]:\r\n  <http://x.example>\r\n";

    const Issue issue = extract_ok(markdown);

    REQUIRE(issue.occurrences.size() == 2);
    CHECK(issue.occurrences[0].line == 3);
    CHECK(issue.occurrences[0].column == 7);
    CHECK(issue.occurrences[0].offset == markdown.find("http://x.example"));
    CHECK(issue.occurrences[0].text == "报告 全文");
    CHECK(issue.occurrences[1].line == 4);
    CHECK(issue.occurrences[1].column == 16);
    CHECK(issue.occurrences[1].offset == markdown.find("i.png"));
}

TEST_CASE("source: relative links have no URL without a base, and a resolved one with it", "[source]") {
    const auto base = url::parse("https://x.example/archive/57.html");
    const std::string_view markdown = "[a](../b.html) [c](#d)";

    const Issue without = extract_ok(markdown);
    const auto with = extract("issue", markdown, {.base = &*base});

    CHECK(!without.occurrences[0].url);
    CHECK(!without.occurrences[0].url_error);
    CHECK(with->occurrences[0].url->href() == "https://x.example/b.html");
    CHECK(with->occurrences[1].url->href() == "https://x.example/archive/57.html#d");
}

TEST_CASE("source: an explicit link that is no URL is listed with the reason", "[source]") {
    const Issue issue = extract_ok("[a](http://x.example:port/)");

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].url_error == url::UrlError::port_invalid);
}

TEST_CASE("source: the title of an issue is its first heading", "[source]") {
    CHECK(extract_ok("text\n\n## 简报 *57* [期](x)\n\n# Later\n").title == "简报 57 期");
    CHECK(extract_ok("Under\nlined\n---\n").title == "Under lined");
    CHECK(extract_ok("---\ntitle: 'From settings'\n---\ntext\n").title == "From settings");
    CHECK(extract_ok("<h1 align=center>Report <b>1</b></h1>\n\n## Second\n").title == "Report 1");
    CHECK(extract_ok("no heading").title.empty());
}
