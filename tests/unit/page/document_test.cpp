#include "linktender/page/document.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender;
using page::Document;
using page::Node;

namespace {

/// The elements in document order, for tests that look at structure.
std::string outline(const Document& document) {
    std::string names;
    for (Node node = document.root(); node; node = node.next_in(document.root())) {
        if (!node.is_element()) continue;
        if (!names.empty()) names += ' ';
        names += node.name();
    }
    return names;
}

std::string raw(std::string_view html, const page::Attribute& attribute) {
    return std::string(html.substr(attribute.offset, attribute.length));
}

}  // namespace

TEST_CASE("page: a document's elements are walked in document order", "[page]") {
    const auto document = Document::parse("<title>t</title><p>a<b>c</b></p><ul><li>d</ul>");

    REQUIRE(document);
    CHECK(outline(*document) == "html head title body p b ul li");
}

TEST_CASE("page: a walk stays inside the subtree of its root", "[page]") {
    const auto document = Document::parse("<div><p>a</p><p>b</p></div><i>c</i>");
    REQUIRE(document);
    const Node div = document->find("div");

    int paragraphs = 0;
    for (Node node = div; node; node = node.next_in(div)) {
        CHECK(node.name() != "i");
        paragraphs += node.name() == "p" ? 1 : 0;
    }

    CHECK(paragraphs == 2);
    CHECK_FALSE(div.next_after_subtree_in(div));
}

