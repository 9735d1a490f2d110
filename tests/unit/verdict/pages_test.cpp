// The shipped rules against saved pages, each with the verdict it deserves.
#include <algorithm>
#include <map>
#include <string>

#include "linktender/verdict/labelled_pages.hpp"
#include "linktender/verdict/rule.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

const std::vector<LabelledPage>& pages() {
    static const std::vector<LabelledPage> all =
        read_labelled_pages(std::filesystem::path(LINKTENDER_TEST_DATA) / "pages");
    return all;
}

bool fires(const std::string& id, const LabelledPage& page, const RuleSet& rules) {
    const auto matches = matching_rules(page.evidence, rules);
    return std::ranges::find(matches, id, &RuleMatch::id) != matches.end();
}

}  // namespace

TEST_CASE("verdict: every saved page gets the verdict it deserves", "[verdict]") {
    const RuleSet rules = builtin_rules();
    REQUIRE(pages().size() >= 60);
    for (const LabelledPage& page : pages()) {
        const Verdict verdict = judge_page(page, rules);
        CAPTURE(page.file, to_string(verdict.outcome), verdict.reason, verdict.rule, verdict.evidence);
        const std::string label = label_of(verdict.outcome);

        CHECK((label == page.expected || std::ranges::find(page.accept, label) != page.accept.end()));
        CHECK_FALSE(verdict.reason.empty());
        CHECK_FALSE(verdict.evidence.empty());
    }
}

TEST_CASE("verdict: half of the saved pages are alive", "[verdict]") {
    const auto alive = std::ranges::count(pages(), "alive", &LabelledPage::expected);

    CHECK(static_cast<std::size_t>(alive) * 2 >= pages().size() - 2);
}

TEST_CASE("verdict: a rule fires on its examples and on none of its counterexamples", "[verdict]") {
    const RuleSet rules = builtin_rules();
    std::map<std::string, const LabelledPage*> by_file;
    for (const LabelledPage& page : pages()) by_file[page.file] = &page;
    for (const Rule& rule : rules.rules()) {
        for (const std::string& file : rule.match_examples) {
            CAPTURE(rule.id, file);
            REQUIRE(by_file.contains(file));
            CHECK(fires(rule.id, *by_file[file], rules));
        }
        for (const std::string& file : rule.miss_examples) {
            CAPTURE(rule.id, file);
            REQUIRE(by_file.contains(file));
            CHECK_FALSE(fires(rule.id, *by_file[file], rules));
        }
    }
}
