#include "linktender/verdict/literal_set.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

LiteralSet set_of(const std::vector<std::string_view>& literals) {
    LiteralSet set;
    for (const std::string_view literal : literals) set.add(literal);
    set.build();
    return set;
}

}  // namespace

TEST_CASE("verdict: a scan finds each literal wherever it stands, overlapping or inside another",
          "[verdict]") {
    const LiteralSet set = set_of({"he", "she", "his", "hers", "usher", "x"});

    CHECK(set.scan("ushers") == LiteralHits{true, true, false, true, true, false});
    CHECK(set.scan("his") == LiteralHits{false, false, true, false, false, false});
    CHECK(set.scan("sh e") == LiteralHits(6, false));
    CHECK(set.scan("") == LiteralHits(6, false));
}

TEST_CASE("verdict: a scan ignores ASCII case and knows every byte", "[verdict]") {
    const LiteralSet set = set_of({"_CF_chl_Opt", "环境异常", std::string_view("\0\xFF", 2)});

    CHECK(set.scan("window._cf_CHL_opt={}") == LiteralHits{true, false, false});
    CHECK(set.scan("当前环境异常，请") == LiteralHits{false, true, false});
    CHECK(set.scan(std::string_view("a\0\xFF", 3)) == LiteralHits{false, false, true});
}

TEST_CASE("verdict: the same literal has one number however it is written", "[verdict]") {
    LiteralSet set;

    CHECK(set.add("abc") == 0);
    CHECK(set.add("x") == 1);
    CHECK(set.add("ABC") == 0);
    CHECK(set.total_bytes() == 4);
}

TEST_CASE("verdict: a set without literals finds nothing", "[verdict]") {
    LiteralSet set;
    CHECK(set.scan("anything").empty());

    set.build();

    CHECK(set.scan("anything").empty());
}

TEST_CASE("verdict: a scan agrees with a plain search on texts of two letters", "[verdict]") {
    const auto literals = GENERATE(values<std::vector<std::string_view>>({
        {"a", "ab", "aab", "bab", "abba", "bbbb", "babab"},
        {"ab", "bba", "abab"},
        {"aab", "BAB", "abba", "bbbb", "babab"},
        {"abba", "bbbb", "babab", "aabbaabb", "bbbbbbba"},
        {"abbaa", "bbbabb"},
        {"abbaab", "bbbbbb", "bababab"},
        {"aabbabb", "bbbbbbb", "abaabaabaa"},
        {"babbaabab"},
    }));
    const LiteralSet set = set_of(literals);
    for (unsigned bits = 0; bits < 4096; ++bits) {
        std::string text;
        for (unsigned i = 0; i < 12; ++i) text += ((bits >> i) & 1U) != 0 ? 'a' : 'b';
        const LiteralHits hits = set.scan(text);
        for (std::size_t i = 0; i < literals.size(); ++i) {
            CAPTURE(text, literals[i]);
            const std::string lower = literals[i] == "BAB" ? "bab" : std::string(literals[i]);
            REQUIRE(hits[i] == (text.find(lower) != std::string::npos));
        }
    }
}
