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

TEST_CASE("report: a run is compared with the one that --since names", "[report]") {
    const TempDir folder;
    folder.write("a.md", "# One\n\n[a](http://a.test/) [b](http://b.test/)\n");
    std::atomic<int> night{1};
    ScriptedServer server([&](const ReceivedRequest& request) {
        // a is gone in the second night and back in the third; b is gone from the second on.
        const bool gone =
            (request.host == "a.test" && night == 2) || (request.host == "b.test" && night >= 2);
        return gone ? text("", 404) : html("<title>Here</title><p>Text");
    });
    for (; night <= 3; ++night)
        (void)run_linktender(folder, audit_flags(server) + std::vector<std::string>{"a.md"});

    const auto report = [&](std::vector<std::string> more) {
        return run_linktender(folder, std::vector<std::string>{"report", "--lang", "en"} + more).out;
    };

    CHECK(contains(report({"--since", "last"}), ": 0 new, 1 still broken, 1 recovered\n"));
    CHECK(contains(report({"--since", "1"}), ": 1 new\n"));
    CHECK(contains(report({"--run", "2", "--since", "1"}), ": 2 new\n"));
    CHECK(contains(report({"--run", "2"}), "2 broken"));
    CHECK(contains(report({"--until", "2999-01-01", "--since", "2"}), "1 recovered"));
}

TEST_CASE("report: a range that names no run is refused, with what to do", "[report]") {
    struct Row {
        std::vector<std::string> flags;
        std::string message;
    };
    const auto row = GENERATE(values<Row>({
        {{"--since", "last"}, "--since last: there is no run before this one"},
        {{"--since", "1"}, "--since last names the one before"},
        {{"--since", "99999999999999999999"}, "neither \"last\" nor the number of a run nor a day"},
        {{"--since", "yesterday"}, "nor a day such as 2026-11-24"},
        {{"--since", "1999-01-01"}, "no run had begun before that day"},
        {{"--since", "2999-01-01"}, "name an earlier one"},
        {{"--until", "1999-01-01"}, "name a later day, or --archive"},
        {{"--until", "1999"}, "--until 1999: not a day such as 2026-11-24"},
        {{"--archive", "weekly"}, "--archive weekly: the database has no run of it"},
        {{"--archive", "weekly", "--run", "1"}, "--run 1: not a run of the archive weekly"},
        {{"--run", "1", "--until", "2026-11-24"}, "--until"},
    }));
    CAPTURE(row.flags, row.message);
    const TempDir folder;
    folder.write("a.md", "[a](mailto:a@a.test)\n");
    (void)run_linktender(folder, {"audit", "--offline", "a.md"});

    const ProgramResult result = run_linktender(folder, std::vector<std::string>{"report"} + row.flags);

    CHECK(result.exit_code == 3);
    CHECK(contains(result.err, row.message));
    CHECK(result.out.empty());
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
