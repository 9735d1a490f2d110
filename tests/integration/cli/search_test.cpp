// `linktender search`: by the words of pages and of the issues that link to them.
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

/// An archive of two issues that was audited.
void audit_sample(const TempDir& folder) {
    folder.write("2019-12-17.md",
                 "# 第一期\n\n- [骁龙865发布：AI性能翻倍 | 芯片观察](http://a.test/chip)\n- "
                 "[Other](http://b.test/)\n");
    folder.write("2020-02-01.md", "# Two\n\n- [100% \"quoted\" words](http://c.test/x_y)\n");
    ScriptedServer server([](const ReceivedRequest& request) {
        if (request.host == "b.test") return html("<title>Snapdragon compared with others</title><p>Text");
        return html("<title>Page</title><p>Text");
    });
    REQUIRE(run_linktender(folder,
                           audit_flags(server) + std::vector<std::string>{"2019-12-17.md", "2020-02-01.md"})
                .exit_code == 0);
}

}  // namespace

TEST_CASE("search: Chinese and Latin words find the issue, the line and the link", "[search]") {
    const TempDir folder;
    audit_sample(folder);

    const ProgramResult result = run_linktender(folder, {"search", "骁龙", "865"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "http://a.test/chip  [alive]"));
    CHECK(contains(result.out, "2019-12-17.md:3:3  骁龙865发布"));
    CHECK_FALSE(contains(result.out, "b.test"));
}

TEST_CASE("search: titles of pages are searched too, and all words have to be there", "[search]") {
    const TempDir folder;
    audit_sample(folder);

    const ProgramResult found = run_linktender(folder, {"search", "-f", "jsonl", "snapdragon", "compared"});
    const ProgramResult nothing = run_linktender(folder, {"search", "snapdragon", "骁龙"});

    CHECK(json::parse(found.out).at("url") == "http://b.test/");
    CHECK(json::parse(found.out).at("occurrences").at(0).at("line") == 4);
    CHECK(nothing.exit_code == 0);
    CHECK(nothing.out.empty());
    CHECK(contains(nothing.err, "nothing"));
}

TEST_CASE("search: a word is only a word, whatever signs are in it", "[search]") {
    const TempDir folder;
    audit_sample(folder);
    const auto row = GENERATE(values<std::pair<const char*, bool>>({{"\"quoted\"", true},
                                                                    {"100%", true},
                                                                    {"0%", true},
                                                                    {"1%0", false},
                                                                    {"_", false},
                                                                    {"words\" OR \"Other", false},
                                                                    {"*", false},
                                                                    {"NOT", false},
                                                                    {"')", false}}));
    CAPTURE(row.first);

    const ProgramResult result = run_linktender(folder, {"search", "--", row.first});

    CHECK(result.exit_code == 0);
    CHECK(result.out.empty() != row.second);
}

TEST_CASE("search: without a database that is said", "[search]") {
    const TempDir folder;

    const ProgramResult result = run_linktender(folder, {"search", "anything"});

    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "linktender.db"));
}
