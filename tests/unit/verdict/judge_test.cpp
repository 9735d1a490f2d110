#include "linktender/verdict/judge.hpp"

#include <string>

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::verdict;

namespace {

const Page k_page{"<html><body><p class=\"m\">gone</p></body></html>", "T", "gone"};

Evidence page_at(int status) {
    return visit("https://a.example/p/1", status, k_page);
}

}  // namespace

TEST_CASE("verdict: without rules the protocol decides", "[verdict]") {
    CHECK(judge(page_at(200), RuleSet()).outcome == Outcome::ok);
    CHECK(judge(page_at(200), RuleSet()).reason == "http-200");
    CHECK(judge(page_at(404), RuleSet()).outcome == Outcome::not_found);
    CHECK(judge(page_at(999), RuleSet()).outcome == Outcome::blocked);
}

TEST_CASE("verdict: a rule's word gives the outcome, with its reason, id, flags and what it saw",
          "[verdict]") {
    struct Row {
        std::string_view word;
        Outcome outcome;
    };
    const auto row = GENERATE(values<Row>({
        {"dead", Outcome::not_found},
        {"soft404", Outcome::soft_404},
        {"parked", Outcome::parked},
        {"blocked", Outcome::blocked},
        {"login", Outcome::login},
        {"unknown", Outcome::blocked},
    }));
    CAPTURE(row.word);
    const RuleSet rules = rules_of(rule("r-1", row.word, "text_any = \"gone\"\nflags = \"archived\""));

    const Verdict verdict = judge(page_at(200), rules);

    CHECK(to_string(verdict.outcome) == to_string(row.outcome));
    CHECK(verdict.reason == "r-1");
    CHECK(verdict.rule == "r-1");
    CHECK(verdict.flags == std::vector<std::string>{"archived"});
    CHECK(verdict.evidence == "the page says \"gone\"");
    CHECK(verdict.confidence == (row.word == "unknown" ? Confidence::low : Confidence::high));
}

TEST_CASE("verdict: the rule of the highest priority wins", "[verdict]") {
    const RuleSet rules = rules_of(rule("low", "soft404", "text_any = \"gone\"", 300) +
                                   rule("high", "blocked", "text_any = \"gone\"", 700) +
                                   rule("no", "parked", "text_any = \"x\"", 900));

    CHECK(judge(page_at(200), rules).rule == "high");
    const auto matches = matching_rules(page_at(200), rules);
    REQUIRE(matches.size() == 2);
    CHECK(matches[0].id == "high");
    CHECK(matches[1].id == "low");
    CHECK(matches[1].verdict == RuleVerdict::soft404);
}

TEST_CASE("verdict: an alive rule overrules whatever calls the page gone, above or below it", "[verdict]") {
    const auto word = GENERATE(values<std::string_view>({"soft404", "dead", "parked"}));
    const auto priority = GENERATE(values<int>({100, 900}));
    CAPTURE(word, priority);
    const RuleSet rules = rules_of(rule("gone", word, "text_any = \"gone\"", priority) +
                                   rule("life", "alive", "selector = \"p.m\"\nflags = \"withdrawn\"", 500));

    const Verdict verdict = judge(page_at(200), rules);

    CHECK(verdict.outcome == Outcome::ok);
    CHECK(verdict.reason == "http-200");
    CHECK(verdict.rule == "life");
    CHECK(verdict.flags == std::vector<std::string>{"withdrawn"});
}

TEST_CASE("verdict: a wall above an alive rule still is a wall, one below it is not", "[verdict]") {
    const std::string life = rule("life", "alive", "selector = \"p.m\"", 500);

    CHECK(judge(page_at(200), rules_of(life + rule("wall", "blocked", "text_any = \"gone\"", 900))).rule ==
          "wall");
    CHECK(judge(page_at(200), rules_of(life + rule("wall", "blocked", "text_any = \"gone\"", 300))).rule ==
          "life");
    CHECK(judge(page_at(200), rules_of(life + rule("wall", "login", "text_any = \"gone\"", 900))).rule ==
          "wall");
}

