#include "linktender/store/reader.hpp"

#include <SQLiteCpp/Database.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::source::Form;
using linktender::test::TempDir;
using linktender::verdict::Outcome;
using linktender::verdict::State;
using Kind = StoreError::Kind;

namespace {

std::vector<std::string> urls_of(const Reader& reader, RunId run) {
    std::vector<std::string> urls;
    reader.links_of(run, [&](const LinkView& link) { urls.push_back(link.url); });
    return urls;
}

linktender::source::Issue dated(std::string file, int year,
                                std::vector<linktender::source::Occurrence> occurrences) {
    auto one = issue(std::move(file), std::move(occurrences));
    one.date = std::chrono::year(year) / std::chrono::May / 1;
    return one;
}

/// A check with every field set.
CheckRecord full_check() {
    CheckRecord one = check("https://a.example/page", Outcome::moved);
    one.verdict.rule = "a-rule";
    one.verdict.confidence = linktender::verdict::Confidence::low;
    one.verdict.moved_to = "https://b.example/";
    one.hops = {{301, "https://b.example/"}, {302, "https://c.example/"}};
    one.final_url = "https://c.example/";
    one.attempts = 3;
    one.content_type = "text/html";
    one.bytes = 123'456'789'012;
    using linktender::core::Milliseconds;
    one.timing = {.dns = Milliseconds(1),
                  .connect = Milliseconds(2),
                  .tls = Milliseconds(3),
                  .first_byte = Milliseconds(4),
                  .total = Milliseconds(5)};
    one.http_version = "2";
    one.remote_address = "203.0.113.7";
    one.tls_expires_at = k_tuesday;
    one.flags = {"insecure", "expiring"};
    one.metadata = {.title = "题目",
                    .description = "d",
                    .authors = {"Ada", "王小明"},
                    .published = "2019-12-17",
                    .site = "s",
                    .language = "zh",
                    .canonical = "https://c.example/c",
                    .image = "https://c.example/i.png",
                    .doi = "10.1/x"};
    one.etag = "\"e\"";
    one.last_modified = "Tue, 17 Dec 2019 00:00:00 GMT";
    return one;
}

}  // namespace

TEST_CASE("store: a link comes back with its check, state and page as they were put", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const CheckRecord put = full_check();
    writer.put_check(writer.begin_run(sample_run()), put);
    writer.flush();

    const auto link = Reader(folder / "t.db").link(put.url);

    REQUIRE(link);
    CHECK(link->url == put.url);
    CHECK(link->state.state == State::moved);
    CHECK(link->state.last_ok_at == k_monday);
    REQUIRE(link->check);
    const CheckRecord& got = *link->check;
    CHECK(got.url == put.url);
    CHECK(got.checked_at == put.checked_at);
    CHECK(got.verdict.outcome == put.verdict.outcome);
    CHECK(got.verdict.reason == put.verdict.reason);
    CHECK(got.verdict.evidence == put.verdict.evidence);
    CHECK(got.verdict.rule == put.verdict.rule);
    CHECK(got.verdict.confidence == put.verdict.confidence);
    CHECK(got.verdict.moved_to == put.verdict.moved_to);
    REQUIRE(got.hops.size() == 2);
    CHECK(got.hops[1].status == 302);
    CHECK(got.hops[1].url == "https://c.example/");
    CHECK(got.status == put.status);
    CHECK(got.final_url == put.final_url);
    CHECK(got.attempts == put.attempts);
    CHECK(got.content_type == put.content_type);
    CHECK(got.bytes == put.bytes);
    CHECK(got.timing.dns == put.timing.dns);
    CHECK(got.timing.connect == put.timing.connect);
    CHECK(got.timing.tls == put.timing.tls);
    CHECK(got.timing.first_byte == put.timing.first_byte);
    CHECK(got.timing.total == put.timing.total);
    CHECK(got.http_version == put.http_version);
    CHECK(got.remote_address == put.remote_address);
    CHECK(got.tls_expires_at == put.tls_expires_at);
    CHECK(got.flags == put.flags);
    CHECK(got.etag == put.etag);
    CHECK(got.last_modified == put.last_modified);
    REQUIRE(got.metadata);
    CHECK(got.metadata->title == put.metadata->title);
    CHECK(got.metadata->description == put.metadata->description);
    CHECK(got.metadata->authors == put.metadata->authors);
    CHECK(got.metadata->published == put.metadata->published);
    CHECK(got.metadata->site == put.metadata->site);
    CHECK(got.metadata->language == put.metadata->language);
    CHECK(got.metadata->canonical == put.metadata->canonical);
    CHECK(got.metadata->image == put.metadata->image);
    CHECK(got.metadata->doi == put.metadata->doi);
}

