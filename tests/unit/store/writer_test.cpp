#include "linktender/store/writer.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "linktender/store/reader.hpp"
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

/// A database to look at with SQL, while no writer has it open.
int count(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database(file.string());
    return database.execAndGet(sql).getInt();
}

std::string cell(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database(file.string());
    return database.execAndGet(sql).getString();
}

}  // namespace

TEST_CASE("store: a run begins with its own id and ends with how it ended", "[store]") {
    const TempDir folder;
    const auto file = folder / "a/b/new.db";
    Writer writer(file);

    const RunId first = writer.begin_run(sample_run());
    const RunId second = writer.begin_run(sample_run(k_tuesday));
    writer.finish_run(second, k_tuesday + std::chrono::hours(1), "complete");
    writer.flush();

    const Reader reader(file);
    const auto run = reader.latest_run();
    REQUIRE(run);
    CHECK(run->id == second);
    CHECK(run->started_at == k_tuesday);
    CHECK(run->finished_at == k_tuesday + std::chrono::hours(1));
    CHECK(run->tool == "linktender 0.1.0");
    CHECK(run->inputs == sample_run().inputs);
    CHECK(run->ended == "complete");
    REQUIRE(reader.run(first));
    CHECK_FALSE(reader.run(first)->finished_at);
    CHECK(reader.run(first)->ended.empty());
    CHECK_FALSE(reader.run(first + 100));
}

TEST_CASE("store: an issue put again replaces its occurrences and keeps the links", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        writer.put_issue(run, issue("1.md", {occurrence("https://a.example/", 1, "first"),
                                             occurrence("https://b.example/#part", 2, "second")}));
        writer.put_issue(run, issue("1.md", {occurrence("https://b.example/", 5, "other")}));
        writer.flush();
    }

    CHECK(count(file, "SELECT count(*) FROM link") == 2);
    CHECK(count(file, "SELECT count(*) FROM occurrence") == 1);
    CHECK(count(file, "SELECT count(*) FROM issue") == 1);
    CHECK(count(file, "SELECT count(*) FROM anchor_fts") == 1);
    CHECK(count(file, "SELECT count(*) FROM anchor_fts WHERE anchor_fts MATCH 'second'") == 0);
    CHECK(count(file, "SELECT count(*) FROM anchor_fts WHERE anchor_fts MATCH 'other'") == 1);
}

TEST_CASE("store: an issue that did not change keeps its rows", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    const auto same = issue("1.md", {occurrence("https://a.example/#x", 1, std::string(100'000, 'a')),
                                     occurrence("relative.md", 2, "\xFF"), occurrence("https://a b/", 3)});
    {
        Writer writer(file);
        writer.put_issue(writer.begin_run(sample_run()), same);
        writer.put_issue(writer.begin_run(sample_run()),
                         issue("2.md", {occurrence("https://b.example/", 1)}));
        const RunId later = writer.begin_run(sample_run());
        writer.put_issue(later, same);
        writer.flush();
        CHECK(Reader(file).issues_of(later).size() == 1);
    }

    CHECK(count(file,
                "SELECT max(occurrence.id) FROM occurrence JOIN issue ON issue.id = issue_id "
                "WHERE file = '1.md'") == 3);
    CHECK(count(file, "SELECT last_run_id FROM issue WHERE file = '1.md'") == 3);
}

TEST_CASE("store: a link is one row with host and registrable domain, however many issues use it",
          "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        for (const char* name : {"1.md", "2.md", "3.md"})
            writer.put_issue(run, issue(name, {occurrence("https://news.example.co.uk:8443/x#y", 1)}));
        writer.put_check(run, check("https://news.example.co.uk:8443/x"));
    }

    CHECK(count(file, "SELECT count(*) FROM link") == 1);
    CHECK(cell(file, "SELECT url FROM link") == "https://news.example.co.uk:8443/x");
    CHECK(cell(file, "SELECT host FROM link") == "news.example.co.uk");
    CHECK(cell(file, "SELECT domain FROM link") == "example.co.uk");
    CHECK(cell(file, "SELECT fragment FROM occurrence LIMIT 1") == "y");
    CHECK(count(file, "SELECT count(*) FROM \"check\" JOIN link ON link.id = link_id") == 1);
}

TEST_CASE("store: an occurrence without a URL has no link and says why", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        writer.put_issue(writer.begin_run(sample_run()),
                         issue("1.md", {occurrence("../about.md", 1), occurrence("https://a b/", 2)}));
    }

    CHECK(count(file, "SELECT count(*) FROM occurrence WHERE link_id IS NULL") == 2);
    CHECK(cell(file, "SELECT raw || error FROM occurrence WHERE line = 1") == "../about.md");
    CHECK(cell(file, "SELECT raw FROM occurrence WHERE line = 2 AND error <> ''") == "https://a b/");
}

TEST_CASE("store: user names and passwords never reach the file", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        const std::string url = "https://ada:hunter2@a.example/";
        writer.put_issue(run,
                         issue("1.md", {occurrence(url, 1, url), occurrence("https:ada:hunter2@a.example", 2),
                                        occurrence("https://ada:hunter2@a b", 3)}));
        CheckRecord one = check(url);
        one.verdict.evidence = "redirected to " + url;
        one.verdict.moved_to = url;
        one.hops = {{301, url}};
        one.metadata.emplace().canonical = url;
        writer.put_check(run, std::move(one));
        writer.flush();
        CHECK(Reader(file).link(url)->url == "https://a.example/");
    }

    const std::string bytes = linktender::test::read_file(file);
    CHECK_FALSE(contains(bytes, "hunter2"));
    CHECK(count(file, "SELECT count(*) FROM link") == 1);
    CHECK(cell(file, "SELECT raw FROM occurrence WHERE line = 2") == "https://a.example/");
}

