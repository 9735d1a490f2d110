#include "linktender/verdict/drift.hpp"

#include <string>
#include <string_view>

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

/// Text of so many words, of a vocabulary that `kind` picks.
std::string words(int count, unsigned kind) {
    std::string text;
    unsigned state = kind * 7919U + 1U;
    for (int i = 0; i < count; ++i) {
        state = state * 1664525U + 1013904223U;
        for (unsigned rest = (state >> 16U) % 600U + 1000U * kind + 1U; rest > 0; rest /= 26)
            text += static_cast<char>('a' + rest % 26);
        text += ' ';
    }
    return text;
}

PageMark page_of(const std::string& text, std::string title) {
    return {.fingerprint = linktender::page::fingerprint(text), .title = std::move(title)};
}

constexpr const char* k_title = "Fusing layers on small boards";
constexpr const char* k_other_title = "Seven cakes for a rainy Sunday";

}  // namespace

TEST_CASE("drift: another text of another size under another title is another page", "[verdict]") {
    const PageMark baseline = page_of(words(800, 1), k_title);

    const DriftFinding found = compare_with_baseline(baseline, page_of(words(100, 4), k_other_title));

    INFO(found.evidence);
    CHECK(found.drift == Drift::drifted);
    CHECK(found.evidence.find(k_title) != std::string::npos);
    CHECK(found.evidence.find(k_other_title) != std::string::npos);
}

TEST_CASE("drift: one changed thing alone is no drift", "[verdict]") {
    const PageMark baseline = page_of(words(800, 1), k_title);
    struct Row {
        const char* name;
        std::string text;
        std::string title;
        Drift expected;
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"nothing", words(800, 1), k_title, Drift::unchanged},
        {"the title", words(800, 1), k_other_title, Drift::unchanged},
        {"a few words", words(800, 1) + words(30, 3), k_title, Drift::unchanged},
        {"the text", words(100, 4), k_title, Drift::changed},
        {"the text, no title", words(100, 4), "", Drift::changed},
        {"text and title, half of the text stays", words(400, 1) + words(700, 4), k_other_title,
         Drift::changed},
        {"text gone", "", k_other_title, Drift::no_statement},
        {"a notice", "please wait", k_title, Drift::no_statement},
    }));
    CAPTURE(row.name);

    const DriftFinding found = compare_with_baseline(baseline, page_of(row.text, row.title));

    CHECK(found.drift == row.expected);
    CHECK_FALSE(found.evidence.empty());
}

TEST_CASE("drift: a title in another language is another title of the same page", "[verdict]") {
    const PageMark baseline = page_of(words(800, 1), "在小板子上合并网络层");

    CHECK(compare_with_baseline(baseline, page_of(words(100, 4), "Bonus Slot 88")).drift == Drift::drifted);
}

TEST_CASE("drift: evidence has no control characters", "[verdict]") {
    const DriftFinding found =
        compare_with_baseline(page_of(words(800, 1), "\x1b[31mfusing layers on boards"),
                              page_of(words(100, 4), "seven cakes\nfor a rainy day"));

    CHECK(found.drift == Drift::drifted);
    CHECK(found.evidence.find('\x1b') == std::string::npos);
    CHECK(found.evidence.find('\n') == std::string::npos);
}

TEST_CASE("drift: pages that are meant to change are known by their address", "[verdict]") {
    struct Row {
        const char* url;
        bool expected;
    };
    const auto row = GENERATE(values<Row>({
        {"https://example.org/", true},
        {"https://example.org/?p=12", false},
        {"https://example.org/2019/loops", false},
        {"https://github.com/mill/grinder", true},
        {"https://github.com/mill/grinder/tree/main/src", true},
        {"https://github.com/mill/grinder/pull/7", false},
        {"https://www.arxiv.org/abs/2101.01234", true},
        {"https://arxiv.org/pdf/2101.01234", false},
        {"https://docs.example.org/start", true},
        {"https://grinder.readthedocs.io/en/latest/a.html", true},
        {"https://example.org/docs/start.html", true},
        {"https://example.org/doctors", false},
        {"https://en.wikipedia.org/wiki/Mill", true},
    }));
    CAPTURE(row.url);
    CHECK(expected_to_change(url_of(row.url)) == row.expected);
}
