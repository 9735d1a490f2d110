#include "linktender/verdict/rules.hpp"

#include <algorithm>
#include <string>

#include "evidence.hpp"
#include "linktender/verdict/rule.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::verdict;

TEST_CASE("verdict: the rules the program is built with can be read and say where they come from",
          "[verdict]") {
    const RuleSet rules = builtin_rules();

    REQUIRE(rules.size() > 80);
    for (const Rule& rule : rules.rules()) {
        CAPTURE(rule.id);
        CHECK_FALSE(rule.evidence.empty());
        CHECK_FALSE(rule.verified.empty());
    }
}

TEST_CASE("verdict: rules are tried by priority, then as written", "[verdict]") {
    const RuleSet rules = rules_of(rule("low", "soft404", "host = \"a.example\"", 100) +
                                   rule("first", "soft404", "host = \"a.example\"", 500) +
                                   rule("second", "soft404", "host = \"a.example\"", 500) +
                                   rule("top", "soft404", "host = \"a.example\"", 1000));

    std::vector<std::string> ids;
    for (const Rule& rule : rules.rules()) ids.push_back(rule.id);

    CHECK(ids == std::vector<std::string>{"top", "first", "second", "low"});
}

TEST_CASE("verdict: an id may be used once in all files", "[verdict]") {
    const std::string one = rule("same", "soft404", "host = \"a.example\"");

    const auto rules = RuleSet::parse({{"10-a.toml", one}, {"20-b.toml", "\n\n" + one}});

    REQUIRE_FALSE(rules);
    CHECK(describe(rules.error()) == "20-b.toml:3: key \"id\": \"same\" is taken by 10-a.toml:1");
}

TEST_CASE("verdict: a folder's TOML files are read in name order and nothing else is", "[verdict]") {
    const test::TempDir folder;
    folder.write("20-b.toml", rule("b", "soft404", "host = \"a.example\""));
    folder.write("10-a.toml", rule("a", "soft404", "host = \"a.example\""));
    folder.write("notes.txt", "not TOML at all [");

    const auto rules = RuleSet::load(folder.path());

    REQUIRE(rules);
    REQUIRE(rules->size() == 2);
    CHECK(rules->rules()[0].id == "a");
    CHECK(rules->rules()[1].id == "b");
}

TEST_CASE("verdict: a broken file in a folder is named with its line", "[verdict]") {
    const test::TempDir folder;
    folder.write("10-a.toml", rule("a", "soft404", "host = \"a.example\""));
    const auto broken = folder.write("20-b.toml", "[[rule]]\nid = 5\n");

    const auto rules = RuleSet::load(folder.path());

    REQUIRE_FALSE(rules);
    CHECK(rules.error().file == broken.string());
    CHECK(rules.error().line == 2);
    CHECK(rules.error().key == "id");
}

TEST_CASE("verdict: a folder that is not there is an error, an empty one is no rules", "[verdict]") {
    const test::TempDir folder;

    CHECK_FALSE(RuleSet::load(folder / "missing"));
    REQUIRE(RuleSet::load(folder.path()));
    CHECK(RuleSet::load(folder.path())->size() == 0);
    folder.write("10-folder.toml/x", "");
    CHECK_FALSE(RuleSet::load(folder.path()));
}

TEST_CASE("verdict: rules with more text than the search can hold are refused", "[verdict]") {
    std::string many = rule("big", "soft404", "raw_any = [");
    many.pop_back();
    for (int i = 0; i < 250; ++i) many += "\"" + std::to_string(i) + std::string(300, 'x') + "\",";
    many += "]\n";

    const auto rules = RuleSet::parse(many, "r.toml");

    REQUIRE_FALSE(rules);
    CHECK(rules.error().message.find("too much text") != std::string::npos);
}

TEST_CASE("verdict: the repository's rule files are the ones built in", "[verdict]") {
    const auto folder =
        RuleSet::load(std::filesystem::path(LINKTENDER_TEST_DATA) / ".." / ".." / "config" / "rules.d");
    REQUIRE(folder);

    const auto same = [](const Rule& a, const Rule& b) { return a.id == b.id && a.priority == b.priority; };

    const RuleSet builtin = builtin_rules();
    CHECK(std::ranges::equal(folder->rules(), builtin.rules(), same));
}