TEST_CASE("store: a link that no check has seen is unchecked, one that nobody named is nothing", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    writer.put_issue(writer.begin_run(sample_run()), issue("1.md", {occurrence("https://a.example/", 1)}));
    writer.flush();

    const Reader reader(folder / "t.db");
    const auto link = reader.link("https://a.example/");

    REQUIRE(link);
    CHECK(link->state.state == State::unchecked);
    CHECK_FALSE(link->check);
    CHECK_FALSE(reader.last_checked("https://a.example/"));
    CHECK_FALSE(reader.link("https://b.example/"));
}

TEST_CASE("store: a check that rests on our settings alone does not count as a visit", "[store]") {
    struct Row {
        Outcome outcome;
        bool counts;
    };
    const auto row = GENERATE(values<Row>({{Outcome::ok, true},
                                           {Outcome::not_found, true},
                                           {Outcome::blocked, true},
                                           {Outcome::disallowed, true},
                                           {Outcome::skipped, false},
                                           {Outcome::unsafe, false}}));
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId run = writer.begin_run(sample_run());
    writer.put_check(run, check("https://a.example/"));
    writer.put_check(run, check("https://a.example/", row.outcome, k_tuesday));
    writer.flush();

    const auto last = Reader(folder / "t.db").last_checked("https://a.example/");

    CHECK(last.has_value() == row.counts);
    CHECK(last.value_or(k_tuesday) == k_tuesday);
}

TEST_CASE("store: the issues of a run come by date, then file, undated ones last", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId other = writer.begin_run(sample_run());
    writer.put_issue(other, dated("not-in-the-run.md", 2018, {}));
    const RunId run = writer.begin_run(sample_run());
    auto undated = issue("0.md", {});
    undated.date.reset();
    writer.put_issue(run, undated);
    writer.put_issue(run, dated("b.md", 2020, {}));
    writer.put_issue(run, dated("a.md", 2020, {}));
    writer.put_issue(run, dated("z.md", 2019, {}));
    writer.flush();

    const auto issues = Reader(folder / "t.db").issues_of(run);

    REQUIRE(issues.size() == 4);
    CHECK(issues[0].file == "z.md");
    CHECK(issues[0].title == "Issue of z.md");
    CHECK(issues[0].date == std::chrono::year(2019) / std::chrono::May / 1);
    CHECK(issues[1].file == "a.md");
    CHECK(issues[2].file == "b.md");
    CHECK(issues[3].file == "0.md");
    CHECK_FALSE(issues[3].date);
}

TEST_CASE("store: occurrences name their issue by its place among the issues of the run", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(run, dated("3.md", 2021, {occurrence("https://c.example/", 9, "c", Form::bare)}));
    writer.put_issue(run, dated("2.md", 2020, {}));
    writer.put_issue(run,
                     dated("1.md", 2019,
                           {occurrence("https://a.example/x#frag", 1, "a"), occurrence("about.md", 2, "r"),
                            occurrence("https://d.example/", 7, "d", Form::definition)}));
    writer.flush();

    std::vector<OccurrenceView> seen;
    Reader(folder / "t.db").occurrences_of(run, [&](const OccurrenceView& one) { seen.push_back(one); });

    REQUIRE(seen.size() == 4);
    CHECK(seen[0].issue == 0);
    CHECK(seen[0].url == "https://a.example/x");
    CHECK(seen[0].fragment == "frag");
    CHECK(seen[0].line == 1);
    CHECK(seen[0].column == 3);
    CHECK(seen[0].offset == 100);
    CHECK(seen[0].length == 24);
    CHECK(seen[0].raw == "https://a.example/x#frag");
    CHECK(seen[0].text == "a");
    CHECK(seen[0].form == "inline");
    CHECK(seen[1].url.empty());
    CHECK(seen[1].raw == "about.md");
    CHECK(seen[2].form == "definition");
    CHECK(seen[3].issue == 2);
    CHECK(seen[3].form == "bare");
}

