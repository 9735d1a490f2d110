// The formats of a report for other programs, and what shapes a report.
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

Reply web(const ReceivedRequest& request) {
    return request.path() == "/gone" ? text("", 410) : html("<title>Here</title><p>Text");
}

}  // namespace

TEST_CASE("audit: every format is written, by its name or by the ending of the file", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "# One\n\n[gone](http://a.test/gone) [here](http://a.test/)\n");
    ScriptedServer server(web);

    const ProgramResult result = run_linktender(
        folder, audit_flags(server) + std::vector<std::string>{"-o", "r.csv", "-f", "junit", "-o", "r.xml",
                                                               "-o", "r.sarif", "-o", "r.atom", "-f", "badge",
                                                               "-o", "badge.json", "-f", "github", "a.md"});

    CHECK(result.exit_code == 2);
    CHECK(contains(result.out, "::error "));
    CHECK(contains(result.out, "file=a.md,line=3"));
    CHECK(contains(read_file(folder / "r.csv"), "http://a.test/gone"));
    CHECK(contains(read_file(folder / "r.xml"), "<testsuites"));
    CHECK(json::parse(read_file(folder / "r.sarif")).at("version") == "2.1.0");
    CHECK(contains(read_file(folder / "r.atom"), "<feed"));
    CHECK(json::parse(read_file(folder / "badge.json")).at("schemaVersion") == 1);
}

TEST_CASE("audit: --baseline leaves out what was broken before", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[gone](http://a.test/gone)\n");
    ScriptedServer server(web);
    (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"-o", "before.json", "a.md"});
    folder.write("a.md", "[gone](http://a.test/gone)\n[more](http://b.test/gone)\n");

    const ProgramResult result = run_linktender(
        folder,
        audit_flags(server) + std::vector<std::string>{"-f", "json", "--baseline", "before.json", "a.md"});
    folder.write("a.md", "[gone](http://a.test/gone)\n");
    const ProgramResult nothing_new = run_linktender(
        folder,
        audit_flags(server) + std::vector<std::string>{"-f", "json", "--baseline", "before.json", "a.md"});
    const ProgramResult no_report =
        run_linktender(folder, audit_flags(server) + std::vector<std::string>{"--baseline", "a.md", "a.md"});

    CHECK(result.exit_code == 2);
    REQUIRE(json::parse(result.out).at("links").size() == 1);
    CHECK(json::parse(result.out).at("links").at(0).at("url") == "http://b.test/gone");
    CHECK(nothing_new.exit_code == 0);
    CHECK(no_report.exit_code == 3);
    CHECK(contains(no_report.err, "--baseline a.md"));
}

TEST_CASE("audit: --baseline counts the links that are well in a short report too", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[here](http://a.test/)\n[1](http://a.test/gone?1)\n");
    ScriptedServer server(web);
    (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"-o", "before.json", "a.md"});

    const ProgramResult result = run_linktender(
        folder,
        audit_flags(server) + std::vector<std::string>{"--lang", "en", "--baseline", "before.json", "a.md"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "1 alive"));
}

TEST_CASE("audit: reports speak the language asked for", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[gone](http://a.test/gone)\n");
    ScriptedServer server(web);
    const auto flags = audit_flags(server) + std::vector<std::string>{"a.md", "--lang"};

    const std::string english = run_linktender(folder, flags + std::vector<std::string>{"en"}).out;
    const std::string chinese = run_linktender(folder, flags + std::vector<std::string>{"zh"}).out;

    CHECK(contains(english, "broken"));
    CHECK(contains(chinese, "失效"));
    CHECK_FALSE(contains(chinese, "broken"));
}
