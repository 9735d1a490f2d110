#include "helpers.hpp"

using namespace linktender::source;

TEST_CASE("source: putting another address in the place of a link in Markdown is a correct edit",
          "[source]") {
    const std::string_view markdown = GENERATE(values<std::string_view>({
        "[a](http://x.example) [b](<c d> \"t\") ![e](f 'g') <http://h.example> http://i.example/j.\n",
        "[a][b] [c][] [d]\n\n[b]: http://x.example 'title'\n[c]:\n  <e>\n  \"t\n  u\"\n[d]: f\ntext after\n",
        "> quoted [a\n> b](c\n> 'd\n> e') and `code [x](y)`\n> > deeper [f](g)\nlazy [h](i)\n",
        "- item [a](b)\n  goes on ![c](d)\n\n  1. nested\n     <http://e.example>\n\n     [f]: g\n- [f]\n",
        "| [a](\\|b) | [b](c\\|d\\|) |\n|---|:-:|\n| `e \\| f` | [g](h) | [cut](off) |\n| http://i.example | "
        "![j](k)\n",
        "lead [a](b)\nhttp://c.example | x\n| [d](e) | f |\n|---|---|\n",
        "- | [a](b) | c |\n  |---|---|\n  | d | [e](f) |\n\n> | a |\n> |---|\n> | [g](h) |\n",
        "[a](b)\n======\n\n[c]: d\n[e]( f )\ng\n---\n[h](i)\n",
        "a[^1] b[^two]\n\n[^1]: note http://c.example\n\n    > [d](e)\n\n[^two]: [f]\n\n[f]: g\n",
        "> a[^1]\n>\n> [^1]: [b](c) `d\n> e` [f](g)\n\n- h[^i]\n\n  [^i]: [j](k\n  \"l\") <m>\n",
        "<div>\n<a href=\"a\">b</a> <img src='c' srcset=\"d 1x, e 2x\">\n</div>\n\nf <a\nhref=g>h</a> "
        "[i](j)\n",
        "> <p>\n> <a href=\"a&amp;b\">c</a>\n\n-\t<a href=d>\n\t<img src=e>\n",
        "`` ` `` [a](b) ` [c](d) `` [e](f) ` \\` [g](h)\n",
        "[a [b](c) d](e) ![f [g](h) i](j) [[k]](l) ![[m](n)](o) [p [q]](r)\n\n[k]: s\n",
        "[a](b \"c\") [d] (e) [f]( g (h) ) [i](j(k)l) [m](n \"o\\\"p\") [q](<r\\>s>)\n",
        "\\[a](b) \\`[c](d)\\` !\\[e](f) [g\\](h)](i) <b title=\"[j](k)\"> [l](m)\n",
        "**[a](http://b.example)**，*http://c.example*。~~[d](e)~~ _http://f.example/g_h_\n",
        "---\ntitle: [a](b)\n---\n[c](d)\r\r[e](f)\r\n\r\n\t- g\r\n\r\n[h](i)\r\n",
        "[same](http://x.example) [same](http://x.example) `http://x.example` http://x.example\n",
        "1) a\n\n   [b]: c\n   [d]: <e f>\n\n> [g]: h\n\n* [i]: j\n* [k]: l\n\n[b][d][g][i][k]\n",
    }));

    check_edits(markdown);
}

TEST_CASE("source: putting another address in the place of a link in HTML is a correct edit", "[source]") {
    check_edits(
        "<!doctype html><meta http-equiv=refresh content=\"5; url='a&amp;b'\"><link rel=icon href=c>\n"
        "<body background=d><a href = ' e ' ping=\"f  g\">h</a><a href=i>j<img src=k srcset='l 1x,m 2x, "
        "n'></a>\n"
        "<form action=o><button formaction=p></form><video poster=q><source src=r></video><object "
        "data=s></object>\n"
        "<svg><a xlink:href=t /><use href=\"#u\"/></svg><blockquote cite=v></blockquote><!-- <a href=w> -->",
        Format::html);
}

TEST_CASE("source: putting another address in the place of a link in text is a correct edit", "[source]") {
    check_edits("代码：https://a.example/b，见（www.example.com/c）、http://d.example/(e)。", Format::text);
}

TEST_CASE("source: the place of a link is that of its bytes in the file, whatever the encoding", "[source]") {
    // "链接 [文](http://x.example)" after two lines.
    const std::string utf16 = [] {
        const std::u16string text = u"a\r\n中\n链接 [文](http://x.example)";
        std::string bytes = "\xFF\xFE";
        for (const char16_t unit : text) {
            bytes += static_cast<char>(unit & 0xFF);
            bytes += static_cast<char>(unit >> 8);
        }
        return bytes;
    }();

    const Issue issue = extract_ok(utf16);

    REQUIRE(issue.occurrences.size() == 1);
    const Occurrence& link = issue.occurrences[0];
    CHECK(link.line == 3);
    CHECK(link.column == 8);
    CHECK(link.raw == "http://x.example");
    CHECK(link.text == "文");
    CHECK(link.length == 2 * link.raw.size());
    CHECK(utf16.substr(link.offset, 2) == std::string("h\0", 2));
}

TEST_CASE("source: text in a second footnote of one name is no definition, though its definitions count",
          "[source]") {
    CHECK(links_of("[^a]: x\n\n[^a]: text\n[c]:y\n\n[c]\n\n[c]:z") == Links{"reference z"});
    CHECK(links_of("[^a]: x\n\n[^a]: [c]:y\n\n[c]\n\n[c]:z") == Links{"reference y", "definition z"});
}

TEST_CASE("source: a tab that the containers use up in part moves no place", "[source]") {
    struct Row {
        std::string_view markdown;
        Links links;
    };
    const auto row = GENERATE(values<Row>({
        {"[a]: b\n>>`\n>\t`[a]", {"reference b"}},
        {"[a]: b\n- > `c\n\t` [a] [d](e)", {"reference b", "inline e"}},
        {"> > [a](\n>\tb) <cc:d>", {"inline b", "autolink cc:d"}},
        {"> <p>\n> <a\n>\thref=b>c</a>", {"html b"}},
        {"- <p>\n\t<a href=b>c</a>", {"html b"}},
    }));
    CAPTURE(row.markdown);

    CHECK(links_of(row.markdown) == row.links);
    check_edits(row.markdown);
}
