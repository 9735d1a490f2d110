#include "linktender/verdict/selector.hpp"

#include <string>

#include "linktender/page/document.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::verdict;

namespace {

/// Whether some element of the document matches.
bool finds(std::string_view selector, const std::string& html) {
    const auto selectors = parse_selectors(selector);
    REQUIRE(selectors);
    const auto document = page::Document::parse(html);
    REQUIRE(document);
    const page::Node root = document->root();
    for (page::Node node = root.first_child(); node; node = node.next_in(root)) {
        for (const Selector& one : *selectors) {
            if (one.matches(node)) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("verdict: a selector matches by tag, id, class and attribute, all of them together", "[verdict]") {
    const std::string html =
        R"(<html data-key="k1"><body class="home  error404 x"><div id="Msg" class="a b"><p>t</p></div>)"
        R"(<meta name="Citation_Title" content="c"><script src="https://geo.captcha.example/c.js"></script>)";
    struct Row {
        std::string_view selector;
        bool found;
    };
    const auto row = GENERATE(values<Row>({
        {"p", true},
        {"P", true},
        {"article", false},
        {"#Msg", true},
        {"#msg", false},
        {".error404", true},
        {".error40", false},
        {"body.error404", true},
        {"div.error404", false},
        {"div#Msg.a.b", true},
        {"div#Msg.a.c", false},
        {"[data-key]", true},
        {"html[data-key=k1]", true},
        {"html[data-key=k2]", false},
        {"meta[name=citation_title]", true},
        {"script[src*='captcha.example']", true},
        {"script[src*=\"captcha.other\"]", false},
        {"[class~=home]", true},
        {"article, #Msg", true},
        {" article , .none ", false},
    }));
    CAPTURE(row.selector);

    CHECK(finds(row.selector, html) == row.found);
}

TEST_CASE("verdict: a selector that is more than a compound is refused with words", "[verdict]") {
    const auto text = GENERATE(values<std::string_view>(
        {"",      " ",     "#",    ".",      "a b",  "a > b", "a:hover", "[",    "[a", "[a=",   "[a=]",
         "[a=''", "[a='x", "[a*]", "[a*x=]", "[=x]", "a,",    ",a",      "a..b", "*",  "a[b]c]"}));
    CAPTURE(text);

    const auto selectors = parse_selectors(text);

    REQUIRE_FALSE(selectors);
    CHECK_FALSE(selectors.error().empty());
}