TEST_CASE("verdict: the flags of all alive rules are gathered once", "[verdict]") {
    const RuleSet rules =
        rules_of(rule("a", "alive", "selector = \"p.m\"\nflags = \"archived\"", 500) +
                 rule("b", "alive", "text_any = \"gone\"\nflags = [\"archived\", \"withdrawn\"]", 400));

    CHECK(judge(page_at(200), rules).flags == std::vector<std::string>{"archived", "withdrawn"});
}

TEST_CASE("verdict: an alive rule does not make an error status a success", "[verdict]") {
    const RuleSet rules = rules_of(rule("life", "alive", "selector = \"p.m\""));

    CHECK(judge(page_at(404), rules).outcome == Outcome::not_found);
    CHECK(judge(page_at(503), rules).outcome == Outcome::server_error);
}

TEST_CASE("verdict: that a page is gone is believed on a success, or where the rule names the status",
          "[verdict]") {
    const RuleSet any = rules_of(rule("r", "soft404", "text_any = \"gone\""));
    const RuleSet named = rules_of(rule("r", "soft404", "text_any = \"gone\"\nstatus = 403"));

    CHECK(judge(page_at(202), any).outcome == Outcome::soft_404);
    CHECK(judge(page_at(403), any).outcome == Outcome::blocked);
    CHECK(judge(page_at(403), named).outcome == Outcome::soft_404);
    CHECK(judge(page_at(404), any).reason == "http-404");
    CHECK(judge(page_at(304), any).outcome == Outcome::ok);
}

TEST_CASE("verdict: walls, logins and parking are believed on any status", "[verdict]") {
    const auto status = GENERATE(values<int>({200, 202, 404, 429, 503}));
    CAPTURE(status);

    CHECK(judge(page_at(status), rules_of(rule("r", "blocked", "text_any = \"gone\""))).rule == "r");
    CHECK(judge(page_at(status), rules_of(rule("r", "login", "text_any = \"gone\""))).rule == "r");
    CHECK(judge(page_at(status), rules_of(rule("r", "parked", "text_any = \"gone\""))).rule == "r");
}

TEST_CASE("verdict: an accepted status is ok whatever the page says", "[verdict]") {
    Evidence evidence = page_at(403);
    evidence.accept = {403};

    CHECK(judge(evidence, rules_of(rule("r", "blocked", "text_any = \"gone\""))).outcome == Outcome::ok);
    evidence.status = 200;
    evidence.accept = {200};
    CHECK(judge(evidence, rules_of(rule("r", "blocked", "text_any = \"gone\""))).outcome == Outcome::blocked);
}

TEST_CASE("verdict: a moved rule takes its target from the source, and fails without one", "[verdict]") {
    const RuleSet rules =
        rules_of(rule("m", "moved", "raw_any = \"target\"\ntarget = '''target = '([^']*)''''", 500) +
                 rule("gone", "soft404", "raw_any = \"target\"", 400));
    struct Row {
        std::string_view target;
        std::string_view moved_to;  ///< empty: the next rule decides
    };
    const auto row = GENERATE(values<Row>({
        {"https://b.example/x", "https://b.example/x"},
        {"https://b.example/x?a=1&amp;b=2", "https://b.example/x?a=1&b=2"},
        {"/p/2", "https://a.example/p/2"},
        {"", ""},
        {"javascript:alert(1)", ""},
        {"https://a.example/p/1", ""},
        {"https://[bad", ""},
    }));
    CAPTURE(row.target);
    Evidence evidence = page_at(200);
    evidence.page.decoded = "<script>target = '" + std::string(row.target) + "'</script>";

    const Verdict verdict = judge(evidence, rules);

    CHECK(verdict.outcome == (row.moved_to.empty() ? Outcome::soft_404 : Outcome::moved));
    CHECK(verdict.moved_to == row.moved_to);
}

