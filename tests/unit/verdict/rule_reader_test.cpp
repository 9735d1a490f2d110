#include "linktender/verdict/rule_reader.hpp"

#include <string>

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

constexpr std::string_view k_whole_rule = R"(
[[rule]]
id = "all-keys"
priority = 900
stage = "body"
host = ["a.example", "*.b.example", "=c.example"]
final_host = "d.example"
url = ['^https', 'x']
unless_url = 'login'
final_url = 'y'
status = "200-299,404"
header = { Content-Type = '^text/html', server = 'x' }
title = 'a'
title_part = ['b', 'c']
selector = ".m, #n"
text_any = ["Gone  Away", "（已删除）"]
text = 'd'
raw_any = ["e"]
raw_all = ["f", "g"]
unless_selector = "#content"
max_text = 10
max_bytes = 20
max_prose = 30
head_window = 40
verdict = "soft404"
reason = "gone-away"
confidence = "low"
flags = ["archived"]
evidence = "seen"
verified = 2026-07-21
examples = { match = ["m.html"], miss = ["n.html"] }
)";

/// A rule file of which the fifth line holds the mistake.
std::string with_line(std::string_view line) {
    return "[[rule]]\nid = \"x\"\npriority = 500\nhost = \"a.example\"\n" + std::string(line) +
           "\nstage = \"body\"\nverdict = \"soft404\"\nreason = \"x\"\n";
}

}  // namespace

TEST_CASE("verdict: every key of a rule is read", "[verdict]") {
    const auto rules = read_rules(k_whole_rule, "r.toml");

    REQUIRE(rules);
    REQUIRE(rules->size() == 1);
    const Rule& rule = rules->front();
    CHECK(rule.id == "all-keys");
    CHECK(rule.priority == 900);
    CHECK(rule.stage == Stage::body);
    REQUIRE(rule.hosts.size() == 3);
    CHECK(rule.hosts[0].kind == HostPattern::Kind::exact);
    CHECK(rule.hosts[1].kind == HostPattern::Kind::subdomains);
    CHECK(rule.hosts[1].name == "b.example");
    CHECK(rule.hosts[2].kind == HostPattern::Kind::registrable);
    CHECK(rule.final_hosts.size() == 1);
    CHECK(rule.url.size() == 2);
    REQUIRE(rule.status.size() == 2);
    CHECK(rule.status[0].last == 299);
    REQUIRE(rule.headers.size() == 2);
    CHECK(rule.selectors.size() == 2);
    CHECK(rule.text_any == std::vector<std::string>{"gone away", "(已删除)"});
    CHECK(rule.raw_all.size() == 2);
    CHECK(rule.unless_selectors.size() == 1);
    CHECK(rule.max_text == 10);
    CHECK(rule.max_bytes == 20);
    CHECK(rule.max_prose == 30);
    CHECK(rule.head_window == 40);
    CHECK(rule.verdict == RuleVerdict::soft404);
    CHECK(rule.reason == "gone-away");
    CHECK(rule.confidence == Confidence::low);
    CHECK(rule.flags == std::vector<std::string>{"archived"});
    CHECK(rule.evidence == "seen");
    CHECK(rule.verified == "2026-07-21");
    CHECK(rule.match_examples == std::vector<std::string>{"m.html"});
    CHECK(rule.miss_examples == std::vector<std::string>{"n.html"});
    CHECK(rule.file == "r.toml");
    CHECK(rule.line == 2);
}

TEST_CASE("verdict: a mistake in a rule file is told with its line and key", "[verdict]") {
    struct Row {
        std::string_view line;
        std::string_view key;
        std::string_view message;  ///< a part of it
    };
    const auto row = GENERATE(values<Row>({
        {"hots = \"a.example\"", "hots", "not known"},
        {"title = '('", "title", "does not compile"},
        {"title = ['a', 'b)|(c']", "title", "does not compile"},
        {"title = ''", "title", "empty"},
        {"title = 5", "title", "string"},
        {"title = []", "title", "empty"},
        {"url = ['a', '(']", "url", "does not compile"},
        {"final_url = '\\1'", "final_url", "does not compile"},
        {"text = 'a{1001}'", "text", "does not compile"},
        {"header = { server = '[' }", "header", "server"},
        {"header = 'x'", "header", "table"},
        {"header = {}", "header", "table"},
        {"status = 99", "status", "no status"},
        {"status = \"200-\"", "status", "no status"},
        {"status = \"299-200\"", "status", "wrong way"},
        {"status = true", "status", "wanted"},
        {"status = [[200]]", "status", "wanted"},
        {"final_host = \"A.example\"", "final_host", "no host"},
        {"final_host = \"*.\"", "final_host", "no host"},
        {"final_host = \"https://a.example/\"", "final_host", "no host"},
        {"selector = \"a b\"", "selector", "a b"},
        {"unless_selector = \".\"", "unless_selector", "name is missing"},
        {"text_any = [\"  \"]", "text_any", "spaces"},
        {"text_any = [\"a\", 5]", "text_any", "string"},
        {"raw_any = \"\"", "raw_any", "empty"},
        {"max_text = -1", "max_text", "number"},
        {"max_bytes = \"9\"", "max_bytes", "number"},
        {"head_window = 1.5", "head_window", "number"},
        {"confidence = \"sure\"", "confidence", "none of"},
        {"flags = [\"dead\"]", "flags", "none of"},
        {"verified = \"2026-07-21\"", "verified", "date"},
        {"examples = { hit = [\"x\"] }", "examples", "match and miss"},
        {"target = '(a)'", "target", "moved"},
        {"target = 'a'", "target", "one group"},
        {"priority = 3", "", ""},  // TOML itself refuses the second one
    }));
    CAPTURE(row.line);

    const auto rules = read_rules(with_line(row.line), "r.toml");

    REQUIRE_FALSE(rules);
    CAPTURE(describe(rules.error()));
    CHECK(rules.error().file == "r.toml");
    CHECK(rules.error().line == 5);
    CHECK(rules.error().key == row.key);
    CHECK(rules.error().message.find(row.message) != std::string::npos);
}