TEST_CASE("store: checks accumulate while state, page and host follow the latest", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        CheckRecord good = check("https://a.example/");
        good.metadata.emplace().title = "A title";
        good.http_version = "2";
        writer.put_check(run, std::move(good));
        writer.put_check(run, check("https://a.example/", Outcome::not_found, k_tuesday));
        CheckRecord silent = check("https://a.example/", Outcome::timeout, k_tuesday + std::chrono::hours(1));
        silent.status = 0;
        writer.put_check(run, std::move(silent));
        writer.put_check(run, check("https://b.example/", Outcome::unsafe));
    }

    CHECK(count(file, "SELECT count(*) FROM \"check\" WHERE link_id = 1") == 3);
    CHECK(cell(file, "SELECT state || failures FROM state WHERE link_id = 1") == "failing2");
    CHECK(cell(file, "SELECT title FROM page WHERE link_id = 1") == "A title");
    CHECK(count(file, "SELECT checks FROM host WHERE name = 'a.example'") == 3);
    CHECK(cell(file, "SELECT last_outcome || last_status || http_version FROM host") == "timeout02");
    CHECK(count(file, "SELECT last_answer_at / 3600000 - last_check_at / 3600000 FROM host") == -1);
    CHECK(count(file, "SELECT count(*) FROM host WHERE name = 'b.example'") == 0);
}

TEST_CASE("store: a page is found by what it says now and no longer by what it said", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        for (const char* title : {"古代的图书馆", "现代的图书馆", "现代的图书馆"}) {
            CheckRecord one = check("https://a.example/");
            one.metadata.emplace().title = title;
            one.metadata->authors = {"Ada", "王小明"};
            writer.put_check(run, std::move(one));
        }
    }

    CHECK(count(file, "SELECT count(*) FROM page_fts WHERE page_fts MATCH '的图书馆'") == 1);
    CHECK(count(file, "SELECT count(*) FROM page_fts WHERE page_fts MATCH '现代的'") == 1);
    CHECK(count(file, "SELECT count(*) FROM page_fts WHERE page_fts MATCH '古代的'") == 0);
    CHECK(count(file, "SELECT count(*) FROM page_fts WHERE page_fts MATCH 'authors:王小明'") == 1);
}

TEST_CASE("store: validators follow good answers only and are never cut", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        CheckRecord good = check("https://a.example/");
        good.etag = "\"good\"";
        writer.put_check(run, std::move(good));
        CheckRecord bad = check("https://a.example/", Outcome::not_found);
        bad.etag = "\"error page\"";
        writer.put_check(run, std::move(bad));
        CheckRecord endless = check("https://b.example/");
        endless.etag = std::string(5000, 'e');
        endless.metadata.emplace();
        writer.put_check(run, std::move(endless));
    }

    CHECK(cell(file, "SELECT etag FROM page WHERE link_id = 1") == "\"good\"");
    CHECK(count(file, "SELECT count(*) FROM page WHERE link_id = 1 AND read_at IS NULL") == 1);
    CHECK(cell(file, "SELECT etag FROM page WHERE link_id = 2").empty());
}

TEST_CASE("store: a writer that goes away writes what was queued", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        for (int i = 0; i < 2000; ++i) writer.put_check(run, check("https://a.example/" + std::to_string(i)));
    }

    CHECK_FALSE(std::filesystem::exists(folder / "t.db-wal"));
    CHECK(count(file, "SELECT count(*) FROM \"check\"") == 2000);
}

TEST_CASE("store: several threads may put checks at once", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    constexpr int k_each = 700;
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&writer, run, t] {
                for (int i = 0; i < k_each; ++i)
                    writer.put_check(run, check("https://a.example/" + std::to_string(t * k_each + i)));
                writer.flush();
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(Reader(file).link("https://a.example/2099"));
    }

    CHECK(count(file, "SELECT count(*) FROM link") == 3 * k_each);
}

TEST_CASE("store: what the database refuses is thrown by the next flush and every verb after", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        writer.put_check(run + 1, check("https://a.example/"));

        CHECK(kind_of_error([&] { writer.flush(); }) == Kind::other);
        CHECK(kind_of_error([&] { writer.put_check(run, check("https://b.example/")); }) == Kind::other);
        CHECK(kind_of_error([&] { (void)writer.begin_run(sample_run()); }) == Kind::other);
        CHECK(contains(words_of_error([&] { writer.flush(); }), file.string()));
    }

    CHECK(count(file, "SELECT count(*) FROM \"check\"") == 0);
}

TEST_CASE("store: bytes that are not UTF-8 do not stop a check from being stored", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    CheckRecord one = check("https://a.example/");
    one.content_type = "text/html; charset=\xFF\xFE";
    one.flags = {"\x80"};
    one.metadata.emplace().title = std::string("a\0b\xC0", 4);
    {
        Writer writer(file);
        writer.put_check(writer.begin_run(sample_run()), one);
    }

    const auto view = Reader(file).link("https://a.example/");
    REQUIRE(view);
    CHECK(view->check->content_type == "text/html; charset=\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(view->check->metadata->title == std::string("a\0b\xEF\xBF\xBD", 6));
}

TEST_CASE("store: a file name that is not UTF-8 is kept byte for byte", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    Writer writer(file);
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(run, issue("\xD6\xDC\xBF\xAF.md", {}));
    writer.put_issue(run, issue("\xD6\xDC\xBF\xB0.md", {}));
    writer.flush();

    const auto issues = Reader(file).issues_of(run);
    REQUIRE(issues.size() == 2);
    CHECK(issues[0].file == "\xD6\xDC\xBF\xAF.md");
}
