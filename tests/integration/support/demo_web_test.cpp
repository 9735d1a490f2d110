// The demo web as the quickstart uses it, and its pages.
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "client.hpp"
#include "linktender/core/text.hpp"
#include "support/catch.hpp"
#include "support/demo_pages.hpp"
#include "support/demo_sites.hpp"
#include "support/run_program.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

const std::string k_program = LINKTENDER_DEMO_WEB;

Reply ask(const Handler& sites, std::string host, std::string target, bool tls = true) {
    ReceivedRequest request;
    request.method = "GET";
    request.host = std::move(host);
    request.target = std::move(target);
    request.tls = tls;
    return sites(request);
}

std::string value_of(const std::string& lines, const std::string& name) {
    const auto start = lines.find(name + "=");
    if (start == std::string::npos) return {};
    const auto value = start + name.size() + 1;
    return lines.substr(value, lines.find('\n', value) - value);
}

/// The hosts of everything that looks like a URL.
std::set<std::string> hosts_in(const std::string& text) {
    std::set<std::string> hosts;
    for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at)) {
        at += 3;
        hosts.insert(text.substr(at, text.find_first_of("/:?#)>\"' \n", at) - at));
    }
    return hosts;
}

TEST_CASE("demo web: it tells its ports, serves by both schemes and ends on SIGTERM", "[demo]") {
    const TempDir folder;
    Program program({.arguments = {k_program, "--port-file", (folder / "ports").string(), "--flags-file",
                                   (folder / "flags").string(), "--lifetime", "60"}});
    REQUIRE(program.wait_for_output("pid="));
    const auto ports = read_file(folder / "ports");

    Client client(static_cast<std::uint16_t>(std::stoul(value_of(ports, "http_port"))));
    client.get("/guide/first-steps.html");
    CHECK(client.read_until("</html>\n").find("<title>First steps | a.test</title>") != std::string::npos);
    const auto secure = tls_get(static_cast<std::uint16_t>(std::stoul(value_of(ports, "https_port"))),
                                "b.test", value_of(ports, "ca_file"));
    CHECK(secure.error == "");
    CHECK(secure.answer.find("<title>b.test</title>") != std::string::npos);
    CHECK(value_of(ports, "pid") == std::to_string(program.pid()));
    CHECK(read_file(folder / "flags")
              .find("--connect-to\ngithub.com:443:127.0.0.1:" + value_of(ports, "https_port")) !=
          std::string::npos);

    program.signal(SIGTERM);
    CHECK(program.finish().exit_code == 0);
}

TEST_CASE("demo web: it ends by itself when its lifetime is over", "[demo]") {
    const TempDir folder;

    const auto result =
        run_program({.arguments = {k_program, "--lifetime", "0", "--ca-dir", folder.path().string()}});

    CHECK(result.exit_code == 0);
    CHECK(value_of(result.out, "http_port") != "");
    CHECK(std::filesystem::exists(folder / "ca.pem"));
}

TEST_CASE("demo web: a wrong command line is a usage error", "[demo]") {
    struct Row {
        std::vector<std::string> arguments;
    };
    const auto row = GENERATE(values<Row>({{{"--port"}},
                                           {{"--port", "70000"}},
                                           {{"--latency", "9-5"}},
                                           {{"--latency", "x"}},
                                           {{"--page-bytes", "-1"}},
                                           {{"--nonsense", "1"}}}));
    auto arguments = row.arguments;
    CAPTURE(arguments);
    arguments.insert(arguments.begin(), k_program);

    const auto result = run_program({.arguments = arguments});

    CHECK(result.exit_code == 3);
    CHECK(result.out == "");
    CHECK(result.err.find("usage:") != std::string::npos);
}

TEST_CASE("demo web: a port that is taken is a failure with a message", "[demo]") {
    const RefusedPort taken;
    const TempDir folder;

    const auto result = run_program({.arguments = {k_program, "--port", std::to_string(taken.port()),
                                                   "--ca-dir", folder.path().string()}});

    CHECK(result.exit_code == 1);
    CHECK(result.err.find("linktender-demo-web: ") == 0);
}

TEST_CASE("demo web: an ordinary page has exactly the size asked for", "[demo]") {
    for (const std::size_t bytes : {3'000U, 6'000U, 30'000U, 30'001U, 1'000'000U}) {
        const ArticlePress press(bytes);
        CHECK(press.page("a.test", "/2026/boot-order").size() == bytes);
        CHECK(press.page("another-host.test", "/").size() == bytes);
    }
    CHECK(ArticlePress(0).page("a.test", "/").find("</html>") != std::string::npos);
}

TEST_CASE("demo web: a page's title comes from its path, and is harmless", "[demo]") {
    CHECK(title_of("/guide/boot-order.html") == "Boot order");
    CHECK(title_of("/") == "");
    CHECK(title_of("/.well-known") == ".well known");
    const auto page = ArticlePress(3000).page("a.test", "/<script>alert(1)</script>\"&'");
    CHECK(page.find("<script>") == std::string::npos);
}