TEST_CASE("verdict: a permanent redirect moves a link only when it ends at a page", "[verdict]") {
    Evidence evidence = page_at(200);
    evidence.hops = {{301, "https://b.example/x"}};
    evidence.final_url = "https://b.example/x";

    const Verdict moved = judge(evidence, RuleSet());
    CHECK(moved.outcome == Outcome::moved);
    CHECK(moved.reason == "moved-permanently");
    CHECK(moved.moved_to == "https://b.example/x");
    CHECK(moved.evidence.find("HTTP 301 to https://b.example/x") == 0);

    const Verdict wall = judge(evidence, rules_of(rule("r", "login", "text_any = \"gone\"")));
    CHECK(wall.outcome == Outcome::login);
    CHECK(wall.moved_to.empty());

    evidence.status = 404;
    CHECK(judge(evidence, RuleSet()).outcome == Outcome::not_found);
    CHECK(judge(evidence, RuleSet()).moved_to.empty());
}

TEST_CASE("verdict: a login or wall passed on the way is no new address", "[verdict]") {
    Evidence evidence = page_at(200);
    evidence.hops = {{301, "https://accounts.b.example/session?continue=x"},
                     {302, "https://a.example/p/1?s=2"}};
    evidence.final_url = "https://a.example/p/1?s=2";

    CHECK(judge(evidence, builtin_rules()).outcome == Outcome::ok);
    evidence.hops[0].url = "https://b.example/p/1";
    CHECK(judge(evidence, builtin_rules()).moved_to == "https://b.example/p/1");
}

TEST_CASE("verdict: a deep link that ends at a home page is lost with low confidence", "[verdict]") {
    Evidence evidence = page_at(200);
    evidence.hops = {{301, "https://a.example/"}};
    evidence.final_url = "https://a.example/";
    evidence.url = url_of("https://a.example/2019/05/int8-gemm.html");

    const Verdict verdict = judge(evidence, RuleSet());
    CHECK(verdict.outcome == Outcome::soft_404);
    CHECK(verdict.reason == "redirect-to-root");
    CHECK(verdict.confidence == Confidence::low);
    CHECK(verdict.moved_to.empty());

    CHECK(judge(evidence, rules_of(rule("life", "alive", "selector = \"p.m\""))).outcome == Outcome::moved);
    evidence.final_url = "https://a.example/404";
    CHECK(judge(evidence, RuleSet()).reason == "redirect-to-error-page");
}

TEST_CASE("verdict: an error beside a success is the error, beside a refusal it adds nothing", "[verdict]") {
    Evidence evidence = visit("https://a.example/x", 200);
    evidence.error =
        http::TransportError{http::TransportErrorKind::protocol, "truncated", "the body broke off"};

    CHECK(judge(evidence, RuleSet()).outcome == Outcome::protocol_error);
    CHECK(judge(evidence, RuleSet()).reason == "truncated");
    evidence.status = 404;
    CHECK(judge(evidence, RuleSet()).reason == "http-404");
    evidence.status = 0;
    CHECK(judge(evidence, RuleSet()).reason == "truncated");
}

TEST_CASE("verdict: an address that is not visited and a fault of this machine are final", "[verdict]") {
    Evidence evidence = visit("https://a.example/x", 0);
    const RuleSet rules = rules_of(rule("r", "blocked", "host = \"a.example\"", 500, "response"));

    evidence.error =
        http::TransportError{http::TransportErrorKind::unsafe_address, "private-address", "10.0.0.1"};
    CHECK(judge(evidence, rules).outcome == Outcome::unsafe);
    evidence.error = http::TransportError{http::TransportErrorKind::local, "out-of-descriptors", ""};
    CHECK(judge(evidence, rules).outcome == Outcome::skipped);
    evidence.error = http::TransportError{http::TransportErrorKind::timeout, "first-byte-timeout", ""};
    CHECK(judge(evidence, rules).outcome == Outcome::blocked);
}

TEST_CASE("verdict: a redirect that loops before a wall is the wall", "[verdict]") {
    Evidence evidence = visit("https://www.youtube.com/watch?v=1", 302);
    evidence.final_url = "https://consent.youtube.com/m?continue=x";
    evidence.redirect_fault = RedirectFault::loop;

    CHECK(judge(evidence, builtin_rules()).reason == "consent-page");
    CHECK(judge(evidence, RuleSet()).reason == "redirect-loop");
}

TEST_CASE("verdict: evidence with a broken last hop is judged all the same", "[verdict]") {
    Evidence evidence = page_at(200);
    evidence.final_url = "::no url::";

    CHECK(judge(evidence, builtin_rules()).outcome == Outcome::ok);
}
