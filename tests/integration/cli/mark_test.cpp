// `linktender ack` and `linktender mark` over the real program.
#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;

namespace {

/// A database with links that nobody asks for.
void audit(const TempDir& folder) {
    folder.write("a.md",
                 "[a](http://Host.test:80/Page#part) [b](http://host.test/other) [c](http://c.test/)\n");
    REQUIRE(run_linktender(folder, {"audit", "--offline", "--database", "t.db", "a.md"}).exit_code == 0);
}

ProgramResult call(const TempDir& folder, std::vector<std::string> arguments) {
    return run_linktender(folder, std::move(arguments) + std::vector<std::string>{"--database", "t.db"});
}

}  // namespace

TEST_CASE("mark: a link is found in whatever spelling leads to it", "[cli]") {
    const TempDir folder;
    audit(folder);
    for (const char* url : {"http://host.test/Page", "HTTP://HOST.test:80/Page#elsewhere",
                            "http://user:secret@host.test/x/../Page"}) {
        CAPTURE(url);
        const ProgramResult result = call(folder, {"mark", url, "dead", "--note", "moved to a book"});
        CHECK(result.exit_code == 0);
        CHECK(contains(result.out, "http://host.test/Page: counts as dead until "));
        CHECK(contains(result.out, "moved to a book"));
    }
}

TEST_CASE("mark: a link that no issue has gets those that are most like it", "[cli]") {
    const TempDir folder;
    audit(folder);

    const ProgramResult near = call(folder, {"ack", "http://host.test/page"});
    CHECK(near.exit_code == 3);
    CHECK(contains(near.err, "most like it are\n  http://host.test/Page\n"));
    const ProgramResult far = call(folder, {"ack", "http://elsewhere.test/"});
    CHECK(far.exit_code == 3);
    CHECK(contains(far.err, "nor any other of elsewhere.test"));
}

TEST_CASE("mark: what an editor said is in the report until it is taken back", "[cli]") {
    const TempDir folder;
    audit(folder);
    const std::vector<std::string> report{"report", "-f", "json"};

    REQUIRE(call(folder, {"mark", "http://c.test/", "alive"}).exit_code == 0);
    CHECK(contains(call(folder, report).out, R"("alive":1)"));

    REQUIRE(call(folder, {"mark", "http://c.test/", "--remove"}).exit_code == 0);
    CHECK(contains(call(folder, report).out, R"("alive":0)"));
    CHECK(call(folder, {"ack", "http://c.test/", "--remove"}).exit_code == 3);
}

TEST_CASE("mark: a mark is set while another process writes", "[cli]") {
    const TempDir folder;
    ScriptedServer server([](const ReceivedRequest&) { return silence(); });
    audit(folder);
    folder.write("slow.md", "[s](http://slow.test/slow)\n");
    Program writing(linktender_call(
        folder, audit_flags(server) + std::vector<std::string>{"--database", "t.db", "slow.md"}));
    REQUIRE(server.wait_for_requests(1));

    CHECK(call(folder, {"ack", "http://c.test/", "--until", "2w"}).exit_code == 0);
}

TEST_CASE("mark: what makes no sense is usage", "[cli]") {
    const TempDir folder;
    audit(folder);
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"mark", "http://c.test/"},
                                               {"mark", "http://c.test/", "wounded"},
                                               {"ack", "http://c.test/", "--until", "2019-12-17"},
                                               {"ack", "http://c.test/", "--until", "soon"},
                                               {"ack", "http://c.test/", "--until", "100y"},
                                               {"ack", "no url at all"}}) {
        CAPTURE(arguments);
        CHECK(call(folder, arguments).exit_code == 3);
    }
}