TEST_CASE("demo web: each site answers what its place in the archive promises", "[demo]") {
    struct Row {
        const char* host;
        const char* target;
        int status;
        const char* body;
    };
    const auto row = GENERATE(values<Row>({
        {"anything.test", "/at/all?x=1", 200, "og:title"},
        {"anything.test", "/robots.txt", 404, ""},
        {"anything.test", "/paper.pdf", 200, "%PDF-"},
        {"img.lantern-labs.example", "/x.png", 200, "PNG"},
        {"mp.weixin.qq.com", "/s/bootFortyMs01", 200, "id=\"js_content\""},
        {"mp.weixin.qq.com", "/s/takenBack04", 200, "class=\"weui-msg__title\">该内容已被发布者删除<"},
        {"mp.weixin.qq.com", "/s/movedAccount03", 301, ""},
        {"go.short.example", "/3k9", 302, ""},
        {"docs.tinykernel.example", "/v0/pinmux", 404, ""},
        {"www.quietboard.example", "/2019/series", 410, ""},
        {"learn.boardcamp.example", "/course/retired", 200, "<title>Page not found"},
        {"solderjournal.example", "/2021/05/flux", 200, "<body class=\"error404"},
        {"homeward.example", "/2020/sailing", 301, ""},
        {"edgeforum.example", "/t/1", 200, "domain is for sale"},
        {"journal.guarded.example", "/doi/1", 403, "_cf_chl_opt"},
        {"column.guarded.example", "/p/1", 200, "px-captcha"},
        {"wiki.members.example", "/boards", 302, ""},
        {"wiki.members.example", "/login", 200, "type=\"password\""},
        {"mirror.restricted.example", "/firmware", 451, ""},
        {"busy.harbor.example", "/berths", 429, ""},
        {"brokenbuild.example", "/nightly", 500, ""},
        {"api.strict.example", "/v1", 400, ""},
        {"closed-garden.example", "/robots.txt", 200, "Disallow: /"},
        {"brokenbuild.example", "/robots.txt", 404, ""},
    }));
    CAPTURE(row.host, row.target);
    const auto sites = demo_sites({});

    const auto reply = ask(sites, row.host, row.target);

    CHECK(reply.script.empty());
    CHECK(reply.status == row.status);
    CHECK(reply.body.find(row.body) != std::string::npos);
}

TEST_CASE("demo web: an old address takes two permanent redirects to the new one", "[demo]") {
    const auto sites = demo_sites({});

    const auto first = ask(sites, "old.tinykernel.example", "/guide/boot", false);
    const auto second = ask(sites, "old.tinykernel.example", "/guide/boot", true);

    CHECK(first.status == 301);
    CHECK(first.headers.at(0).value == "https://old.tinykernel.example/guide/boot");
    CHECK(second.status == 308);
    CHECK(second.headers.at(0).value == "https://docs.tinykernel.example/guide/boot");
}

TEST_CASE("demo web: the flaky service fails once", "[demo]") {
    const auto sites = demo_sites({});

    CHECK(ask(sites, "flaky.harbor.example", "/tides").status == 503);
    CHECK(ask(sites, "flaky.harbor.example", "/tides").status == 200);
}

TEST_CASE("demo web: latency stays in its range and is the same for one page", "[demo]") {
    using std::chrono::milliseconds;
    const auto sites = demo_sites({.latency_from = milliseconds{5}, .latency_to = milliseconds{9}});

    for (int i = 0; i < 50; ++i) {
        const auto target = "/" + std::to_string(i);
        const auto delay = ask(sites, "a.test", target).delay;
        CHECK(delay >= milliseconds{5});
        CHECK(delay <= milliseconds{9});
        CHECK(ask(sites, "a.test", target).delay == delay);
    }
}

TEST_CASE("demo web: every host that the sample archive links to is served, or is meant not to be",
          "[demo]") {
    const auto hosts = demo_hosts();
    // By design: no such name, addresses that are refused, a port that refuses.
    const std::vector<std::string> unserved{
        "gone-lab.invalid", "169.254.169.254",           "10.0.0.1",
        "192.168.1.20",     "mirror.quietboard.example", std::string(k_refused_host)};
    std::set<std::string> linked;
    for (const auto& entry : std::filesystem::directory_iterator(LINKTENDER_TEST_DATA "/archive")) {
        linked.merge(hosts_in(read_file(entry.path())));
    }

    CHECK(linked.size() > 30);
    for (const auto& host : linked) {
        CAPTURE(host);
        const bool served = std::find(hosts.begin(), hosts.end(), host) != hosts.end();
        const bool in_gb18030 = !core::is_valid_utf8(host);  // the Unicode form of a host that is served
        const bool meant = std::find(unserved.begin(), unserved.end(), host) != unserved.end();
        CHECK((served || meant || in_gb18030));
    }
    for (const auto& host : hosts) {
        CAPTURE(host);
        CHECK((linked.count(host) == 1 || host == "xn--fiq228c.example"));
    }
}

}  // namespace
}  // namespace linktender::test
