// What one run leaves to the next: hosts, validators, links left out.
#include <string>

#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::store;
using namespace linktender::store::test;
using namespace std::chrono_literals;
using linktender::test::TempDir;

TEST_CASE("store: what was learned of a host comes back, and checks leave it alone", "[store]") {
    const TempDir folder;
    const auto file = folder / "l.db";
    HostRecord host;
    host.name = "a.example";
    host.interval = 3s;
    host.head_refused = true;
    host.not_before = k_tuesday;
    host.robots = "# https://a.example\nUser-agent: *\nDisallow: /x\n";
    host.robots_read_at = k_monday;
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        writer.put_host(host);
        writer.put_check(run, check("https://a.example/"));
        writer.put_check(run, check("https://b.example/"));
        writer.flush();
    }

    const Reader reader(file);
    const auto read = reader.host("a.example");
    REQUIRE(read);
    CHECK(read->interval == 3s);
    CHECK(read->head_refused);
    CHECK_FALSE(read->http1_only);
    CHECK(read->not_before == k_tuesday);
    CHECK(read->robots == host.robots);
    CHECK(read->robots_read_at == k_monday);
    REQUIRE(reader.host("b.example"));
    CHECK_FALSE(reader.host("b.example")->robots_read_at);
    CHECK_FALSE(reader.host("c.example"));
}

TEST_CASE("store: a robots.txt too long to keep is not kept in part", "[store]") {
    const TempDir folder;
    const auto file = folder / "l.db";
    HostRecord host;
    host.name = "a.example";
    host.robots = std::string(100'000, 'x');
    host.robots_read_at = k_monday;
    {
        Writer writer(file);
        writer.put_host(host);
        writer.flush();
    }

    const auto read = Reader(file).host("a.example");

    REQUIRE(read);
    CHECK(read->robots.empty());
    CHECK_FALSE(read->robots_read_at);
}

TEST_CASE("store: a page may be asked for conditionally while its link is alive", "[store]") {
    struct Row {
        verdict::Outcome latest;
        bool conditional;
    };
    const auto row = GENERATE(values<Row>({{verdict::Outcome::ok, true},
                                           {verdict::Outcome::moved, true},
                                           {verdict::Outcome::not_found, false},
                                           {verdict::Outcome::soft_404, false},
                                           {verdict::Outcome::blocked, false}}));
    CAPTURE(verdict::to_string(row.latest));
    const TempDir folder;
    const auto file = folder / "l.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        CheckRecord good = check("https://a.example/old");
        good.final_url = "https://a.example/new";
        good.etag = "\"v1\"";
        good.metadata.emplace().title = "A";
        writer.put_check(run, good);
        CheckRecord latest = check("https://a.example/old", row.latest, k_tuesday);
        latest.etag = row.conditional ? "\"v2\"" : "\"error page\"";
        latest.final_url = "https://a.example/new";
        writer.put_check(run, latest);
        writer.flush();
    }

    const auto validators = Reader(file).knowledge("https://a.example/old").validators;

    REQUIRE(validators.has_value() == row.conditional);
    if (row.conditional) {
        CHECK(validators->url == "https://a.example/new");
        CHECK(validators->etag == "\"v2\"");
        CHECK(validators->read_at == k_monday);
    }
}

TEST_CASE("store: a link that a run left out says why, for that run", "[store]") {
    const TempDir folder;
    const auto file = folder / "l.db";
    RunId first = 0;
    RunId second = 0;
    {
        Writer writer(file);
        first = writer.begin_run(sample_run());
        writer.put_issue(first, issue("a.md", {occurrence("https://a.example/", 1)}));
        writer.put_unchecked(first, "https://a.example/", "bot-wall");
        second = writer.begin_run(sample_run());
        writer.put_issue(second, issue("a.md", {occurrence("https://a.example/", 1)}));
        writer.flush();
    }

    const Reader reader(file);
    const auto reason = [&](RunId run) {
        std::string found;
        reader.links_of(run, [&](const LinkView& link) { found = link.unchecked_reason; });
        return found;
    };

    CHECK(reason(first) == "bot-wall");
    CHECK(reason(second).empty());
}
