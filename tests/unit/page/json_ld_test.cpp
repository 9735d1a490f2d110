#include "page/json_ld.hpp"

#include <chrono>
#include <string>

#include "page/json_reader.hpp"
#include "support/catch.hpp"

using namespace linktender;

namespace {

std::string script(const std::string& json) {
    return "<p>x</p><script type=\"application/ld+json\">" + json + "</script><p>y</p>";
}

/// `key=value` of all claims, in order.
std::string claims_of(const std::string& html) {
    std::string all;
    for (const page::Claim& claim : page::json_ld_claims(html)) {
        CHECK(claim.from == page::ClaimFrom::json_ld);
        if (!all.empty()) all += " | ";
        all.append(claim.key).append("=").append(claim.value);
    }
    return all;
}

struct Row {
    std::string json;
    std::string claims;
};

}  // namespace

TEST_CASE("page: an article in JSON-LD tells its fields", "[page]") {
    CHECK(claims_of(script(R"({
      "@context": "https://schema.org", "@type": "NewsArticle",
      "headline": "编译器周报", "description": "第十二期", "inLanguage": "zh-CN",
      "datePublished": "2019-07-15T10:20:30+08:00", "dateModified": "2020-01-01",
      "author": {"@type": "Person", "name": "张三", "worksFor": {"@type": "Organization", "name": "Elsewhere"}},
      "publisher": {"@type": "Organization", "name": "示例网", "logo": {"@type": "ImageObject", "url": "/logo.png"}},
      "image": ["https://example.org/a.png", "https://example.org/b.png"],
      "comment": {"@type": "Comment", "author": {"name": "Somebody"}, "datePublished": "2021-01-01"}
    })")) ==
          "headline=编译器周报 | description=第十二期 | datepublished=2019-07-15T10:20:30+08:00 | "
          "inlanguage=zh-CN | "
          "author=张三 | publisher=示例网 | image=https://example.org/a.png");
}

TEST_CASE("page: authors in JSON-LD are strings, objects, lists and references", "[page]") {
    const auto row = GENERATE(values<Row>({
        {R"({"@type":"Article","author":"Ada"})", "author=Ada"},
        {R"({"@type":"Article","author":["Ada","Bob"]})", "author=Ada | author=Bob"},
        {R"({"@type":"Article","author":{"name":"Ada"}})", "author=Ada"},
        {R"({"@type":"Article","author":[{"name":"Ada"},{"@type":"Person","name":"Bob"}]})",
         "author=Ada | author=Bob"},
        {R"({"@type":"Article","author":[[{"name":"Ada"}]]})", "author=Ada"},
        {R"({"@type":"Article","creator":{"name":"Ada"}})", "author=Ada"},
        {R"({"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ada"}]})",
         "author=Ada"},
        {R"({"@graph":[{"@type":"Article","author":{"@id":"#b"}},{"@type":"Person","@id":"#a","name":"Ada"}]})",
         ""},
        {R"({"@type":"Article","author":{"@id":"#a"},"@id":"#a"})", ""},
        {R"({"@type":"Article","author":null})", ""},
        {R"({"@type":"Article","author":{"name":{"@value":"Ada"}}})", "author=Ada"},
    }));
    CAPTURE(row.json);

    CHECK(claims_of(script(row.json)) == row.claims);
}

TEST_CASE("page: what JSON-LD merely mentions is not the page", "[page]") {
    const auto row = GENERATE(values<Row>({
        {R"({"@type":"Person","name":"Ada","description":"a person"})", ""},
        {R"({"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"Other"}]})", ""},
        {R"({"@type":"WebPage","description":"D","hasPart":{"@type":"Article","headline":"Part"}})",
         "description=D"},
        {R"({"@type":"WebPage","name":"N","mainEntity":{"@type":"Article","headline":"H"}})", "headline=H"},
        {R"({"@graph":[{"@type":"WebPage","description":"P"},{"@type":"BlogPosting","headline":"H"}]})",
         "headline=H"},
        {R"([{"@type":"BreadcrumbList"},{"@type":["Thing","TechArticle"],"headline":"H"}])", "headline=H"},
        {R"({"@type":"Article","headline":"First","isPartOf":{"@type":"Article","headline":"Whole"}})",
         "headline=First"},
        {R"({"@type":"VideoObject","name":"N","uploadDate":"2019-07-15"})", "datepublished=2019-07-15"},
        {R"({"@type":"Article","name":"N"})", "headline=N"},
        {R"({"@type":"http://schema.org/Article","schema:headline":"H"})", "headline=H"},
        {R"({"headline":"H"})", ""},
        {R"("Article")", ""},
        {"", ""},
    }));
    CAPTURE(row.json);

    CHECK(claims_of(script(row.json)) == row.claims);
}

