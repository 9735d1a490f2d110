#include "page/scan.hpp"

#include <filesystem>
#include <string>

#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "tree_reading.hpp"

using namespace linktender;

namespace {

std::string text_of(std::string_view html) {
    return page::scan(html, 64 * 1024).visible_text;
}

std::string digest_of(std::string_view html) {
    return page::scan(html, 64 * 1024).digest;
}

std::string repeat(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

}  // namespace

TEST_CASE("page: without a tree a hidden element ends where it would in a tree", "[page]") {
    const std::string html =
        GENERATE(as<std::string>{},  //
                 "<p>a<p hidden>b<p>c", "<ul><li hidden>a<li>b<ul><li>c</ul><li>d</ul>",
                 "<div hidden>a<div>b</div>c</div>d", "<div hidden>a<p>b</span></div>c",
                 "<section><div hidden>a</section>b", "<table><tr><td hidden>a<td>b<tr><td>c</table>d",
                 "<table><tr hidden><td>a<tr><td>b</table>c", "<dl><dt>a<dd hidden>b<dt>c<dd>d</dl>",
                 "<select><option hidden>a<option>b</select>c", "<h1 hidden>a</h2>b",
                 "<input hidden>a<br hidden>b", "<a hidden>b<a>c</a>d",
                 "<!doctype html><p hidden>a<table><tr><td>b</table>c</p>d", "<div hidden></body>a</html>b",
                 "<span hidden>a<div>b</span>c</div>d", "<custom-el hidden>a</custom-el>b",
                 "<X-El hidden>a</x-EL>b<y-el>c</x-el>", "<p hidden><button><p>a</button>b<p>c");
    CAPTURE(html);

    const auto document = page::Document::parse(html);
    REQUIRE(document);
    CHECK(text_of(html) == page::tree_text(document->find("body")));
}

TEST_CASE("page: without a tree words are kept apart as in a tree", "[page]") {
    const std::string html = GENERATE(
        as<std::string>{},  //
        "a<b>b</b>c<div>d</div>e</div>f", "a</p>b</br>c</i>d", "a<br>b<img>c<wbr>d",
        "a<textarea>&lt;b></textarea>c", "x<xmp>&lt;b></xmp>c", "a<noscript>b</noscript>c",
        "<svg><title>no</title><text>a</text><path/></svg>b", "a<svg/>b<p>c", "<svg><g>a<p>b</svg>c<div>d",
        "<svg><foreignObject><p>a</p></foreignObject></svg>b",
        "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>c", "a<datalist><option>b</datalist>c",
        "a<template>b<p>c</template>d", "a<iframe><p>b</iframe>c", "&lt;&copy;&notit;&#x4e2d;&#150;&x;&",
        "<title>no</title>a<title>no</title>b", "<head>a</head>b<body>c", "a<plaintext>b</plaintext>",
        "<select><option>a<option>b</select>", "<script><!--<script></script>--></script>a",
        "<frameset><frame></frameset>", "<p>a<frameset>b", "a<script>b", "a<!-- b -->c", "a<x y='>b</x>c");
    CAPTURE(html);

    const auto document = page::Document::parse(html);
    REQUIRE(document);
    CHECK(text_of(html) == page::tree_text(document->find("body")));
}

TEST_CASE("page: the digest keeps what a page says about itself", "[page]") {
    struct Row {
        std::string html;
        std::string digest;
    };
    const auto row = GENERATE(values<Row>({
        {"<html lang=x><head><title>a</title><meta name=b content='>'>",
         "<html lang=x><title>a</title><meta name=b "
         "content='>'>"},
        {"<link rel=icon href=a><link rel='x CANONICAL' href=b>", "<link rel='x CANONICAL' href=b>"},
        {"<script>var a = '<meta>';</script><style>p{}</style><base href=/b/>", "<base href=/b/>"},
        {"<div><meta name=a content=b></div>text", "<meta name=a content=b>"},
        {"<h1>a <b>b</b></h1>c", "<h1>a <b>b</b></h1>"},
        {"<h1>a<script>b</script><svg><path/></svg>", "<h1>a</script></svg></h1>"},
        {"<p>short</p><p>short <a rel=author>b</a></p>", "<p>short <a rel=author>b</a></p>"},
        {"<a rel='author'>b</a><a rel=nofollow>c</a>", "<a rel='author'>b</a>"},
        {"<time datetime=1></time><article><time datetime=2>x</time></article>",
         "<article><time datetime=2></time></article>"},
        {"<img itemprop=image src=a>", "<img itemprop=image src=a>"},
        {"<span itemprop=author><b>a</b></span>", "<span itemprop=author><b>a</b></span>"},
        {"<div itemprop=articleBody>a</div>", ""},
        {"<i class='x byline'>a", "<i class='x byline'>a</i>"},
        {"<svg><title>no</title></svg><template><h1>no</h1></template>", ""},
        {"<div itemprop=a><select><option>b</select></div><h1>c</h1>",
         "<div itemprop=a><option>b</select></div><h1>c</h1>"},
    }));
    CAPTURE(row.html);

    CHECK(digest_of(row.html) == "<!doctype html>" + row.digest);
}

TEST_CASE("page: the first telling paragraph is in the digest, with what stands before it", "[page]") {
    const std::string telling = "<p>" + repeat("long ", 20) + "</p>";

    CHECK(digest_of("<p>Menu</p>" + telling + "<p>" + repeat("more ", 30)) == "<!doctype html>" + telling);
}

TEST_CASE("page: one long element does not fill the digest, nor is a character cut", "[page]") {
    const std::string digest = digest_of("<div itemprop=author>" + repeat("长", 50'000) + "</div><h1>b</h1>");

    CHECK(digest.size() < 5'000);
    CHECK(digest.ends_with("长</div><h1>b</h1>"));
    CHECK(core::is_valid_utf8(digest));
}

TEST_CASE("page: metadata behind the end of an element's excerpt is kept", "[page]") {
    const std::string long_item = "<div itemprop=author>" + repeat("x", 3'000);

    CHECK(digest_of(long_item + "<meta name=description content='" + repeat("y", 200) + "'>")
              .ends_with("x</div><meta name=description content='" + repeat("y", 200) + "'>"));
    CHECK(digest_of(long_item + "<title>" + repeat("y", 200) + "</title>")
              .ends_with("x</div><title>" + repeat("y", 200) + "</title>"));
}

TEST_CASE("page: many elements do not make the digest large, and its flat form holds no elements", "[page]") {
    const std::string many = repeat("<span itemprop=author>" + repeat("x", 2'000) + "</span>", 1'000) +
                             repeat("<meta name=a content=b>", 50'000);
    std::string tag = "<meta name=x";
    for (int i = 0; i < 2'000; ++i) tag += " a" + std::to_string(i) + "=1";

    CHECK(digest_of(many).size() < 300'000);
    CHECK(digest_of(tag + ">") == "<!doctype html>");
    CHECK(page::flat_digest("<title>a</title><h1>b</h1><meta name=c content=d>") ==
          "<!doctype html><title>a</title><meta name=c content=d>");
}

TEST_CASE("page: on every saved page the walk reads what the tree says", "[page]") {
    std::size_t pages = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(LINKTENDER_TEST_DATA) / "pages")) {
        if (entry.path().extension() != ".html") continue;
        CAPTURE(entry.path().filename());
        const page::Decoded decoded = page::decode_page(test::read_file(entry.path()), "text/html");
        const auto tree = page::Document::parse(decoded.text);
        const page::Scan scan = page::scan(decoded.text, 64 * 1024);
        const auto digest = page::Document::parse(scan.digest);
        REQUIRE(tree);
        REQUIRE(digest);

        CHECK(scan.visible_text == page::tree_text(tree->find("body")));
        const auto by_tree = page::collect_claims(*tree);
        const auto by_walk = page::collect_claims(*digest);
        CHECK(page::head_claims(by_walk) == page::head_claims(by_tree));
        for (const auto from : {page::ClaimFrom::rel, page::ClaimFrom::itemprop, page::ClaimFrom::heading,
                                page::ClaimFrom::time, page::ClaimFrom::byline, page::ClaimFrom::paragraph})
            CHECK(page::claims_from(by_walk, from) == page::claims_from(by_tree, from));
        ++pages;
    }
    CHECK(pages > 100);
}
