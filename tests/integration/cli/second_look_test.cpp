// Where a page does not tell, a public interface is asked: the program over real sockets on loopback.
#include <memory>
#include <nlohmann/json.hpp>

#include "cli_fixture.hpp"
#include "support/catch.hpp"
#include "support/router.hpp"

using namespace linktender::test;
using nlohmann::json;

namespace {

/// Every site and interface of these tests, behind one port.
Router small_web() {
    Router web;
    web.on("youtu.be", "*", html("<!doctype html><title> - YouTube</title>"))
        .on("www.youtube.com", "/oembed*",
            [](const ReceivedRequest& request) {
                if (!contains(request.target, "v%3Dabcdefghij1")) return text("Not Found", 404);
                return text(R"({"title":"How walls stand","author_name":"Ana Ito"})");
            })
        .on("doi.org", "/api/handles/10.5555/a", text(R"({"responseCode":1,"handle":"10.5555/a"})"))
        .on("doi.org", "/10.5555/a", redirect(302, "https://publisher.test/article/a"))
        .on("publisher.test", "*", html("<title>Access denied</title>", 403))
        .on("api.crossref.org", "/works/10.5555/a",
            text(
                R"({"message":{"DOI":"10.5555/a","title":["Walls of ice"],"author":[{"family":"Okafor"}]}})"));
    web.on("arxiv.org", "*", html("<title>403 Forbidden</title><p>Access denied", 403))
        .on("export.arxiv.org", "/api/query*",
            text(R"(<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>http://arxiv.org/abs/1812.00332v2</id><title>Searching for small networks</title>
<author><name>Ana Ito</name></author><published>2018-12-02T00:00:00Z</published><summary>Text</summary></entry></feed>)"))
        .on("github.com", "*", html("<title>Too many requests</title>", 429))
        .on("api.github.com", "/repos/ana/walls",
            text(
                R"({"full_name":"ana/walls","html_url":"https://github.com/ana/walls","archived":true,"description":"Walls"})"))
        .on("api.github.com", "/repos/ana/lost", text(R"({"message":"Not Found"})", 404))
        .on("www.bilibili.com", "*", html("<title>Wait</title>", 412))
        .on("api.bilibili.com", "/x/web-interface/view*", [](const ReceivedRequest& request) {
            if (!contains(request.target, "BV1xx411c7mD")) return text(R"({"code":-404,"message":"gone"})");
            return text(R"({"code":0,"data":{"title":"Boards compared","owner":{"name":"Ana"}}})");
        });
    return web;
}

struct SecondLooks {
    TempDir folder;
    std::shared_ptr<CertificateAuthority> authority = std::make_shared<CertificateAuthority>();
    ScriptedServer server{ServerOptions{.handler = small_web(), .tls = authority}};

    json audit(const std::string& issue, const std::vector<std::string>& more = {}) {
        folder.write("a.md", issue);
        const ProgramResult result = run_linktender(
            folder,
            audit_flags(server) +
                std::vector<std::string>{"--cacert", authority->certificate_file().string(), "-f", "json"} +
                more + std::vector<std::string>{"a.md"});
        CAPTURE(result.err);
        REQUIRE(json::accept(result.out));
        return json::parse(result.out);
    }
};

json find_link(const json& report, const std::string& url) {
    for (const json& link : report.at("links"))
        if (link.at("url") == url) return link;
    FAIL("no link " << url);
    return {};
}

}  // namespace

TEST_CASE("audit: a video that is gone is told from one that is there, whatever its page says",
          "[second_look]") {
    SecondLooks looks;

    const json report = looks.audit("[a](https://youtu.be/abcdefghij1) [b](https://youtu.be/abcdefghij2)\n");

    const json there = find_link(report, "https://youtu.be/abcdefghij1");
    CHECK(there.at("state") == "alive");
    CHECK(there.at("reason") == "youtube-oembed-found");
    CHECK(there.at("title") == "How walls stand");
    const json gone = find_link(report, "https://youtu.be/abcdefghij2");
    CHECK(gone.at("state") == "failing");
    CHECK(gone.at("reason") == "youtube-oembed-gone");
    CHECK(contains(gone.at("evidence"), "oEmbed answers 404"));
}

TEST_CASE("audit: a paper behind a wall is alive by its DOI, and has its title from Crossref",
          "[second_look]") {
    SecondLooks looks;

    const json link = find_link(looks.audit("[a](https://doi.org/10.5555/a)\n"), "https://doi.org/10.5555/a");

    CHECK(link.at("state") == "alive");
    CHECK(link.at("status") == 403);
    CHECK(link.at("reason") == "doi-registered");
    CHECK(link.at("title") == "Walls of ice");
    CHECK(link.at("metadata").at("authors") == json{"Okafor"});
}

TEST_CASE("audit: arXiv, GitHub and Bilibili tell through their interfaces what their pages do not",
          "[second_look]") {
    SecondLooks looks;
    looks.folder.write("c.toml", "[second_looks]\ngithub = true\n");

    const json report = looks.audit(
        "[a](https://arxiv.org/abs/1812.00332) [b](https://github.com/ana/walls) "
        "[c](https://github.com/ana/lost) "
        "[d](https://www.bilibili.com/video/BV1xx411c7mD) [e](https://www.bilibili.com/video/BV1xx411c7mE)\n",
        {"--config", "c.toml"});

    const json paper = find_link(report, "https://arxiv.org/abs/1812.00332");
    CHECK(paper.at("state") == "alive");
    CHECK(paper.at("title") == "Searching for small networks");
    const json repository = find_link(report, "https://github.com/ana/walls");
    CHECK(repository.at("state") == "alive");
    CHECK(repository.at("flags") == json{"archived"});
    CHECK(find_link(report, "https://github.com/ana/lost").at("state") == "failing");
    CHECK(find_link(report, "https://www.bilibili.com/video/BV1xx411c7mD").at("title") == "Boards compared");
    CHECK(find_link(report, "https://www.bilibili.com/video/BV1xx411c7mE").at("state") == "failing");
}

TEST_CASE("audit: the configuration switches second looks off", "[second_look]") {
    SecondLooks looks;
    looks.folder.write("c.toml", "[second_looks]\nyoutube = false\ndoi = false\ncrossref = false\n");

    const json report = looks.audit("[a](https://youtu.be/abcdefghij2) [b](https://doi.org/10.5555/a)\n",
                                    {"--config", "c.toml"});

    CHECK(find_link(report, "https://youtu.be/abcdefghij2").at("state") == "alive");
    CHECK(find_link(report, "https://doi.org/10.5555/a").at("outcome") == "blocked");
    CHECK(looks.server.counts().requests == 3);
}
