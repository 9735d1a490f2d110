// The audit from end to end, over real sockets on loopback.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

Reply small_web(const ReceivedRequest& request) {
    if (request.path() == "/gone") return text("", 410);
    if (request.path() == "/moved") return redirect(301, "/here");
    if (request.path() == "/silent") return silence();
    return html("<!doctype html><title>Page " + request.host + "</title><p>Text that says something.");
}

json find_link(const json& report, const std::string& url) {
    for (const json& link : report.at("links")) {
        if (link.at("url") == url) return link;
    }
    FAIL("no link " << url);
    return {};
}

}  // namespace

TEST_CASE("audit: every link is checked once and reported with its places", "[audit]") {
    const TempDir folder;
    folder.write(
        "in/2026-01-01.md",
        "# One\n\n[ok](http://a.test/x) and [again](http://a.test/x#part)\n\n[gone](http://a.test/gone)\n");
    folder.write("in/2026-02-01.md",
                 "# Two\n\n[ok](http://a.test/x) [moved](http://b.test/moved) <mailto:a@b.test>\n");
    ScriptedServer server(small_web);

    const ProgramResult result =
        run_linktender(folder, audit_flags(server) + std::vector<std::string>{"-f", "json", "in"});

    CAPTURE(result.err);
    REQUIRE(result.exit_code == 2);
    const json report = json::parse(result.out);
    CHECK(report.at("schema") == "linktender.report/1");
    CHECK(report.at("summary").at("issues") == 2);
    CHECK(report.at("summary").at("links") == 4);
    CHECK(report.at("summary").at("alive") == 1);
    CHECK(report.at("summary").at("moved") == 1);
    CHECK(report.at("summary").at("failing") == 1);
    CHECK(report.at("summary").at("skipped") == 1);
    const json ok = find_link(report, "http://a.test/x");
    CHECK(ok.at("title") == "Page a.test");
    CHECK(ok.at("occurrences").size() == 3);
    CHECK(find_link(report, "http://a.test/gone").at("outcome") == "gone");
    CHECK(find_link(report, "http://b.test/moved").at("moved_to") == "http://b.test/here");
    CHECK(server.counts().requests == 4);
}

TEST_CASE("audit: with --max-age a second run asks for nothing that is fresh", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x) [b](http://b.test/gone)\n");
    ScriptedServer server(small_web);
    const auto flags =
        audit_flags(server) + std::vector<std::string>{"--max-age", "1d", "-f", "json", "a.md"};

    const json first = json::parse(run_linktender(folder, flags).out);
    const auto requests = server.counts().requests;
    const ProgramResult second = run_linktender(folder, flags);

    CHECK(requests == 2);
    CHECK(server.counts().requests == requests);
    CHECK(second.exit_code == 2);
    CHECK(json::parse(second.out).at("summary") == first.at("summary"));
}

TEST_CASE("audit: an address that is not public gets no packet unless it is allowed", "[audit]") {
    const TempDir folder;
    ScriptedServer server(small_web);
    folder.write("a.md", "<" + server.origin() + "/x>\n");

    const ProgramResult result = run_linktender(folder, {"audit", "-f", "json", "a.md"});

    CHECK(result.exit_code == 2);
    CHECK(json::parse(result.out).at("links").at(0).at("outcome") == "unsafe");
    CHECK(server.counts().accepted == 0);
}

TEST_CASE("audit: excluded links and links switched off by a comment are not asked for", "[audit]") {
    const TempDir folder;
    folder.write("a.md",
                 "[a](http://a.test/x)\n[b](http://b.test/private)\n\n<!-- linktender-disable-next-line "
                 "-->\n[c](http://c.test/)\n");
    ScriptedServer server(small_web);

    const ProgramResult result = run_linktender(
        folder, audit_flags(server) + std::vector<std::string>{"--exclude", "private", "-f", "json", "a.md"});

    CHECK(result.exit_code == 0);
    CHECK(server.counts().requests == 1);
    CHECK(find_link(json::parse(result.out), "http://b.test/private").at("reason") == "excluded");
}

TEST_CASE("audit: several formats are written in one run, files whole and standard output alone", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x)\n");
    ScriptedServer server(small_web);

    const ProgramResult result =
        run_linktender(folder, audit_flags(server) +
                                   std::vector<std::string>{"-f", "text", "-f", "html", "-o", "r.html", "-f",
                                                            "jsonl", "-o", "r.jsonl", "-o", "r.md", "a.md"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "1 link"));
    CHECK(contains(read_file(folder / "r.html"), "</html>"));
    CHECK(json::parse(read_file(folder / "r.jsonl")).at("url") == "http://a.test/x");
    CHECK(std::filesystem::exists(folder / "r.md"));
}

