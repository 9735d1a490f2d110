#include "helpers.hpp"

using namespace linktender;
using namespace linktender::source;

TEST_CASE("source: every attribute of HTML that holds a URL gives its links", "[source]") {
    struct Row {
        std::string_view html;
        Links links;
    };
    const Row row = GENERATE(values<Row>({
        {"<a href=\"x\">t</a><AREA HREF='y'>", {"html x", "html y"}},
        {"<link rel=stylesheet href=x imagesrcset='a 1x, b 2x'>", {"html x", "html a", "html b"}},
        {"<img src = x longdesc=y><script src=z></script><iframe src=w></iframe>",
         {"html x", "html y", "html z", "html w"}},
        {"<audio src=a></audio><video src=b poster=c><track src=d><source src=e></video><embed src=f><input "
         "src=g>",
         {"html a", "html b", "html c", "html d", "html e", "html f", "html g"}},
        {"<form action=a><button formaction=b><input formaction=c></form>", {"html a", "html b", "html c"}},
        {"<blockquote cite=a><q cite=b><del cite=c><ins cite=d>", {"html a", "html b", "html c", "html d"}},
        {"<object data=a><div itemid=b><td background=c><html manifest=d>",
         {"html a", "html b", "html c", "html d"}},
        {"<a ping=' a\tb '>", {"html a", "html b"}},
        {"<img srcset=',a,b 1x ,c, d 2w(3,4),e'>", {"html a,b", "html c", "html d", "html e"}},
        {"<meta http-equiv=Refresh content='0;URL=a'><meta http-equiv=refresh content=5>", {"html a"}},
        {"<meta http-equiv=refresh content=\"1, 'a b' c\"><meta name=refresh content='0;url=b'>",
         {"html a b"}},
        {"<svg><image xlink:href=a /><use href='#b'/></svg>", {"html a", "html #b"}},
        {"<a href=x href=y>", {"html x"}},
        {"<a/href=x/y>", {"html x/y"}},
        {"<a data-x='>' href=x>", {"html x"}},
        {"<noscript><img src=x></noscript><template><a href=y></template>", {"html x", "html y"}},
    }));
    CAPTURE(row.html);

    CHECK(links_of(row.html, Format::html) == row.links);
}

TEST_CASE("source: what HTML does not take for an attribute with a URL is no link", "[source]") {
    const std::string_view html = GENERATE(values<std::string_view>({
        "<!-- <a href=x> -->",
        "<script>'<a href=x>'</script>",
        "<style><a href=x></style>",
        "<title><a href=x></title>",
        "<textarea><a href=x></textarea>",
        "<a href>",
        "<a href=''>",
        "<a href='x'",
        "<a href=\"x>",
        "< a href=x>",
        "<div href=x>",
        "<p data=x src=y>",
        "http://x.example",
        "<base href=x>",
        "<img src='data:image/png;base64,AA=='>",
        "<? <a href=x ?>",
        "<!doctype html '<a href=x'>",
        "</a href=x>",
        "<div itemscope itemtype='http://x.example/Type'>",
    }));
    CAPTURE(html);

    CHECK(links_of(html, Format::html).empty());
}

TEST_CASE("source: <base> resolves every link of a page and is none itself", "[source]") {
    const auto given = url::parse("https://x.example/a/");
    const std::string_view html = "<a href=b>t</a><base href='/c/'><base href=/d/><img src=e>";

    const auto issue = extract("page.html", html, {.format = Format::html, .base = &*given});

    REQUIRE(issue->occurrences.size() == 2);
    CHECK(issue->occurrences[0].url->href() == "https://x.example/c/b");
    CHECK(issue->occurrences[1].url->href() == "https://x.example/c/e");
}

TEST_CASE("source: character references in an attribute are decoded as HTML has it", "[source]") {
    struct Row {
        std::string_view html;
        std::string_view url;
    };
    const Row row = GENERATE(values<Row>({
        {"<a href='http://x.example/?a=1&amp;b=2'>", "http://x.example/?a=1&b=2"},
        {"<a href='http://x.example/?a=1&copy=2&lang=zh'>", "http://x.example/?a=1&copy=2&lang=zh"},
        {"<a href='http://x.example/&eacute;'>", "http://x.example/%C3%A9"},
        {"<a href='http://x.example/&#x9A91;&#40857;'>", "http://x.example/%E9%AA%91%E9%BE%99"},
        {"<a href='http://x.example/&#150;'>", "http://x.example/%E2%80%93"},
        {"<a href='http://x.example/&amp'>", "http://x.example/&"},
        {"<a href='http://x.example/&nosuchname;'>", "http://x.example/&nosuchname;"},
        {"<a href=' http://x.example/a\nb '>", "http://x.example/ab"},
    }));
    CAPTURE(row.html);

    const Issue issue = extract_ok(row.html, Format::html);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].url->href() == row.url);
}

TEST_CASE("source: the text of a link in HTML is what a reader sees of it", "[source]") {
    struct Row {
        std::string_view html;
        std::string_view text;
    };
    const Row row = GENERATE(values<Row>({
        {"<a href=x> a <b>b</b>\n&amp; &hellip;</a> c", "a b & …"},
        {"<a href=x><img alt='pic'></a>", "pic"},
        {"<a href=x>a<script>no</script><!-- no -->b</a>", "ab"},
        {"<a href=x>a<a href=y>b</a>", "a"},
        {"<a href=x title=t></a>", "t"},
        {"<img src=x alt='a &lt; b'>", "a < b"},
        {"<a href=x>unclosed", "unclosed"},
    }));
    CAPTURE(row.html);

    CHECK(extract_ok(row.html, Format::html).occurrences[0].text == row.text);
}

TEST_CASE("source: the title of a page is its first heading, else its <title>", "[source]") {
    CHECK(extract_ok("<title>a &amp; b</title><h2>c <i>d</i></h2><h1>e</h1>", Format::html).title == "c d");
    CHECK(extract_ok("<title> a\nb </title><p>c", Format::html).title == "a b");
    CHECK(extract_ok("<h1><img src=x alt=Logo></h1>", Format::html).title == "Logo");
}

TEST_CASE("source: a link in HTML is shown at its tag", "[source]") {
    const Issue issue = extract_ok("<p>\n 见<a\n href=x>y</a>", Format::html);

    CHECK(issue.occurrences[0].line == 2);
    CHECK(issue.occurrences[0].column == 5);
}
