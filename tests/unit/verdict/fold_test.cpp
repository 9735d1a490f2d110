#include "linktender/verdict/fold.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender::verdict;

TEST_CASE("verdict: folded text has one way of writing", "[verdict]") {
    struct Row {
        std::string_view text;
        std::string_view folded;
    };
    const auto row = GENERATE(values<Row>({
        {"", ""},
        {"  Page \t\n NOT  found ", "page not found"},
        {"can\u2019t \u2018be\u2019 \u201Cfound\u201D", "can't 'be' \"found\""},
        {"ＡＢＣ１２３！", "abc123!"},
        {"抱歉，\u3000页面　不存在！", "抱歉, 页面 不存在!"},
        {"A \u2013 B \u2014 C", "a - b - c"},
        {"Just a moment\u2026", "just a moment..."},
        {"soft\u00ADhy\u200Bphen\uFEFF", "softhyphen"},
        {"a\u00A0b", "a b"},
        {"ÄÖ", "ÄÖ"},
        {"bad\xFF", "bad\uFFFD"},
    }));
    CAPTURE(row.text);

    CHECK(fold_text(row.text) == row.folded);
    CHECK(fold_text(row.folded) == row.folded);
}

TEST_CASE("verdict: characters are counted and cut by code points", "[verdict]") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("a骁龙") == 3);
    CHECK(first_characters("a骁龙b", 2) == "a骁");
    CHECK(first_characters("ab", 0).empty());
    CHECK(first_characters("ab", 9) == "ab");
}