TEST_CASE("store: the links of a run are those its issues use, each once, by URL", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId other = writer.begin_run(sample_run());
    writer.put_issue(other, issue("other.md", {occurrence("https://other.example/", 1)}));
    const RunId run = writer.begin_run(sample_run());
    auto disabled = occurrence("https://disabled.example/", 4);
    disabled.disabled = true;
    writer.put_issue(
        run, issue("1.md", {occurrence("https://b.example/#x", 1), occurrence("https://a.example/", 2),
                            occurrence("https://unused.example/", 3, "", Form::definition), disabled}));
    writer.put_issue(run, issue("2.md", {occurrence("https://b.example/#y", 1), occurrence("about.md", 2)}));
    writer.put_check(run, check("https://b.example/", Outcome::gone));
    writer.flush();

    const Reader reader(folder / "t.db");

    CHECK(urls_of(reader, run) == std::vector<std::string>{"https://a.example/", "https://b.example/"});
    CHECK(urls_of(reader, 99).empty());
    std::vector<std::string> left_alone;
    reader.occurrences_of(run, [&](const OccurrenceView& one) {
        if (one.disabled) left_alone.push_back(one.url);
    });
    CHECK(left_alone == std::vector<std::string>{"https://disabled.example/"});
}

TEST_CASE("store: a callback may use the reader and what it throws passes through", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(
        run, issue("1.md", {occurrence("https://a.example/", 1), occurrence("https://b.example/", 2)}));
    writer.put_check(run, full_check());
    writer.flush();
    const Reader reader(folder / "t.db");

    int found = 0;
    reader.links_of(run, [&](const LinkView& outer) {
        found += reader.link(outer.url).has_value() ? 1 : 0;
        found += urls_of(reader, run).size() == 2 ? 1 : 0;
    });

    CHECK(found == 4);
    CHECK_THROWS_AS(reader.links_of(run, [](const LinkView&) { throw std::out_of_range("mine"); }),
                    std::out_of_range);
}

TEST_CASE("store: a walk over links sees the database as it was when it began", "[store]") {
    const TempDir folder;
    Writer writer(folder / "t.db");
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(
        run, issue("1.md", {occurrence("https://a.example/", 1), occurrence("https://b.example/", 2)}));
    writer.flush();
    const Reader reader(folder / "t.db");

    std::vector<State> states;
    reader.links_of(run, [&](const LinkView& link) {
        writer.put_check(run, check("https://b.example/"));
        writer.flush();
        states.push_back(link.state.state);
    });

    CHECK(states == std::vector<State>{State::unchecked, State::unchecked});
    CHECK(reader.link("https://b.example/")->state.state == State::alive);
}

TEST_CASE("store: words and numbers that no linktender writes are an error or clamped, never a crash",
          "[store]") {
    struct Row {
        std::string change;
        bool readable;
    };
    const auto row = GENERATE(values<Row>({
        {"UPDATE state SET state = 'undead'", false},
        {"UPDATE state SET last_known = ''", false},
        {"UPDATE page SET authors = 'Ada'", false},
        {"UPDATE page SET authors = ''", false},
        {"UPDATE state SET failures = 9223372036854775807, since = -9223372036854775808", true},
        {"UPDATE page SET authors = '{\"a\":[1,[2,null]]}', read_at = 9223372036854775807", true},
        {"UPDATE page SET title = char(0, 65, 0)", true},
        {"UPDATE page SET title = CAST(x'41ff42' AS TEXT)", true},
        {"UPDATE link SET url = 'https://a.example/page', host = char(55296)", true},
        {"UPDATE state SET check_id = 4711", true},
    }));
    CAPTURE(row.change);
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        writer.put_check(writer.begin_run(sample_run()), full_check());
    }
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(row.change);

    const Reader reader(file);
    const auto read = [&] {
        const auto link = reader.link("https://a.example/page");
        if (link && link->check && link->check->metadata)
            CHECK(linktender::core::is_valid_utf8(link->check->metadata->title));
    };

    if (row.readable)
        CHECK_NOTHROW(read());
    else
        CHECK(kind_of_error(read) == Kind::damaged);
}
