#include "linktender/crawl/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "run_bench.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using namespace std::chrono_literals;

namespace {

http::Response doubtful() {
    http::Response response;
    response.error =
        http::TransportError{http::TransportErrorKind::dns_error, "dns-timeout", "no answer", true};
    return response;
}

}  // namespace

TEST_CASE("crawl: each link gets one record, whatever became of it", "[crawl]") {
    Bench bench;
    bench.fetcher.on("https://a.example/", 200, "<title>A</title>", {{"content-type", "text/html"}})
        .on("https://a.example/gone", 410)
        .on("https://a.example/old", 301, {}, {{"location", "https://b.example/new"}})
        .on("https://b.example/new", 200)
        .on_error("https://c.example/", http::TransportErrorKind::tls, "certificate-expired");

    CHECK(bench.run({"https://a.example/", "https://a.example/gone", "https://a.example/old",
                     "https://c.example/"}) == RunEnd::complete);

    REQUIRE(bench.records.size() == 4);
    CHECK(bench.records.at("https://a.example/").metadata->title == "A");
    CHECK(bench.records.at("https://a.example/gone").verdict.outcome == verdict::Outcome::gone);
    const auto& moved = bench.records.at("https://a.example/old");
    CHECK(moved.verdict.outcome == verdict::Outcome::moved);
    CHECK(moved.verdict.moved_to == "https://b.example/new");
    CHECK(moved.hops.size() == 1);
    CHECK(bench.records.at("https://c.example/").verdict.outcome == verdict::Outcome::tls_error);
}

TEST_CASE("crawl: a retry is a new request and one record", "[crawl]") {
    Bench bench;
    bench.options.check.max_retries = 2;
    bench.options.check.retry_wait = 1ms;
    bench.fetcher.on("https://a.example/", 503).on("https://a.example/", 200);

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://a.example/") == 2);
    CHECK(bench.records.at("https://a.example/").attempts == 2);
    CHECK(bench.records.at("https://a.example/").verdict.outcome == verdict::Outcome::ok);
}

TEST_CASE("crawl: thousands of links go through a small queue without one being lost", "[crawl]") {
    Bench bench;
    bench.options.limits.max_in_flight = 64;
    std::vector<std::string> urls;
    for (int i = 0; i < 3000; ++i) {
        urls.push_back(fmt::format("https://h{}.example/{}", i % 50, i));
        bench.fetcher.on(urls.back(), 200, "text");
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    CHECK(bench.records.size() == urls.size());
    CHECK(bench.fetcher.requests().size() == urls.size());
}

TEST_CASE("crawl: with the network down no link is blamed", "[crawl]") {
    Bench bench;
    bench.options.canaries = {parsed("https://canary.example/")};
    bench.fetcher.on("https://canary.example/", doubtful());
    std::vector<std::string> urls;
    for (int i = 0; i < 30; ++i) {
        urls.push_back(fmt::format("https://h{}.example/", i));
        bench.fetcher.on(urls.back(), doubtful());
    }

    CHECK(bench.run(urls) == RunEnd::network_down);

    CHECK(bench.records.empty());
}

TEST_CASE("crawl: a canary that answers settles the question, and the failures count", "[crawl]") {
    Bench bench;
    bench.options.canaries = {parsed("https://canary.example/"), parsed("https://canary.test/")};
    bench.fetcher.on("https://canary.example/", doubtful()).on("https://canary.test/", 200);
    std::vector<std::string> urls;
    for (int i = 0; i < 300; ++i) {
        urls.push_back(fmt::format("https://h{}.example/", i));
        bench.fetcher.on(urls.back(), doubtful());
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    CHECK(bench.records.size() == 300);
    CHECK(bench.fetcher.requests_for("https://canary.test/") == 1);
}

TEST_CASE("crawl: one doubtful link alone asks the canaries at the end", "[crawl]") {
    Bench bench;
    bench.options.canaries = {parsed("https://canary.example/")};
    bench.fetcher.on("https://canary.example/", 204).on("https://a.example/", doubtful());

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    CHECK(bench.records.at("https://a.example/").verdict.outcome == verdict::Outcome::dns_error);
}

TEST_CASE("crawl: without canaries a failure counts as it stands", "[crawl]") {
    Bench bench;
    bench.fetcher.on("https://a.example/", doubtful());

    CHECK(bench.run({"https://a.example/"}) == RunEnd::complete);

    CHECK(bench.records.size() == 1);
}

TEST_CASE("crawl: stop keeps what was checked and gives up what is in flight", "[crawl]") {
    Bench bench;
    bench.fetcher.on("https://a.example/", 200).never("https://b.example/");
    Pipeline* running = nullptr;
    Pipeline pipeline(bench.io, bench.fetcher, bench.clock, bench.rules, bench.memory, bench.options,
                      [&](store::CheckRecord record) {
                          bench.records.emplace(record.url, record);
                          boost::asio::post(bench.io, [&] { running->stop(); });
                      });
    running = &pipeline;

    CHECK(pipeline.run(links_of({"https://a.example/", "https://b.example/"})) == RunEnd::interrupted);

    CHECK(bench.records.size() == 1);
    CHECK(bench.records.count("https://a.example/") == 1);
}

TEST_CASE("crawl: what the sink throws ends the run and arrives", "[crawl]") {
    Bench bench;
    for (int i = 0; i < 100; ++i) bench.fetcher.on(fmt::format("https://a.example/{}", i), 200);
    LinkList links;
    for (int i = 0; i < 100; ++i) links.add(fmt::format("https://a.example/{}", i));
    Pipeline pipeline(bench.io, bench.fetcher, bench.clock, bench.rules, bench.memory, bench.options,
                      [](const store::CheckRecord&) { throw std::runtime_error("disk full"); });

    CHECK_THROWS_AS(pipeline.run(links), std::runtime_error);

    CHECK(bench.fetcher.requests().size() < 100);
}

TEST_CASE("crawl: a failure of this machine is no record and is counted", "[crawl]") {
    Bench bench;
    bench.fetcher.on_error("https://a.example/", http::TransportErrorKind::local, "no-descriptors");
    Pipeline pipeline(bench.io, bench.fetcher, bench.clock, bench.rules, bench.memory, bench.options,
                      [&](store::CheckRecord record) { bench.records.emplace(record.url, record); });

    CHECK(pipeline.run(links_of({"https://a.example/"})) == RunEnd::complete);

    CHECK(bench.records.empty());
    CHECK(pipeline.progress().failed_here == 1);
}

TEST_CASE("crawl: a user name and password reach the server and no record", "[crawl]") {
    Bench bench;
    bench.fetcher
        .on("https://user:secret@a.example/", 301, {}, {{"location", "https://user:secret@b.example/"}})
        .on("https://user:secret@b.example/", 404);

    CHECK(bench.run({"https://user:secret@a.example/"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests_for("https://user:secret@b.example/") == 1);
    const auto& record = bench.records.at("https://a.example/");
    CHECK(record.final_url == "https://b.example/");
    CHECK(record.hops.at(0).url == "https://b.example/");
    CHECK(record.verdict.evidence.find("secret") == std::string::npos);
}
