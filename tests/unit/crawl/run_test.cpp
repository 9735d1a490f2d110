// How a run treats hosts: robots.txt, walls, pauses, what it learns.
#include <fmt/format.h>

#include "run_bench.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using verdict::Outcome;

TEST_CASE("crawl: what robots.txt forbids is not asked for, and said so", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 200, "User-agent: *\nDisallow: /private\n")
        .on("https://a.example/open", 200)
        .on("https://a.example/private", 200);

    CHECK(bench.run({"https://a.example/open", "https://a.example/private"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://a.example/robots.txt") == 1);
    CHECK(bench.fetcher.requests_for("https://a.example/private") == 0);
    CHECK(bench.records.at("https://a.example/open").verdict.outcome == Outcome::ok);
    const auto& verdict = bench.records.at("https://a.example/private").verdict;
    CHECK(verdict.outcome == Outcome::disallowed);
    CHECK(verdict.reason == "robots-disallow");
}

TEST_CASE("crawl: robots.txt is read once an origin, however many links wait for it", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 404);
    std::vector<std::string> urls;
    for (int i = 0; i < 200; ++i) {
        urls.push_back(fmt::format("https://a.example/{}", i));
        bench.fetcher.on(urls.back(), 200);
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://a.example/robots.txt") == 1);
    CHECK(bench.fetcher.requests().size() == 201);
    CHECK(bench.records.size() == 200);
}

TEST_CASE("crawl: the target of a redirect has a robots.txt of its own", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 404)
        .on("https://a.example/x", 301, {}, {{"location", "https://b.example/y"}})
        .on("https://b.example/robots.txt", 200, "User-agent: *\nDisallow: /\n");

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://b.example/y") == 0);
    const auto& record = bench.records.at("https://a.example/x");
    CHECK(record.verdict.outcome == Outcome::disallowed);
    CHECK(record.verdict.evidence.find("https://b.example/y") != std::string::npos);
}

TEST_CASE("crawl: a server that fails to give its robots.txt is asked for nothing else", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 500).on("https://a.example/x", 200);

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://a.example/x") == 0);
    CHECK(bench.records.at("https://a.example/x").verdict.reason == "robots-unreachable");
}

TEST_CASE("crawl: a host that cannot be reached fails for its own reason, not for robots.txt", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";

    CHECK(bench.run({"https://gone.example/x"}) == RunEnd::complete);

    CHECK(bench.records.at("https://gone.example/x").verdict.outcome == Outcome::dns_not_found);
}

TEST_CASE("crawl: robots.txt moves along redirects, five at most", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 301, {}, {{"location", "https://b.example/r"}})
        .on("https://b.example/r", 200, "User-agent: *\nDisallow: /x\n")
        .on("https://a.example/x", 200);
    for (int i = 0; i < 8; ++i)
        bench.fetcher.on(fmt::format("https://c.example/{}", i == 0 ? "robots.txt" : std::to_string(i)), 302,
                         {}, {{"location", fmt::format("/{}", i + 1)}});
    bench.fetcher.on("https://c.example/x", 200);

    CHECK(bench.run({"https://a.example/x", "https://c.example/x"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.example/x").verdict.outcome == Outcome::disallowed);
    CHECK(bench.records.at("https://c.example/x").verdict.outcome == Outcome::ok);
}

TEST_CASE("crawl: a robots.txt read within a day is not read again", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://a.example/robots.txt", 200, "User-agent: *\nDisallow: /x\n")
        .on("https://a.example/x", 200);
    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);
    REQUIRE(bench.memory.hosts.count("a.example") == 1);

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);
    CHECK(bench.fetcher.requests_for("https://a.example/robots.txt") == 1);
    bench.memory.hosts.at("a.example").robots_read_at = bench.clock.now() - 25h;

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);
    CHECK(bench.fetcher.requests_for("https://a.example/robots.txt") == 2);
}

TEST_CASE("crawl: an editor's word for one host beats its robots.txt", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.options.hosts.add("a.example", {.ignore_robots = true});
    bench.fetcher.on("https://a.example/robots.txt", 200, "User-agent: *\nDisallow: /\n")
        .on("https://a.example/x", 200);

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.example/x").verdict.outcome == Outcome::ok);
}