TEST_CASE("page: an attribute's place is its value's raw bytes, without quotes", "[page]") {
    struct Row {
        std::string html;
        std::string value;
        std::string raw;
    };
    const auto row = GENERATE(values<Row>({
        {R"(<a href="/x">)", "/x", "/x"},
        {R"(<a href='/x'>)", "/x", "/x"},
        {"<a href=/x>", "/x", "/x"},
        {"<a href=/x class=y>", "/x", "/x"},
        {"<a  href \n = \r\n '/x' >", "/x", "/x"},
        {"<A HREF=\"/X\">", "/X", "/X"},
        {"<a href=/x\r\n>", "/x", "/x"},
        {R"(<a href="?a=1&amp;b=2">)", "?a=1&b=2", "?a=1&amp;b=2"},
        {R"(<a href="&#x2F;x">)", "/x", "&#x2F;x"},
        {"<a href=&#47;x>", "/x", "&#47;x"},
        {"<a href= &amp;x>", "&x", "&amp;x"},
        {"<a href=\"\">", "", ""},
        {"<a href>", "", ""},
        {"<a href=>", "", ""},
        {"<a href=/x/>", "/x/", "/x/"},
        {"<a title='>' href=\"a>b\">", "a>b", "a>b"},
        {R"(<a href="/1" href="/2">)", "/1", "/1"},
        {"<a href=\"\n/x\n\">", "\n/x\n", "\n/x\n"},
        {"<a href=\"\r\n/x\">", "\n/x", "\r\n/x"},
        {"<a href=a=b>", "a=b", "a=b"},
        {"<a href=a\"b>", "a\"b", "a\"b"},
        {"<p>中文<a href='/路'>", "/路", "/路"},
    }));
    CAPTURE(row.html);

    const auto document = Document::parse(row.html);
    REQUIRE(document);
    const auto href = document->find("a").attribute("href");

    REQUIRE(href);
    CHECK(href->value == row.value);
    CHECK(raw(row.html, *href) == row.raw);
    CHECK(href->offset > 0);
}

TEST_CASE("page: an element's offset is that of its start tag", "[page]") {
    const std::string html = "<!doctype html>\n<p>x<a href=1>y</a>";
    const auto document = Document::parse(html);
    REQUIRE(document);

    CHECK(document->find("a").offset() == html.find("<a"));
    CHECK(document->find("p").offset() == html.find("<p"));
    CHECK_FALSE(document->find("body").offset());
    CHECK_FALSE(document->root().offset());
}

TEST_CASE("page: a copied formatting element has no place of its own", "[page]") {
    const std::string html = "<p><a href=/x><b>1<p>2</b>3</a>4";
    const auto document = Document::parse(html);
    REQUIRE(document);

    int written = 0;
    int copies = 0;
    for (Node node = document->root(); node; node = node.next_in(document->root())) {
        if (node.name() != "a") continue;
        const auto href = node.attribute("href");
        REQUIRE(href);
        CHECK(href->value == "/x");
        if (node.is_copy()) {
            ++copies;
            CHECK_FALSE(node.offset());
            CHECK(href->offset == 0);
            CHECK(href->length == 0);
        } else {
            ++written;
            CHECK(raw(html, *href) == "/x");
        }
    }
    CHECK(written == 1);
    CHECK(copies >= 1);
}

TEST_CASE("page: attributes of a second body tag keep their place", "[page]") {
    const std::string html = "<p>x<body background='/b.png'><html lang=zh>";
    const auto document = Document::parse(html);
    REQUIRE(document);

    const auto background = document->find("body").attribute("background");
    REQUIRE(background);
    CHECK(raw(html, *background) == "/b.png");
    const auto lang = document->find("html").attribute("lang");
    REQUIRE(lang);
    CHECK(raw(html, *lang) == "zh");
}

TEST_CASE("page: names in SVG and of unknown elements are lower case, with their prefix", "[page]") {
    const std::string html =
        "<svg viewBox='0 0 1 1'><a xlink:HREF='/x' xml:lang=de><linearGradient/></a></svg><My-Card DATA-u=1>";
    const auto document = Document::parse(html);
    REQUIRE(document);

    CHECK(document->find("svg").attribute("viewbox")->value == "0 0 1 1");
    const auto href = document->find("a").attribute("xlink:href");
    REQUIRE(href);
    CHECK(href->name == "xlink:href");
    CHECK(raw(html, *href) == "/x");
    CHECK(document->find("a").attribute("xml:lang")->value == "de");
    CHECK(document->find("lineargradient"));
    CHECK(document->find("my-card").attribute("data-u")->value == "1");
}

TEST_CASE("page: text is read in one line, blocks apart and inline elements together", "[page]") {
    struct Row {
        std::string html;
        std::string text;
    };
    const auto row = GENERATE(values<Row>({
        {"<p>a</p><p>b</p>", "a b"},
        {"<p>a<b>b</b>c</p>", "abc"},
        {"<span><p>a</p></span>b", "a b"},
        {" a \n\t b&nbsp;c\u3000d ", "a b c d"},
        {"a<br>b", "a b"},
        {"a<script>x</script>b<style>y</style><template>z</template>", "ab"},
        {"<p>你好，<em>世界</em>！</p>", "你好，世界！"},
        {"<table><tr><td>1<td>2</table>", "1 2"},
        {"a&lt;b", "a<b"},
        {"a\u200Bb\u202Ec", "abc"},
        {"", ""},
    }));
    CAPTURE(row.html);

    const auto document = Document::parse(row.html);
    REQUIRE(document);

    CHECK(page::text_of(document->find("body")) == row.text);
}

TEST_CASE("page: text is cut between characters", "[page]") {
    const auto document = Document::parse("<p>你好世界</p>");
    REQUIRE(document);

    CHECK(page::text_of(document->find("p"), 7) == "你好");
    CHECK(page::text_of(document->find("p"), 12) == "你好世界");
    CHECK(page::text_of(document->find("p"), 0).empty());
}

TEST_CASE("page: the text of a title is read although titles are not shown in a page", "[page]") {
    const auto document = Document::parse("<title> A \n B </title><p>c");
    REQUIRE(document);

    CHECK(page::text_of(document->find("title")) == "A B");
    CHECK(page::text_of(document->root()) == "c");
}

TEST_CASE("page: a null node answers every question", "[page]") {
    const Node none;

    CHECK_FALSE(none.is_element());
    CHECK_FALSE(none.is_text());
    CHECK_FALSE(none.is_copy());
    CHECK(none.name().empty());
    CHECK(none.text().empty());
    CHECK_FALSE(none.offset());
    CHECK(none.attribute_count() == 0);
    CHECK_FALSE(none.attribute("href"));
    CHECK_FALSE(none.parent());
    CHECK_FALSE(none.first_child());
    CHECK_FALSE(none.next_sibling());
    CHECK_FALSE(none.next_in(none));
    CHECK_FALSE(none.next_after_subtree_in(none));
    CHECK(page::text_of(none).empty());
}