TEST_CASE("page: JSON-LD is read as pages write it", "[page]") {
    const std::string start = R"({"@type":"Article",)";
    const auto row = GENERATE_COPY(values<Row>({
        {start + R"("headline":"H",})", "headline=H"},
        {start + R"(,,"headline":"H",,"description":"D"})", "headline=H | description=D"},
        {start + "// why\n\"headline\":\"H\"/* so */}", "headline=H"},
        {"//<![CDATA[\n" + start + "\"headline\":\"H\"}\n//]]>", "headline=H"},
        {"<![CDATA[" + start + "\"headline\":\"H\"}]]>", "headline=H"},
        {"<!-- " + start + "\"headline\":\"H\"} -->", "headline=H"},
        {start + "\"headline\":\"H\nI\",\"description\":\"D\"}", "headline=H\nI | description=D"},
        {start + R"("headline":"a \u4e2d\u6587 \ud83d\ude00 \"q\" \/ \\ \n"})",
         "headline=a 中文 😀 \"q\" / \\ \n"},
        {start + R"("headline":"half \ud83d"})", "headline=half \uFFFD"},
        {start + R"("headline":"Q&amp;A &quot;x&quot; &#20013;&#x6587;"})", "headline=Q&A \"x\" 中文"},
        {start + R"("headline":"He said "no" to us","description":"D"})",
         "headline=He said \"no\" to us | description=D"},
        {start + R"("headline":"He said "no", twice","description":"D"})",
         "headline=He said \"no\", twice | description=D"},
        {R"({'@type':'Article','headline':'It's fine'})", "headline=It's fine"},
        {R"({"@type":"Article" "headline":"H"})", ""},
        {"{\"@type\":\"Article\"\n\"headline\":\"H\"}", "headline=H"},
        {start + R"(headline:"H"})", "headline=H"},
        {start + R"("headline":"H")", "headline=H"},
        {start + R"("headline":"H"]})", "headline=H"},
        {start + R"("image":["a"},"headline":"H"})", "image=a"},
        {start + R"("headline":"never ends)", ""},
        {"{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;H&quot;}", "headline=H"},
        {start + R"("datePublished":1563184830})", "datepublished=1563184830"},
        {start + R"("datePublished":null,"headline":true,"description":"D"})", "description=D"},
        {start + R"("headline":"H"};)", "headline=H"},
        {"]]}}" + start + R"("headline":"H"})", "headline=H"},
    }));
    CAPTURE(row.json);

    CHECK(claims_of(script(row.json)) == row.claims);
}

TEST_CASE("page: JSON-LD is found in scripts of its type alone, and in all of them", "[page]") {
    const std::string article = R"({"@type":"Article","headline":"H"})";
    const auto row = GENERATE_COPY(values<Row>({
        {"<SCRIPT TYPE=application/ld+json>" + article + "</SCRIPT>", "headline=H"},
        {"<script nonce='x' type='application/ld+json; charset=utf-8' class=y>" + article + "</script>",
         "headline=H"},
        {"<script type=text/javascript>var x = 'ld+json'; " + article + "</script>", ""},
        {"<p>application/ld+json</p>" + article, ""},
        {"<script type=application/ld+json>" + article, "headline=H"},
        {script("{\"@type\":\"WebPage\",\"description\":\"D\"}") + script(article), "headline=H"},
        {script(R"({"@type":"Article","publisher":{"@id":"#o"}})") + script(R"({"@id":"#o","name":"Site"})"),
         "publisher=Site"},
    }));
    CAPTURE(row.json);

    CHECK(claims_of(row.json) == row.claims);
}

TEST_CASE("page: JSON deeper than anybody writes ends the reading", "[page]") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "{\"a\":[";
    page::JsonReader reader(deep);
    std::size_t pieces = 0;

    while (reader.next().kind != page::JsonPiece::Kind::end) ++pieces;

    CHECK(pieces == page::JsonReader::k_max_depth);
    CHECK(claims_of(script(deep)).empty());
}

TEST_CASE("page: hostile JSON-LD costs what its length costs", "[page]") {
    struct Shape {
        std::string name;
        std::string piece;
    };
    const auto shape = GENERATE(values<Shape>({
        {"quotes", "\" "},
        {"strings side by side", "\"a\" \"b\" "},
        {"quotes and commas", "\",   "},
        {"quotes and comments", "\"/* */"},
        {"comments that end far away", "\"/*"},
        {"lines that end far away", "\"//"},
        {"backslashes", "\\"},
        {"authors without names", "{\"@type\":\"Article\",\"author\":[{\"@id\":\"#x\"},"},
        {"objects", "{},"},
        {"unknown references", "\"&abcdef;\","},
        {"scripts", "<script type=application/ld+json></script>"},
        {"mentions", "ld+json"},
    }));
    CAPTURE(shape.name);
    std::string json = "{\"@type\":\"Article\",\"headline\":";
    while (json.size() < 900'000) json += shape.piece;
    const std::string html = script(json + "*/\n x");
    const auto start = std::chrono::steady_clock::now();

    const auto claims = page::json_ld_claims(html);

    CHECK(claims.size() < 100);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}
