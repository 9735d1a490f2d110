#include "evidence.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "evidence_words.hpp"
#include "golden.hpp"
#include "support/catch.hpp"

using namespace linktender;
using report::Language;
using report::Words;

namespace {

const Words k_zh(Language::zh);

/// The sentence with something in its places.
std::string filled(std::string_view sentence) {
    return Words(Language::en).fill_text(sentence, std::vector<std::string_view>{"aa", "bb", "cc", "dd"});
}

/// The words between the places, the longest of them.
std::string longest_words(std::string_view sentence) {
    std::string longest;
    for (std::size_t begin = 0; begin <= sentence.size();) {
        const std::size_t end = std::min(sentence.find_first_of("{\"", begin), sentence.size());
        if (end - begin > longest.size()) longest = std::string(sentence.substr(begin, end - begin));
        begin = sentence[std::min(end, sentence.size() - 1)] == '{' ? end + 3 : end + 1;
    }
    longest.erase(longest.find_last_not_of(' ') + 1);
    return longest.substr(longest.find_first_not_of(" ,:"));
}

}  // namespace

TEST_CASE("evidence: clauses end at a semicolon outside of quotation marks", "[report]") {
    CHECK(report::clauses_of(R"(the title is "a; b"; doi.org gave no answer)") ==
          std::vector<std::string_view>{R"(the title is "a; b")", "doi.org gave no answer"});
    CHECK(report::clauses_of("").empty());
    CHECK(report::clauses_of(R"(a "; b; c)").size() == 1);
}

TEST_CASE("evidence: what is ours is said in Chinese, what is quoted stays", "[report]") {
    struct Row {
        std::string_view en;
        std::string_view zh;
    };
    const auto row = GENERATE(values<Row>({
        {R"(the title is "Page not found")", "页面标题是“Page not found”"},
        {R"(.weui-msg__title says "内容已被发布者删除")", ".weui-msg__title 处写着“内容已被发布者删除”"},
        {"https://a.test/x: the answer did not end in time", "https://a.test/x：响应没有及时结束"},
        {"the connection was reset (Recv failure: Connection reset by peer)",
         "连接被重置（Recv failure: Connection reset by peer）"},
        {"https://a.test/b leads back to /a, which was visited before", "https://a.test/b 又跳回访问过的 /a"},
        {"3 of 59 links of arxiv.org show one page, \"2010\"",
         "arxiv.org 的 59 条链接中有 3 条显示同一页面“2010”"},
        {"GitHub's API says that a/b is there; before that: HTTP 429 from https://github.com/a/b",
         "GitHub 的接口说 a/b 还在；此前：https://github.com/a/b 返回 HTTP 429"},
        {"without a check of the certificate it answers HTTP 200, titled \"x\"",
         "不检查证书时返回 HTTP 200，标题是“x”"},
        {"10.0.0.1 is not a public address", "10.0.0.1 不是公网地址"},
    }));
    CAPTURE(row.en);

    CHECK(report::evidence_in(k_zh, row.en) == row.zh);
    CHECK(report::evidence_in(Words(Language::en), row.en) == row.en);
}

TEST_CASE("evidence: a clause that nobody translated is marked as original words", "[report]") {
    CHECK(report::clause_in(k_zh, "a finding of tomorrow") == "原文：a finding of tomorrow");
    CHECK(report::clause_in(k_zh, "before that: before that: x") == "此前：原文：before that: x");
}

TEST_CASE("evidence: every sentence is recognised, with whatever stands in its places", "[report]") {
    for (const auto sentences : {report::evidence_causes(), report::evidence_sentences()}) {
        for (const report::EvidenceSentence& sentence : sentences) {
            CAPTURE(sentence.en);
            const std::string said = report::clause_in(k_zh, filled(sentence.en));

            CHECK(said == k_zh.fill_text(sentence.zh, std::vector<std::string_view>{"aa", "bb", "cc", "dd"}));
        }
    }
}

TEST_CASE("evidence: a translation has the places of the original", "[report]") {
    for (const report::EvidenceSentence& sentence : report::evidence_sentences()) {
        CAPTURE(sentence.en);
        for (const char* place : {"{0}", "{1}", "{2}", "{3}"}) {
            const bool here = sentence.en.find(place) != std::string_view::npos;
            CHECK((sentence.zh.find(place) != std::string_view::npos) == here);
        }
    }
}

TEST_CASE("evidence: every sentence is one that the program can say", "[report]") {
    const std::string sources = report::test::all_sources();
    for (const auto sentences : {report::evidence_causes(), report::evidence_sentences()}) {
        for (const report::EvidenceSentence& sentence : sentences) {
            const std::string words = longest_words(sentence.en);
            CAPTURE(sentence.en, words);
            CHECK(sources.find(words) != std::string::npos);
        }
    }
}

TEST_CASE("evidence: only a cause without anything of the link is bare", "[report]") {
    CHECK(report::is_bare_cause("the connection was reset"));
    CHECK(report::is_bare_cause("the connection was reset (Recv failure)"));
    CHECK_FALSE(report::is_bare_cause("the connection was reset by a ghost"));
    CHECK_FALSE(report::is_bare_cause(R"(the title is "404")"));
    CHECK_FALSE(report::is_bare_cause(""));
}

TEST_CASE("evidence: hostile quotations are neither lost nor read as words of ours", "[report]") {
    for (const std::string_view title :
         {"\"", "{0}", "x\"; the connection was reset; \"", "the title is \"y\"", "% {} {9} \\"}) {
        CAPTURE(title);
        const std::string evidence = "the title is \"" + std::string(title) + "\"";

        CHECK(report::evidence_in(k_zh, evidence).find(title.substr(0, 1)) != std::string::npos);
    }
    CHECK(report::clause_in(k_zh, R"(the title is "{0}")") == "页面标题是“{0}”");
}
