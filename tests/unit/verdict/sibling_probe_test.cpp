#include "linktender/verdict/sibling_probe.hpp"

#include <string>

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::core::TimePoint;
using linktender::page::fingerprint;
using std::chrono::days;

namespace {

constexpr TimePoint k_now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

/// So many words that no other `kind` has.
std::string words(int count, int kind) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        for (int rest = 1000 * kind + i * 7 % 97 + 1; rest > 0; rest /= 26)
            text += static_cast<char>('a' + rest % 26);
        text += ' ';
    }
    return text;
}

ProbeSide side(std::string url, const std::string& text, std::string title = "A Example") {
    ProbeSide side;
    side.text = fingerprint(text_without_address(text, url_of(url)));
    side.url = side.final_url = std::move(url);
    side.title = std::move(title);
    return side;
}

constexpr const char* k_page = "https://a.example/posts/fusing-layers.html";
constexpr const char* k_sibling = "https://a.example/posts/qwxzvkjhgfd.html";

}  // namespace

TEST_CASE("sibling probe: the sibling lies in the same directory and has the same suffix", "[verdict]") {
    struct Row {
        const char* url;
        const char* before;
        const char* after;
        const char* directory;
    };
    const auto row = GENERATE(values<Row>({
        {"https://a.example/posts/loops.html", "https://a.example/posts/", ".html",
         "https://a.example/posts/*.html"},
        {"https://a.example/posts/loops", "https://a.example/posts/", "", "https://a.example/posts/*"},
        {"https://a.example/posts/loops/#top", "https://a.example/posts/", "/", "https://a.example/posts/*/"},
        {"https://u:p@a.example:8443/loops", "https://a.example:8443/", "", "https://a.example:8443/*"},
        {"https://a.example/v1.2/release-1.2", "https://a.example/v1.2/", "", "https://a.example/v1.2/*"},
        {"https://a.example/x/.hidden", "https://a.example/x/", "", "https://a.example/x/*"},
    }));
    CAPTURE(row.url);

    const auto sibling = sibling_url(url_of(row.url), 42);

    REQUIRE(sibling);
    CHECK(sibling->starts_with(row.before));
    CHECK(sibling->ends_with(row.after));
    CHECK(sibling->size() == std::string(row.before).size() + 25 + std::string(row.after).size());
    CHECK(sibling_url(url_of(row.url), 42) == sibling);
    CHECK(sibling_url(url_of(row.url), 43) != sibling);
    CHECK(directory_of(url_of(row.url)) == row.directory);
}

TEST_CASE("sibling probe: home pages and pages told apart by a query have no sibling", "[verdict]") {
    CHECK_FALSE(sibling_url(url_of("https://a.example/"), 1));
    CHECK_FALSE(sibling_url(url_of("https://a.example/view?id=7"), 1));
    CHECK_FALSE(sibling_url(url_of("mailto:a@a.example"), 1));
}

TEST_CASE("sibling probe: it is worth asking where only the status speaks, or a weak signal does",
          "[verdict]") {
    struct Row {
        const char* name;
        ProbeCandidate page;
        bool expected;
    };
    const auto row = GENERATE(values<Row>({
        {"plain", {}, true},
        {"moved", {.outcome = Outcome::moved}, true},
        {"title differs", {.title = TitleMatch::mismatch}, true},
        {"title fits", {.title = TitleMatch::match}, false},
        {"an article", {.has_content = true}, false},
        {"a rule spoke", {.ruled = true}, false},
        {"an app", {.built_by_script = true}, false},
        {"weakly gone", {.outcome = Outcome::soft_404, .confidence = Confidence::low}, true},
        {"surely gone", {.outcome = Outcome::soft_404}, false},
        {"404", {.outcome = Outcome::not_found}, false},
        {"blocked", {.outcome = Outcome::blocked}, false},
    }));
    CAPTURE(row.name);
    CHECK(worth_probing(row.page) == row.expected);
}

