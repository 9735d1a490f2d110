// What happens without a network. Runs in an empty network namespace, so that nothing can get out.
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

TEST_CASE("offline: a dead network is said once and no link is blamed", "[cli]") {
    const TempDir folder;
    std::string issue;
    for (int i = 0; i < 40; ++i) issue += "- <https://host" + std::to_string(i) + ".test/page>\n";
    folder.write("a.md", issue);

    const ProgramResult result = run_linktender(folder, {"audit", "-f", "json", "a.md"});

    CAPTURE(result.err);
    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "the network is down"));
    CHECK(result.err.find("the network is down") == result.err.rfind("the network is down"));
    const json summary = json::parse(result.out).at("summary");
    CHECK(summary.at("failing") == 0);
    CHECK(summary.at("unchecked") == 40);
}

TEST_CASE("offline: one link is enough to notice", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "<https://host.test/page>\n");

    const ProgramResult result =
        run_linktender(folder, {"audit", "--retry-wait-time", "1ms", "-f", "json", "a.md"});

    CHECK(result.exit_code == 1);
    CHECK(json::parse(result.out).at("summary").at("unchecked") == 1);
}

TEST_CASE("offline: --offline makes no request and says nothing of a network", "[cli]") {
    const TempDir folder;
    folder.write("a.md", "<https://host.test/page> <mailto:a@b.test>\n");

    const ProgramResult result = run_linktender(folder, {"audit", "--offline", "-f", "json", "a.md"});

    CHECK(result.exit_code == 0);
    CHECK(result.err.empty());
    const json summary = json::parse(result.out).at("summary");
    CHECK(summary.at("unchecked") == 1);
    CHECK(summary.at("skipped") == 1);
}
