// What the links of a host tell only together.
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

const json& find_link(const json& report, const std::string& url) {
    for (const json& link : report.at("links"))
        if (link.at("url") == url) return link;
    FAIL("no link " << url);
    return report;
}

std::string sentence(const std::string& seed) {
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += seed + std::to_string(i * 7 % 40) + " follows " + seed + "like words ";
    return "<p>" + text;
}

/// A host that shows its shop window for whatever it no longer has, with status 200, and has two pages.
Reply forgetful(const ReceivedRequest& request) {
    if (request.path() == "/docs/one") return html("<title>One thing</title>" + sentence("alpha"));
    if (request.path() == "/docs/two") return html("<title>Two things</title>" + sentence("beta"));
    return html("<title>Welcome to our shop</title>" + sentence("window"));
}

/// The same, but it knows what it does not have.
Reply honest(const ReceivedRequest& request) {
    if (request.path().starts_with("/docs/gone")) return forgetful(request);
    if (request.path() == "/docs/one" || request.path() == "/docs/two") return forgetful(request);
    return html("<title>Not here</title>", 404);
}

void write_issue(const TempDir& folder) {
    folder.write("a.md",
                 "- [One thing explained](http://shop.test/docs/one)\n"
                 "- [Two things compared](http://shop.test/docs/two)\n"
                 "- [Compilers for small processors](http://shop.test/docs/gone1)\n"
                 "- [Gardening in cold climates](http://shop.test/docs/gone2)\n"
                 "- [History of typewriter ribbons](http://shop.test/docs/gone3)\n"
                 "- [Sailing boats of the north](http://shop.test/docs/gone4)\n");
}

}  // namespace

TEST_CASE("together: one page behind many addresses is no page, with little confidence", "[audit]") {
    const TempDir folder;
    write_issue(folder);
    ScriptedServer server(forgetful);
    const auto flags = audit_flags(server) + std::vector<std::string>{"-f", "json", "a.md"};

    const json report = json::parse(run_linktender(folder, flags).out);

    CHECK(find_link(report, "http://shop.test/docs/one").at("outcome") == "ok");
    const json& gone = find_link(report, "http://shop.test/docs/gone1");
    CHECK(gone.at("outcome") == "soft_404");
    CHECK(gone.at("state") == "failing");
    // Six links, and one page that nobody ever had.
    CHECK(server.counts().requests == 7);

    SECTION("and stays so the next night, without a further question") {
        const json again = json::parse(run_linktender(folder, flags).out);

        CHECK(find_link(again, "http://shop.test/docs/gone1").at("outcome") == "soft_404");
        CHECK(find_link(again, "http://shop.test/docs/gone1").at("failures") == 2);
        CHECK(server.counts().requests == 13);
    }
}

TEST_CASE("together: a host that knows what it does not have is believed", "[audit]") {
    const TempDir folder;
    write_issue(folder);
    ScriptedServer server(honest);

    const json report = json::parse(
        run_linktender(folder, audit_flags(server) + std::vector<std::string>{"-f", "json", "a.md"}).out);

    CHECK(find_link(report, "http://shop.test/docs/gone1").at("outcome") == "ok");
    CHECK(server.counts().requests == 7);
}

TEST_CASE("together: no host is asked for more when that is switched off", "[audit]") {
    const TempDir folder;
    write_issue(folder);
    ScriptedServer server(forgetful);

    const json report = json::parse(
        run_linktender(folder, audit_flags(server) +
                                   std::vector<std::string>{"--sibling-probe", "off", "-f", "json", "a.md"})
            .out);

    CHECK(find_link(report, "http://shop.test/docs/gone1").at("outcome") == "soft_404");
    CHECK(server.counts().requests == 6);
}
