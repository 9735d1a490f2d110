// `linktender report` and `linktender explain`: what the database knows, without a request.
#include <atomic>
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

TEST_CASE("report: a run is reported again as the audit did, without a request", "[report]") {
    const TempDir folder;
    folder.write("a.md", "# One\n\n[gone](http://a.test/gone) [here](http://a.test/)\n");
    ScriptedServer server([](const ReceivedRequest& request) {
        return request.path() == "/gone" ? text("", 410) : html("<title>Here</title><p>Text");
    });
    const ProgramResult audit =
        run_linktender(folder, audit_flags(server) + std::vector<std::string>{"-f", "json", "a.md"});
    const auto requests = server.counts().requests;

    const ProgramResult report = run_linktender(folder, {"report", "-f", "json"});
    const ProgramResult first = run_linktender(folder, {"report", "--run", "1", "-f", "badge"});
    const ProgramResult none = run_linktender(folder, {"report", "--run", "7"});

    CHECK(report.out == audit.out);
    CHECK(report.exit_code == 2);
    CHECK(json::parse(first.out).at("schemaVersion") == 1);
    CHECK(none.exit_code == 3);
    CHECK(contains(none.err, "--run 7"));
    CHECK(server.counts().requests == requests);
}

TEST_CASE("report: what changed since the run before is on the page", "[report]") {
    const TempDir folder;
    folder.write("a.md", "# One\n\n[a](http://a.test/) [b](http://b.test/) [c](http://c.test/)\n");
    std::atomic<int> night{1};
    ScriptedServer server([&](const ReceivedRequest& request) {
        const bool gone = (request.host == "a.test" && night == 2) ||
                          (request.host == "b.test" && night == 1) || request.host == "c.test";
        return gone ? text("", 404) : html("<title>Here</title><p>Text");
    });
    (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"a.md"});
    night = 2;

    (void)run_linktender(
        folder, audit_flags(server) + std::vector<std::string>{"-o", "r.html", "-o", "r.atom", "a.md"});

    const std::string page = read_file(folder / "r.html");
    CHECK(contains(page, "data-change=\"fresh\""));
    CHECK(contains(page, "data-change=\"still\""));
    CHECK(contains(read_file(folder / "r.atom"), "http://b.test/"));
}

TEST_CASE("explain: every check of a link is told, with its reason and what is due", "[explain]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/)\n");
    std::atomic<bool> there{true};
    ScriptedServer server(
        [&](const ReceivedRequest&) { return there ? html("<title>Here</title><p>Text") : text("", 404); });
    (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"a.md"});
    there = false;
    (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"a.md"});

    const ProgramResult words = run_linktender(folder, {"explain", "http://a.test/"});
    const json object =
        json::parse(run_linktender(folder, {"explain", "-f", "jsonl", "http://a.test/#x"}).out);
    const ProgramResult unknown = run_linktender(folder, {"explain", "http://b.test/"});

    CHECK(contains(words.out, "state        failing since"));
    CHECK(contains(words.out, "http-404"));
    CHECK(contains(words.out, "http-200"));
    CHECK(object.at("failures") == 1);
    REQUIRE(object.at("checks").size() == 2);
    CHECK(object.at("checks").at(0).at("outcome") == "not_found");
    CHECK(object.at("checks").at(1).at("outcome") == "ok");
    CHECK(object.at("checks").at(0).at("effect") == "strike");
    CHECK(object.at("checks").at(1).at("effect") == "good");
    CHECK(object.at("mark").is_null());
    const json whole = json::parse(run_linktender(folder, {"explain", "-f", "json", "http://a.test/"}).out);
    CHECK(whole.at("schema") == "linktender.explain/1");
    CHECK(whole.at("links").at(0) == object);
    CHECK(unknown.exit_code == 3);
    CHECK(contains(unknown.err, "no issue that was read has this link"));
}
