// Second looks within a run: one request more, at the interface's pace, before the record is given away.
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "run_bench.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using verdict::Outcome;

namespace {

std::string oembed(std::string_view id) {
    return fmt::format(
        "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{}&format=json", id);
}

bool mentions(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("crawl: YouTube's oEmbed tells a video that is gone from one that is there", "[crawl]") {
    Bench bench;
    bench.options.robots_token = "linktender";
    bench.fetcher.on("https://youtu.be/robots.txt", 404)
        .on("https://youtu.be/abcdefghij1", 200)
        .on("https://youtu.be/abcdefghij2", 200)
        .on(oembed("abcdefghij1"), 200, R"({"title":"Walls","author_name":"Ana"})")
        .on(oembed("abcdefghij2"), 404);

    CHECK(bench.run({"https://youtu.be/abcdefghij1", "https://youtu.be/abcdefghij2"}) == RunEnd::complete);

    const auto& there = bench.records.at("https://youtu.be/abcdefghij1");
    CHECK(there.verdict.outcome == Outcome::ok);
    CHECK(there.verdict.reason == "youtube-oembed-found");
    CHECK(there.metadata->title == "Walls");
    CHECK(bench.records.at("https://youtu.be/abcdefghij2").verdict.outcome == Outcome::soft_404);
    // An interface for programs: its robots.txt is not asked for.
    CHECK(bench.fetcher.requests_for("https://www.youtube.com/robots.txt") == 0);
}

TEST_CASE("crawl: a DOI behind a wall is looked up, and then what it stands for", "[crawl]") {
    Bench bench;
    bench.fetcher.on("https://doi.org/10.5555/a", 302, {}, {{"location", "https://p.example/a"}})
        .on("https://p.example/a", 403)
        .on("https://doi.org/api/handles/10.5555/a", 200, R"({"responseCode":1,"handle":"10.5555/a"})")
        .on("https://api.crossref.org/works/10.5555/a", 200,
            R"({"message":{"DOI":"10.5555/a","title":["Ice"]}})");

    CHECK(bench.run({"https://doi.org/10.5555/a"}) == RunEnd::complete);

    const auto& record = bench.records.at("https://doi.org/10.5555/a");
    CHECK(record.verdict.outcome == Outcome::ok);
    CHECK(record.verdict.reason == "doi-registered");
    CHECK(record.status == 403);
    REQUIRE(record.metadata);
    CHECK(record.metadata->title == "Ice");
}

TEST_CASE("crawl: arXiv's papers, GitHub's repositories and Bilibili's videos are looked up", "[crawl]") {
    Bench bench;
    bench.rules = verdict::builtin_rules();  // they know a 412 of Bilibili for a wall
    bench.options.second_looks.github = true;
    bench.fetcher.on("https://arxiv.org/abs/1901.00001", 403)
        .on("https://export.arxiv.org/api/query?id_list=1901.00001&max_results=1", 200,
            "<feed><entry><id>http://arxiv.org/abs/1901.00001v1</id><title>Cold</title></entry></feed>")
        .on("https://github.com/ana/walls", 429)
        .on("https://api.github.com/repos/ana/walls", 301, {},
            {{"location", "https://api.github.com/repositories/7"}})
        .on("https://api.github.com/repositories/7", 200,
            R"({"full_name":"ana/ice","html_url":"https://github.com/ana/ice"})")
        .on("https://www.bilibili.com/video/BV1xx411c7mD", 412)
        .on("https://api.bilibili.com/x/web-interface/view?bvid=BV1xx411c7mD", 200, R"({"code":62002})");

    CHECK(bench.run({"https://arxiv.org/abs/1901.00001", "https://github.com/ana/walls",
                     "https://www.bilibili.com/video/BV1xx411c7mD"}) == RunEnd::complete);

    CHECK(bench.records.at("https://arxiv.org/abs/1901.00001").metadata->title == "Cold");
    CHECK(bench.records.at("https://github.com/ana/walls").verdict.moved_to == "https://github.com/ana/ice");
    CHECK(bench.records.at("https://www.bilibili.com/video/BV1xx411c7mD").verdict.outcome ==
          Outcome::not_found);
}

TEST_CASE("crawl: a look that fails leaves the record as it was; after three none is tried", "[crawl]") {
    Bench bench;
    std::vector<std::string> urls;
    for (int i = 0; i < 40; ++i) {
        urls.push_back(fmt::format("https://p{}.example/doi/10.5555/{}", i, i));
        bench.fetcher.on(urls.back(), 403).on(fmt::format("https://doi.org/api/handles/10.5555/{}", i), 500);
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    REQUIRE(bench.records.size() == urls.size());
    std::size_t asked = 0;
    for (const auto& [url, record] : bench.records) {
        CHECK(record.verdict.outcome == Outcome::blocked);
        CHECK(mentions(record.verdict.evidence, "doi.org"));
        asked += mentions(record.verdict.evidence, "answered 500") ? 1U : 0U;
    }
    CHECK(asked == bench.fetcher.requests().size() - urls.size());
    // Two may be on their way when the third failure comes.
    CHECK(asked >= 3);
    CHECK(asked <= 5);
}

TEST_CASE("crawl: few refusals of YouTube are private videos, many are throttling", "[crawl]") {
    struct Row {
        int refused;
        Outcome outcome;
    };
    const auto row = GENERATE(values<Row>({{1, Outcome::login}, {2, Outcome::login}, {3, Outcome::ok}}));
    CAPTURE(row.refused);
    Bench bench;
    std::vector<std::string> urls;
    for (int i = 0; i < 10; ++i) {
        const std::string id = fmt::format("abcdefghij{}", i);
        urls.push_back("https://youtu.be/" + id);
        bench.fetcher.on(urls.back(), 200);
        if (i < row.refused)
            bench.fetcher.on(oembed(id), 403);
        else
            bench.fetcher.on(oembed(id), 200, R"({"title":"Walls"})");
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    REQUIRE(bench.records.size() == urls.size());
    const auto& verdict = bench.records.at(urls.front()).verdict;
    CHECK(verdict.outcome == row.outcome);
    CHECK(mentions(verdict.evidence, "refused 3 of 10 answers") == (row.outcome == Outcome::ok));
    CHECK(bench.records.at(urls.back()).verdict.reason == "youtube-oembed-found");
}

TEST_CASE("crawl: a wall before videos does not stand before their oEmbed", "[crawl]") {
    Bench bench;
    bench.options.limits.host_concurrency = 1;
    bench.rules = verdict::builtin_rules();
    std::vector<std::string> urls;
    for (int i = 0; i < 9; ++i) {
        const std::string id = fmt::format("abcdefghij{}", i);
        urls.push_back("https://www.youtube.com/watch?v=" + id);
        bench.fetcher.on(urls.back(), 403, "Just a moment...", {{"cf-mitigated", "challenge"}});
        bench.fetcher.on(oembed(id), 200, R"({"title":"Walls"})");
    }

    CHECK(bench.run(urls) == RunEnd::complete);

    REQUIRE(bench.records.size() == urls.size());
    for (const auto& [url, record] : bench.records) CHECK(record.verdict.outcome == Outcome::ok);
}

TEST_CASE("crawl: a run that is stopped gives away what waits for a look as it was", "[crawl]") {
    Bench bench;
    bench.fetcher.on("https://doi.org/10.5555/a", 403)
        .never("https://doi.org/api/handles/10.5555/a")
        .on("https://p.example/10.5555/b", 403)
        .never("https://doi.org/api/handles/10.5555/b");
    std::vector<store::CheckRecord> records;
    Pipeline pipeline(bench.io, bench.fetcher, bench.clock, bench.rules, bench.memory, bench.options,
                      [&](store::CheckRecord record) { records.push_back(std::move(record)); });
    boost::asio::steady_timer watch(bench.io);
    const std::function<void()> stop_when_asked = [&] {
        if (bench.fetcher.requests_for("https://doi.org/api/handles/10.5555/a") > 0) return pipeline.stop();
        watch.expires_after(1ms);
        watch.async_wait([&](const boost::system::error_code&) { stop_when_asked(); });
    };
    boost::asio::post(bench.io, stop_when_asked);

    CHECK(pipeline.run(links_of({"https://doi.org/10.5555/a", "https://p.example/10.5555/b"})) ==
          RunEnd::interrupted);

    CHECK_FALSE(records.empty());
    for (const store::CheckRecord& record : records) CHECK(record.verdict.outcome == Outcome::blocked);
}

TEST_CASE("crawl: looks that are switched off ask for nothing", "[crawl]") {
    Bench bench;
    bench.options.second_looks.youtube = false;
    bench.fetcher.on("https://youtu.be/abcdefghij1", 200);

    CHECK(bench.run({"https://youtu.be/abcdefghij1"}) == RunEnd::complete);

    CHECK(bench.fetcher.requests().size() == 1);
    CHECK(bench.records.at("https://youtu.be/abcdefghij1").verdict.outcome == Outcome::ok);
}
