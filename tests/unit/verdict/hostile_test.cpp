// Pages made to be dear, judged by the shipped rules.
#include <string>

#include "evidence.hpp"
#include "linktender/page/facts.hpp"
#include "support/catch.hpp"
#include "support/hostile_pages.hpp"

using namespace linktender;
using namespace linktender::verdict;
using test::repeat;

namespace {

/// What makes the rules of a host want the whole tree, and texts of many of its elements.
std::vector<test::Hostile> pages_for_rules() {
    std::vector<test::Hostile> pages = test::hostile_pages();
    pages.push_back({"nested elements that a rule reads",
                     repeat("<div class=weui-msg__title>", 300) + repeat("<i></i>", 100'000)});
    pages.push_back({"headings", "404 not found" + repeat("<h1><h2>", 50'000)});
    pages.push_back(
        {"beginnings of what rules look for", repeat("page not foun sorry, the pag domain is for ", 25'000)});
    return pages;
}

}  // namespace

TEST_CASE("verdict: analysing and judging a page is bounded in time and stack", "[verdict][hostile]") {
    constexpr double k_generous = 4;  // seconds of CPU; catches what has no bound
    const RuleSet rules = builtin_rules();
    for (const test::Hostile& hostile : pages_for_rules()) {
        const std::string html =
            "<title>404 not found</title><p class=weui-msg__title id=js_content>" + hostile.html;
        for (const std::string_view address :
             {"https://mp.weixin.qq.com/s/abcdefghijklmn", "https://example.org/a"}) {
            CAPTURE(hostile.name, address);
            Evidence evidence = visit(address, 200);
            Verdict verdict;
            double seconds = 0;

            test::run_on_small_stack([&] {
                evidence.page = page::analyse({.body = html, .content_type = "text/html", .url = address});
                verdict = judge(evidence, rules);
                seconds = test::thread_cpu_seconds();
            });

            CHECK(seconds < k_generous);
            CHECK_FALSE(verdict.reason.empty());
        }
    }
}