TEST_CASE("verdict: words that mean nothing are refused and the known ones listed", "[verdict]") {
    const std::string good = rule("x", "soft404", "host = \"a.example\"");
    REQUIRE(read_rules(good, "r.toml"));
    struct Row {
        std::string_view from;
        std::string_view to;
        unsigned line;
        std::string_view key;
        std::string_view message;
    };
    const auto row = GENERATE(values<Row>({
        {"verdict = \"soft404\"", "verdict = \"broken\"", 6, "verdict", "soft404"},
        {"stage = \"body\"", "stage = \"head\"", 5, "stage", "response"},
        {"id = \"x\"", "id = \"X y\"", 2, "id", "hyphens"},
        {"id = \"x\"", "id = \"\"", 2, "id", "hyphens"},
        {"reason = \"x\"", "reason = \"-x\"", 3, "reason", "hyphens"},
        {"priority = 500", "priority = 1001", 4, "priority", "1000"},
        {"priority = 500", "priority = \"500\"", 4, "priority", "number"},
        {"id = \"x\"\n", "", 1, "id", "missing"},
        {"priority = 500\n", "", 1, "priority", "missing"},
        {"stage = \"body\"\n", "", 1, "stage", "missing"},
        {"verdict = \"soft404\"\n", "", 1, "verdict", "missing"},
        {"reason = \"x\"\n", "", 1, "reason", "missing"},
        {"host = \"a.example\"\n", "", 2, "id", "no condition"},
        {"host = \"a.example\"\n", "max_text = 9\n", 2, "id", "no condition"},
        {"stage = \"body\"", "stage = \"url\"\ntitle = 'a'", 5, "stage", "URL alone"},
        {"stage = \"body\"", "stage = \"url\"\nstatus = 404", 5, "stage", "URL alone"},
        {"stage = \"body\"", "stage = \"response\"\nraw_any = 'a'", 5, "stage", "does not see"},
        {"verdict = \"soft404\"", "verdict = \"moved\"", 1, "target", "target"},
        {"[[rule]]", "[rule]", 1, "rule", "[[rule]]"},
        {"[[rule]]", "[[rules]]", 1, "rules", "[[rule]]"},
    }));
    CAPTURE(row.from, row.to);
    std::string text = good;
    text.replace(text.find(row.from), row.from.size(), row.to);

    const auto rules = read_rules(text, "r.toml");

    REQUIRE_FALSE(rules);
    CAPTURE(describe(rules.error()));
    CHECK(rules.error().line == row.line);
    CHECK(rules.error().key == row.key);
    CHECK(rules.error().message.find(row.message) != std::string::npos);
}

TEST_CASE("verdict: text that is no TOML is told with its line", "[verdict]") {
    const auto rules = read_rules("# fine\n[[rule]]\nid = \n", "r.toml");

    REQUIRE_FALSE(rules);
    CHECK(rules.error().line == 3);
    CHECK_FALSE(read_rules("\xFF\xFE", "r.toml"));
    CHECK_FALSE(read_rules(std::string(k_max_rule_file_bytes + 1, '#'), "r.toml"));
}

TEST_CASE("verdict: rules that are no tables are refused", "[verdict]") {
    const auto rules = read_rules("rule = [1]\n", "r.toml");

    REQUIRE_FALSE(rules);
    CHECK(describe(rules.error()) == "r.toml:1: key \"rule\": rules are written as [[rule]]");
}

TEST_CASE("verdict: an empty file holds no rules", "[verdict]") {
    const auto rules = read_rules("# nothing yet\n", "r.toml");

    REQUIRE(rules);
    CHECK(rules->empty());
}
