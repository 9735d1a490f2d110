// `linktender rules`: trying rules without a network.
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

constexpr const char* k_rule = R"([[rule]]
id = "lost-shop-page"
priority = 900
stage = "body"
host = "shop.example"
selector = ".notice"
text_any = ["we lost this page"]
verdict = "soft404"
reason = "shop-lost"
evidence = "seen by hand"
verified = 2020-01-31
examples = { match = ["lost.html"], miss = ["article.html"] }
)";

/// A folder of rules, two pages and their index.
void write_sample(const TempDir& folder, const std::string& rule = k_rule) {
    folder.write("rules/10-shop.toml", rule);
    folder.write("pages/lost.html", "<title>Shop</title><p class=notice>We lost this page.</p>");
    folder.write("pages/article.html", "<title>Shop</title><p>How we lost this page.</p>");
    folder.write("pages/index.tsv",
                 "file\turl\tstatus\texpected\n"
                 "lost.html\thttps://shop.example/1\t200\tsoft404\n"
                 "article.html\thttps://shop.example/2\t200\talive\n");
}

}  // namespace

TEST_CASE("rules: a saved page tells which rules fire, and what wins", "[rules]") {
    const TempDir folder;
    write_sample(folder);

    const ProgramResult result = run_linktender(
        folder, {"rules", "test", "pages/lost.html", "--url", "https://shop.example/1", "--rules", "rules"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "900  soft404  lost-shop-page"));
    CHECK(contains(result.out, "verdict: soft_404, shop-lost, by rule lost-shop-page"));
}

TEST_CASE("rules: an answer without a page is judged by status, headers and address", "[rules]") {
    const TempDir folder;

    const ProgramResult wall = run_linktender(folder, {"rules", "test", "--url", "https://a.example/",
                                                       "--status", "403", "-H", "cf-mitigated: challenge"});
    const ProgramResult signed_link =
        run_linktender(folder, {"rules", "test", "--url",
                                "https://mp.weixin.qq.com/s?src=3&timestamp=1577000000&ver=1&signature=abc"});

    CHECK(contains(wall.out, "verdict: blocked"));
    CHECK(contains(signed_link.out, "by the URL alone, without a request"));
    CHECK(contains(signed_link.out, "verdict: soft_404"));
}

TEST_CASE("rules: each rule is tried on its own examples, and old knowledge is named", "[rules]") {
    const TempDir folder;
    write_sample(folder);

    const ProgramResult good = run_linktender(folder, {"rules", "check", "pages", "--rules", "rules"});
    CHECK(good.exit_code == 0);
    CHECK(contains(good.out, "1 rules, 2 examples, 0 failed"));
    CHECK(contains(good.err, "lost-shop-page: verified 2020-01-31, more than 18 months ago"));

    std::string wrong = k_rule;
    wrong.replace(wrong.find("we lost this page"), 17, "nobody says this");
    write_sample(folder, wrong);
    const ProgramResult bad = run_linktender(folder, {"rules", "check", "pages", "--rules", "rules"});
    CHECK(bad.exit_code == 2);
    CHECK(contains(bad.out, "lost-shop-page: does not fire on its example lost.html"));
}

TEST_CASE("rules: labelled pages are counted right and wrong", "[rules]") {
    const TempDir folder;
    write_sample(folder);

    const ProgramResult result = run_linktender(folder, {"rules", "evaluate", "pages", "--rules", "rules"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "2 right of 2, macro-F1 1.000, alive called dead 0"));
}

TEST_CASE("rules: the list has every rule, one a line, also as JSON", "[rules]") {
    const TempDir folder;
    write_sample(folder);

    const ProgramResult result = run_linktender(folder, {"rules", "list", "--jsonl", "--rules", "rules"});

    const json rule = json::parse(result.out);
    CHECK(rule.at("id") == "lost-shop-page");
    CHECK(rule.at("hosts") == "shop.example");
    CHECK(rule.at("line") == 1);
}

TEST_CASE("rules: what cannot be used is said with its place, exit code 3", "[rules]") {
    const TempDir folder;
    write_sample(folder, "[[rule]]\nid = \"x\"\npriority = \"high\"\n");

    const ProgramResult rule = run_linktender(folder, {"rules", "list", "--rules", "rules"});
    const ProgramResult page =
        run_linktender(folder, {"rules", "test", "absent.html", "--url", "https://a.example/"});
    const ProgramResult url = run_linktender(folder, {"rules", "test", "--url", "nonsense"});
    const ProgramResult none = run_linktender(folder, {"rules"});

    CHECK(rule.exit_code == 3);
    CHECK(contains(rule.err, "10-shop.toml:3"));
    CHECK(page.exit_code == 3);
    CHECK(contains(page.err, "absent.html"));
    CHECK(url.exit_code == 3);
    CHECK(contains(url.err, "--url: nonsense"));
    CHECK(none.exit_code == 3);
}
