#include "linktender/verdict/prose.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::verdict;

namespace {

Prose prose_of(const std::string& html, const page::Metadata& metadata = {}) {
    const auto document = page::Document::parse(html);
    REQUIRE(document);
    return measure_prose(*document, metadata);
}

const std::string k_sentence = "Thirty letters stand in here.!";

}  // namespace

TEST_CASE("verdict: prose is running text, not links, menus, headings or scripts", "[verdict]") {
    REQUIRE(k_sentence.size() == 30);

    CHECK(prose_of("<p>" + k_sentence + "</p><div>" + k_sentence + "</div>").length == 60);
    CHECK(prose_of("<p>  Thirty   letters stand\n in here.! </p>").length == 30);
    for (const std::string tag : {"a", "nav", "header", "footer", "button", "h1", "h3", "script", "style",
                                  "noscript", "aside", "template"}) {
        CAPTURE(tag);
        CHECK(prose_of("<body><" + tag + ">" + k_sentence + "</" + tag + "></body>").length == 0);
    }
    CHECK(prose_of("<form><p>" + k_sentence + "</p></form>").length == 30);
    CHECK(prose_of("<p hidden>" + k_sentence + "</p>").length == 0);
    CHECK(prose_of("<div style='color: red; display: none'>" + k_sentence + "</div>").length == 0);
    CHECK(prose_of("<title>" + k_sentence + "</title><p>short label</p>").length == 0);
}

TEST_CASE("verdict: a Chinese letter weighs as much as two others", "[verdict]") {
    CHECK(prose_of("<p>本文介绍在移动端上优化矩阵乘法的方法</p>").length == 36);
}

TEST_CASE("verdict: an article is known by its element, its type, its date or its DOI", "[verdict]") {
    std::string long_text;
    for (int i = 0; i < 6; ++i) long_text += k_sentence;
    page::Metadata dated;
    dated.published = "2019-07-06";
    page::Metadata paper;
    paper.doi = "10.1000/1";

    CHECK(prose_of("<article><p>" + long_text + "</p></article>").is_article);
    CHECK(prose_of(R"(<meta property="og:type" content="article">)").is_article);
    CHECK(prose_of("<p>x</p>", dated).is_article);
    CHECK(prose_of("<p>x</p>", paper).is_article);

    CHECK_FALSE(prose_of("<p>" + long_text + "</p>").is_article);
    CHECK_FALSE(prose_of("<article><h1>Not found</h1><p>Sorry.</p></article>").is_article);
    CHECK_FALSE(prose_of(R"(<meta property="og:type" content="website">)").is_article);
}
