#include "phrases.hpp"

#include <chrono>
#include <string>

#include "linktender/core/text.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Place;
using report::Suggestion;
using verdict::Outcome;

namespace {

Place place(std::string form, std::string text = "a text", std::string fragment = {}) {
    Place one;
    one.text = std::move(text);
    one.fragment = std::move(fragment);
    one.form = std::move(form);
    return one;
}

Suggestion suggestion(std::string url) {
    Suggestion one;
    one.url = std::move(url);
    return one;
}

std::string evidence_of(const std::string& evidence, const std::string& url = "https://a.test/x",
                        int status = 404) {
    return report::short_evidence(report::Words(report::Language::en),
                                  *checked(url, Outcome::not_found, "http-404", evidence, status).view.check);
}

}  // namespace

TEST_CASE("phrases: a fragment goes on to the new address unless that has one", "[report]") {
    CHECK(report::replacement_url(suggestion("https://b.test/"), place("inline", "t", "part")) ==
          "https://b.test/#part");
    CHECK(report::replacement_url(suggestion("https://b.test/#own"), place("inline", "t", "part")) ==
          "https://b.test/#own");
    CHECK(report::replacement_url(suggestion("https://b.test/"), place("inline")) == "https://b.test/");
}

TEST_CASE("phrases: the replacement is written the way the place writes its link", "[report]") {
    struct Row {
        const char* form;
        const char* written;
    };
    const auto row = GENERATE(values<Row>({{"inline", "[a text](https://b.test/)"},
                                           {"image", "![a text](https://b.test/)"},
                                           {"autolink", "<https://b.test/>"},
                                           {"bare", "https://b.test/"},
                                           {"reference", "https://b.test/"},
                                           {"html", "https://b.test/"}}));
    CAPTURE(row.form);

    CHECK(report::replacement_source(suggestion("https://b.test/"), place(row.form)) == row.written);
}

TEST_CASE("phrases: brackets and parentheses cannot break the replacement", "[report]") {
    CHECK(report::replacement_source(suggestion("https://b.test/a_(b)"), place("inline", "[x] \\ y")) ==
          "[\\[x\\] \\\\ y](<https://b.test/a_(b)>)");
}

TEST_CASE("phrases: evidence does not repeat the link's own address and status", "[report]") {
    CHECK(evidence_of("HTTP 404 from https://a.test/x").empty());
    CHECK(evidence_of("HTTP 404 from https://a.test/x, without content") == "without content");
    CHECK(evidence_of("https://a.test/x: connection refused") == "connection refused");
    CHECK(evidence_of("https://a.test/x leads back") == "leads back");
}

TEST_CASE("phrases: evidence that repeats the finding or ends with the address is cut short", "[report]") {
    const report::Words words(report::Language::en);

    const auto shown = [&](const std::string& reason, const std::string& evidence) {
        return report::short_evidence(
            words, *checked("https://a.test/x", Outcome::tls_error, reason, evidence).view.check);
    };

    CHECK(shown("certificate-expired", "https://a.test/x: the certificate has expired").empty());
    CHECK(shown("by-shape", "the URL itself tells: https://a.test/x") == "the URL itself tells");
}

TEST_CASE("phrases: a broken link's certificate is not said to end soon", "[report]") {
    const report::Words words(report::Language::en);
    report::Link link = checked("https://a.test/", Outcome::tls_error, "certificate-expired");
    link.view.check->flags = {"expiring", "archived"};

    CHECK(report::flags_in_words(words, link).size() == 1);
    link.view.state.state = verdict::State::alive;
    CHECK(report::flags_in_words(words, link).size() == 2);
    CHECK(report::flags_in_words(words, unchecked("https://a.test/")).empty());
}

TEST_CASE("phrases: evidence about another address stays whole", "[report]") {
    CHECK(evidence_of("HTTP 404 from https://b.test/") == "HTTP 404 from https://b.test/");
    CHECK(evidence_of("https://a.test/xyz: refused") == "https://a.test/xyz: refused");
    CHECK(evidence_of("title \"404\"") == "title \"404\"");
    CHECK(evidence_of("").empty());
}

TEST_CASE("phrases: long evidence is cut between characters", "[report]") {
    std::string evidence;
    for (int i = 0; i < 400; ++i) evidence += "的";

    const std::string shown = evidence_of(evidence);

    CHECK(shown.size() < 320);
    CHECK(core::is_valid_utf8(shown));
}

TEST_CASE("phrases: only http and https are web addresses", "[report]") {
    CHECK(report::is_web_url("https://a.test/"));
    CHECK(report::is_web_url("http://a.test/"));
    CHECK_FALSE(report::is_web_url("javascript:alert(1)//http://a.test/"));
    CHECK_FALSE(report::is_web_url("data:text/html,x"));
    CHECK_FALSE(report::is_web_url(" https://a.test/"));
    CHECK_FALSE(report::is_web_url("//a.test/"));
}

TEST_CASE("phrases: a file's address is encoded, and none without a base", "[report]") {
    CHECK(report::file_url("https://git.test/", "issues/第 1期?.md", 12) ==
          "https://git.test/issues/%E7%AC%AC%201%E6%9C%9F%3F.md#L12");
    CHECK(report::file_url("", "a.md", 1).empty());
    CHECK(report::file_url("https://git.test/", "/srv/issues/a.md", 1).empty());
}

TEST_CASE("phrases: failing since when is told only when it is longer than the last check", "[report]") {
    report::Link link = checked("https://a.test/", Outcome::not_found, "http-404");
    const report::Words words(report::Language::en);
    CHECK_FALSE(report::failing_since(words, link));

    link.view.state.first_failed_at = k_run_start - std::chrono::days(3);

    CHECK(report::failing_since(words, link) == "since 2026-11-21");
    CHECK(report::failing_since(report::Words(report::Language::zh), link) == "自 2026 年 11 月 21 日起");
}

TEST_CASE("phrases: the newest issue comes first and undated ones last", "[report]") {
    const auto model = report::assemble(
        complete_run(),
        {issue("old.md", "", "2019-01-01"), issue("new.md", "", "2020-01-01"), issue("none.md")}, {});

    const auto order = report::newest_first(model);

    REQUIRE(order.size() == 3);
    CHECK(order[0]->view.file == "new.md");
    CHECK(order[2]->view.file == "none.md");
}

TEST_CASE("phrases: a run that did not end well is named", "[report]") {
    const report::Words words(report::Language::en);
    store::RunRecord run = complete_run();
    CHECK(report::run_notice(words, run).empty());

    for (const char* ended : {"interrupted", "network-down", "failed", ""}) {
        CAPTURE(ended);
        run.ended = ended;
        CHECK_FALSE(report::run_notice(words, run).empty());
    }
}