TEST_CASE("audit: robots.txt is obeyed, remembered for a day, and can be ignored", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/open) [b](http://a.test/private/x)\n");
    ScriptedServer server([](const ReceivedRequest& request) {
        if (request.path() == "/robots.txt") return text("User-agent: linktender\nDisallow: /private/\n");
        return small_web(request);
    });
    const auto flags = audit_flags(server) + std::vector<std::string>{"-f", "json", "a.md", "--robots"};

    const json obeyed = json::parse(run_linktender(folder, flags + std::vector<std::string>{"obey"}).out);
    CHECK(find_link(obeyed, "http://a.test/private/x").at("outcome") == "disallowed");
    CHECK(find_link(obeyed, "http://a.test/private/x").at("state") == "blocked");
    CHECK(server.counts().requests == 2);

    (void)run_linktender(folder, flags + std::vector<std::string>{"obey"});
    CHECK(server.counts().requests == 3);

    const json ignored = json::parse(run_linktender(folder, flags + std::vector<std::string>{"ignore"}).out);
    CHECK(find_link(ignored, "http://a.test/private/x").at("outcome") == "ok");
    CHECK(server.counts().requests == 5);
}

TEST_CASE("audit: the second night over an unchanged web costs next to nothing and forgets nothing",
          "[audit]") {
    const TempDir folder;
    std::string issue;
    for (int i = 0; i < 20; ++i)
        issue += "- <http://h" + std::to_string(i) + ".test/" + (i % 2 ? "by-date" : "by-tag") + ">\n";
    folder.write("a.md", issue);
    const std::string body = "<title>Kept</title><p>" + std::string(30'000, 'x');
    constexpr std::size_t k_head_bytes = 150;  // of an answer, about
    std::atomic<std::size_t> sent{0};
    ScriptedServer server([&](const ReceivedRequest& request) {
        sent += k_head_bytes;
        const bool by_tag = request.path() == "/by-tag";
        const std::string date = "Tue, 01 Sep 2026 08:00:00 GMT";
        if (request.header("if-none-match") == "\"v1\"" || request.header("if-modified-since") == date)
            return text("", 304);
        sent += body.size();
        Reply reply = html(body);
        reply.headers.push_back(by_tag ? Header{"ETag", "\"v1\""} : Header{"Last-Modified", date});
        return reply;
    });
    const auto flags = audit_flags(server) + std::vector<std::string>{"-f", "json", "a.md"};

    (void)run_linktender(folder, flags);
    const std::size_t first_night = sent;
    const json second = json::parse(run_linktender(folder, flags).out);
    const std::size_t second_night = sent - first_night;

    CHECK(first_night > 20 * 30'000);
    CHECK(second_night * 20 < first_night);
    CHECK(second.at("summary").at("alive") == 20);
    CHECK(find_link(second, "http://h0.test/by-tag").at("title") == "Kept");
    CHECK(find_link(second, "http://h0.test/by-tag").at("status") == 304);
}

TEST_CASE("audit: SIGINT ends a run in order, with what was checked stored and reported", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "[a](http://a.test/x) [b](http://b.test/silent)\n");
    ScriptedServer server(small_web);
    Program program(linktender_call(
        folder, audit_flags(server) + std::vector<std::string>{"--timeout", "50s", "-f", "json", "a.md"}));
    REQUIRE(server.wait_for_requests(2));

    program.signal(SIGINT);
    const ProgramResult result = program.finish();

    CAPTURE(result.err);
    CHECK(result.exit_code == 1);
    const json report = json::parse(result.out);
    CHECK(find_link(report, "http://b.test/silent").at("state") == "unchecked");
}

TEST_CASE("audit: after a kill the next run goes on where the first one stopped", "[audit]") {
    constexpr std::size_t k_links = 3000;
    const TempDir folder;
    std::string issue;
    for (std::size_t i = 0; i < k_links; ++i) {
        const std::string number = std::to_string(i);
        issue += "- <http://h" + std::to_string(i % 50) + ".test/" + number + ">\n";
    }
    folder.write("a.md", issue);
    ScriptedServer server(small_web);
    const auto flags =
        audit_flags(server) +
        std::vector<std::string>{"--host-concurrency", "8", "--max-age", "1d", "-f", "json", "a.md"};
    {
        Program program(linktender_call(folder, flags));
        REQUIRE(server.wait_for_requests(2500, std::chrono::seconds{50}));
        program.signal(SIGKILL);
        REQUIRE(program.finish().signal == SIGKILL);
    }
    const auto before = server.counts().requests;

    const ProgramResult second = run_linktender(folder, flags);

    CHECK(second.exit_code == 0);
    CHECK(json::parse(second.out).at("summary").at("alive") == k_links);
    // What was queued or in a batch when the kill came is asked again, the rest is not.
    CHECK(server.counts().requests - before < k_links - 500);
}

TEST_CASE("audit: without an input that has links the report says so and nothing is broken", "[audit]") {
    const TempDir folder;
    folder.write("a.md", "No links here.\n");

    const ProgramResult result = run_linktender(folder, {"audit", "a.md"});

    CHECK(result.exit_code == 0);
    CHECK(contains(result.out, "0 links"));
}