TEST_CASE("sibling probe: a host, a run and a directory have their budgets", "[verdict]") {
    ProbeOptions options;
    options.per_host = 2;
    options.per_run = 3;
    ProbeBudget budget(options);

    CHECK_FALSE(budget.take("a.example", k_now - days(29), k_now));
    CHECK(budget.take("a.example", k_now - days(30), k_now));
    CHECK(budget.take("a.example", std::nullopt, k_now));
    CHECK_FALSE(budget.take("a.example", std::nullopt, k_now));
    CHECK(budget.take("b.example", k_now + days(300), k_now));
    CHECK_FALSE(budget.take("c.example", std::nullopt, k_now));

    options.enabled = false;
    CHECK_FALSE(ProbeBudget(options).take("a.example", std::nullopt, k_now));
}

TEST_CASE("sibling probe: an address that a page repeats does not make it another page", "[verdict]") {
    const auto strip = [](std::string_view text, std::string_view url) {
        return text_without_address(text, url_of(url));
    };
    CHECK(strip("no /a/bcde here", "https://a.example/a/bcde").find("bcde") == std::string::npos);
    CHECK(strip("no bcde here", "https://a.example/a/bcde").find("bcde") == std::string::npos);
    CHECK(strip("没有 循环实践 这一页", "https://a.example/循环实践").find("循环") == std::string::npos);
    CHECK(strip("it is ok", "https://a.example/ok") == "it is ok");
    CHECK(strip("", "https://a.example/").empty());
}

TEST_CASE("sibling probe: what a page that cannot exist answers tells about the page", "[verdict]") {
    using enum ProbeResult;
    const std::string lost = "Sorry, nothing is here. " + words(150, 1);
    const std::string article = words(150, 2);
    const std::string echo_page = "Nothing at /posts/fusing-layers.html. " + words(150, 1);
    const std::string echo_sibling = "Nothing at /posts/qwxzvkjhgfd.html. " + words(150, 1);
    struct Row {
        const char* name;
        ProbeSide page;
        ProbeSide sibling;
        ProbeResult expected;
    };
    const auto answers = [&](Outcome outcome) {
        ProbeSide answer = side(k_sibling, lost);
        answer.outcome = outcome;
        return answer;
    };
    const auto sent_to = [&](const char* url, std::string target, std::size_t redirects = 1) {
        ProbeSide answer = side(url, "Welcome");
        answer.final_url = std::move(target);
        answer.redirects = redirects;
        return answer;
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"404", side(k_page, lost), answers(Outcome::not_found), trustworthy},
        {"410", side(k_page, lost), answers(Outcome::gone), trustworthy},
        {"known by a rule", side(k_page, lost), answers(Outcome::soft_404), trustworthy},
        {"wall", side(k_page, lost), answers(Outcome::blocked), no_statement},
        {"login", side(k_page, lost), answers(Outcome::login), no_statement},
        {"overloaded", side(k_page, lost), answers(Outcome::server_error), no_statement},
        {"silent", side(k_page, lost), answers(Outcome::timeout), no_statement},
        {"the same page", side(k_page, lost), side(k_sibling, lost), soft_404},
        {"the same but for the address", side(k_page, echo_page), side(k_sibling, echo_sibling), soft_404},
        {"the same text, another title", side(k_page, lost, "Fusing layers"), side(k_sibling, lost),
         no_statement},
        {"the same with an article in it", side(k_page, lost + words(60, 2)), side(k_sibling, lost),
         no_statement},
        {"another page", side(k_page, article), side(k_sibling, lost), trustworthy},
        {"two shells", side(k_page, "Loading"), side(k_sibling, "Loading"), no_statement},
        {"both sent home", sent_to(k_page, "https://a.example/"), sent_to(k_sibling, "https://a.example/"),
         soft_404},
        {"by other ways", sent_to(k_page, "https://a.example/"), sent_to(k_sibling, "https://a.example/", 2),
         no_statement},
        {"each to its own", sent_to(k_page, "https://b.example/1"), sent_to(k_sibling, "https://b.example/2"),
         no_statement},
    }));
    CAPTURE(row.name);

    const ProbeFinding finding = compare_with_sibling(row.page, row.sibling);

    INFO(finding.evidence);
    CHECK(finding.result == row.expected);
    CHECK_FALSE(finding.evidence.empty());
}