TEST_CASE("crawl: after three walls in a row a host is left alone, and its links say why", "[crawl]") {
    Bench bench;
    bench.options.limits.host_concurrency = 1;
    bench.rules = verdict::builtin_rules();
    std::vector<std::string> urls;
    for (int i = 0; i < 400; ++i) {
        urls.push_back(fmt::format("https://a.example/{}", i));
        bench.fetcher.on(urls.back(), 403, "Just a moment...", {{"cf-mitigated", "challenge"}});
    }
    bench.fetcher.on("https://b.example/", 200);
    urls.emplace_back("https://b.example/");

    CHECK(bench.run(urls) == RunEnd::complete);

    // Some are asked while the first ones are still being judged.
    CHECK(bench.fetcher.requests().size() < 200);
    CHECK(bench.records.at("https://a.example/0").verdict.outcome == Outcome::blocked);
    CHECK(bench.records.size() + bench.memory.unchecked.size() == urls.size());
    CHECK(bench.memory.unchecked.at("https://a.example/399") == "bot-wall");
    CHECK(bench.records.count("https://b.example/") == 1);
}

TEST_CASE("crawl: a host that asks for an hour is left alone for this run and until then", "[crawl]") {
    Bench bench;
    bench.options.limits.host_concurrency = 1;
    bench.fetcher.on("https://a.site.example/1", 429, {}, {{"retry-after", "3600"}})
        .on("https://a.site.example/2", 200)
        .on("https://b.site.example/", 200);

    CHECK(bench.run({"https://a.site.example/1", "https://a.site.example/2"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.site.example/1").verdict.outcome == Outcome::blocked);
    CHECK(bench.memory.unchecked.at("https://a.site.example/2") == "host-asked-to-wait");
    REQUIRE(bench.memory.hosts.at("a.site.example").not_before);

    bench.memory.unchecked.clear();
    CHECK(bench.run({"https://a.site.example/2"}) == RunEnd::complete);
    CHECK(bench.fetcher.requests_for("https://a.site.example/2") == 0);
    CHECK(bench.memory.unchecked.size() == 1);
}

TEST_CASE("crawl: what a host bears is remembered", "[crawl]") {
    Bench bench;
    bench.options.check.method = http::Method::head;
    http::Response by_http1;
    by_http1.status = 200;
    by_http1.http2_failed = true;
    bench.fetcher.on("https://nohttp2.example/", std::move(by_http1));
    bench.fetcher.on("https://slow.example/", 503)
        .on("https://nohead.example/", 405)
        .on("https://nohead.example/", 200);

    CHECK(bench.run({"https://slow.example/", "https://nohead.example/", "https://nohttp2.example/"}) ==
          RunEnd::complete);

    CHECK(bench.memory.hosts.at("slow.example").interval > 0ms);
    CHECK(bench.memory.hosts.at("nohead.example").head_refused);
    CHECK(bench.memory.hosts.at("nohttp2.example").http1_only);
    CHECK(bench.run({"https://nohead.example/"}) == RunEnd::complete);
    CHECK(bench.fetcher.requests().back().method == http::Method::get);
    CHECK(bench.fetcher.requests_for("https://nohead.example/") == 3);
}

TEST_CASE("crawl: a host's profile shapes its requests and nobody else's", "[crawl]") {
    Bench bench;
    bench.options.hosts.add("a.example", {.timeout = 5s,
                                          .body_bytes = 77,
                                          .method = http::Method::head,
                                          .headers = {{"accept", "text/html"}},
                                          .accept = {404}});
    bench.fetcher.on("https://a.example/", 404).on("https://b.example/", 404);

    CHECK(bench.run({"https://a.example/", "https://b.example/"}) == RunEnd::complete);

    for (const http::Request& request : bench.fetcher.requests()) {
        const bool own = request.url.host() == "a.example";
        CHECK((request.limits.body_bytes == 77) == own);
        CHECK((request.limits.total_timeout == 5s) == own);
        CHECK(request.headers.empty() != own);
    }
    CHECK(bench.records.at("https://a.example/").verdict.outcome == Outcome::ok);
    CHECK(bench.records.at("https://b.example/").verdict.outcome == Outcome::not_found);
}

TEST_CASE("crawl: a page's own redirect leads on, and moves the link only when nobody sees the page",
          "[crawl]") {
    Bench bench;
    const auto page = [](std::string_view content) {
        return fmt::format("<meta http-equiv=refresh content=\"{}\"><title>Here</title><p>Words", content);
    };
    const std::vector<http::Header> html{{"content-type", "text/html"}};
    bench.fetcher.on("https://a.example/now", 200, page("0; url=/new"), html)
        .on("https://a.example/soon", 200, page("5; url=/new"), html)
        .on("https://a.example/clock", 200, page("300; url=/new"), html)
        .on("https://a.example/new", 200, "<title>There</title>", html);

    CHECK(bench.run({"https://a.example/now", "https://a.example/soon", "https://a.example/clock"}) ==
          RunEnd::complete);

    CHECK(bench.records.at("https://a.example/now").verdict.outcome == Outcome::moved);
    CHECK(bench.records.at("https://a.example/now").metadata->title == "There");
    CHECK(bench.records.at("https://a.example/soon").verdict.outcome == Outcome::ok);
    CHECK(bench.records.at("https://a.example/soon").final_url == "https://a.example/new");
    CHECK(bench.records.at("https://a.example/clock").final_url == "https://a.example/clock");
}

TEST_CASE("crawl: behind a certificate that does not hold is seen what readers would see", "[crawl]") {
    Bench bench;
    bench.fetcher.on_error("https://a.example/", http::TransportErrorKind::tls, "certificate-expired")
        .on("https://a.example/", 200, "<title>Still here</title>", {{"content-type", "text/html"}});

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    const auto& record = bench.records.at("https://a.example/");
    CHECK(record.verdict.outcome == Outcome::tls_error);
    CHECK(record.verdict.evidence.find("Still here") != std::string::npos);
    CHECK(record.flags == std::vector<std::string>{"insecure"});
}

TEST_CASE("crawl: a page that did not change is alive, and keeps what is known of it", "[crawl]") {
    Bench bench;
    bench.memory.pages["https://a.example/"].validators = {"https://a.example/", "\"e\"", "", {}};
    bench.fetcher.on("https://a.example/", 304);

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests().front().headers.at(0).value == "\"e\"");
    const auto& record = bench.records.at("https://a.example/");
    CHECK(record.verdict.outcome == Outcome::ok);
    CHECK_FALSE(record.metadata);
}

TEST_CASE("crawl: a page in other hands is told by its title and the words of the issues", "[crawl]") {
    Bench bench;
    bench.memory.pages["https://a.example/"].anchors = {
        "An introduction to kernel modules for embedded boards"};
    bench.fetcher.on("https://a.example/", 200,
                     "<title>Situs judi slot gacor maxwin hari ini</title><p>Daftar",
                     {{"content-type", "text/html"}});

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.example/").verdict.outcome == Outcome::parked);
    CHECK(bench.records.at("https://a.example/").verdict.reason == "hijacked-title");
}

TEST_CASE("crawl: a page's title is compared with the words by which issues link to it", "[crawl]") {
    Bench bench;
    bench.memory.pages["https://a.example/same"].anchors = {"more", "Quantised networks on small processors"};
    bench.memory.pages["https://a.example/other"].anchors = {
        "Gardening with tulips on a cold balcony in winter"};
    const auto page = "<title>Quantised networks on small processors | A blog</title><p>Words";
    for (const char* url : {"https://a.example/same", "https://a.example/other"})
        bench.fetcher.on(url, 200, page, {{"content-type", "text/html"}});

    CHECK(bench.run({"https://a.example/same", "https://a.example/other"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.example/same").title_match == verdict::TitleMatch::match);
    CHECK(bench.records.at("https://a.example/other").title_match == verdict::TitleMatch::mismatch);
    CHECK(bench.records.at("https://a.example/other").verdict.outcome == Outcome::ok);
}

TEST_CASE("crawl: a page that became another one is compared with what it was, and stays alive", "[crawl]") {
    Bench bench;
    std::string before;
    std::string after;
    for (int i = 0; i < 60; ++i) {
        before += fmt::format("engine{} valve{} piston{} ", i, i * 7, i * 3);
        after +=
            fmt::format("garden{} tulip{} meadow{} hedge{} orchard{} pond{} ", i, i * 5, i * 11, i, i, i);
    }
    bench.memory.pages["https://a.example/x"].baseline =
        verdict::PageMark{page::fingerprint(before), "How engines are built"};
    bench.fetcher.on("https://a.example/x", 200, "<title>Flowers for every season</title><p>" + after + after,
                     {{"content-type", "text/html"}});

    CHECK(bench.run({"https://a.example/x"}) == RunEnd::complete);

    const auto& record = bench.records.at("https://a.example/x");
    CHECK(record.drift == verdict::Drift::drifted);
    CHECK(record.verdict.outcome == Outcome::ok);
    REQUIRE(record.fingerprint);
    CHECK(record.fingerprint->shingles > 30);
}

TEST_CASE("crawl: parts of a page are looked for when that is asked for", "[crawl]") {
    Bench bench;
    bench.memory.pages["https://a.example/"].fragments = {"here", "gone", "top"};
    bench.fetcher.on("https://a.example/", 200, "<title>A</title><h2 id=here>Here</h2><p>Words",
                     {{"content-type", "text/html"}});

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);
    CHECK(bench.records.at("https://a.example/").verdict.outcome == Outcome::ok);

    bench.records.clear();
    bench.options.include_fragments = true;
    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);
    const auto& verdict = bench.records.at("https://a.example/").verdict;
    CHECK(verdict.outcome == Outcome::not_found);
    CHECK(verdict.reason == "fragment-missing");
    CHECK(verdict.evidence.find("#gone") != std::string::npos);
    CHECK(verdict.evidence.find("#here") == std::string::npos);
}
