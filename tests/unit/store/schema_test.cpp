#include "store/schema.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <string>
#include <vector>

#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::source::Form;
using linktender::test::TempDir;
using linktender::verdict::Outcome;

namespace {

/// All rows of a query, a row a string, cells parted by `|`.
std::vector<std::string> rows(SQLite::Database& database, const std::string& sql) {
    std::vector<std::string> found;
    SQLite::Statement statement(database, sql);
    while (statement.executeStep()) {
        std::string& row = found.emplace_back();
        for (int i = 0; i < statement.getColumnCount(); ++i)
            row += (i > 0 ? "|" : "") + statement.getColumn(i).getString();
    }
    return found;
}

/// Two issues; `a` is alive, `b` fails since Monday, `c` is unchecked.
SQLite::Database sample(const TempDir& folder) {
    const auto file = folder / "t.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run(sample_run());
        auto newer = issue("2.md", {occurrence("https://b.example/#x", 4, "bee"),
                                    occurrence("https://b.example/", 9, "", Form::definition)});
        newer.date = std::chrono::year(2021) / std::chrono::January / 5;
        writer.put_issue(run, newer);
        writer.put_issue(
            run, issue("1.md", {occurrence("https://a.example/", 1), occurrence("https://b.example/", 2),
                                occurrence("https://c.example/", 3)}));
        writer.put_check(run, check("https://a.example/"));
        writer.put_check(run, check("https://b.example/", Outcome::not_found));
        writer.put_check(run, check("https://b.example/", Outcome::not_found, k_tuesday));
    }
    return {file.string(), SQLite::OPEN_READWRITE};
}

std::string documentation() {
    return linktender::test::read_file(std::filesystem::path(LINKTENDER_TEST_DATA) / "../../docs/schema.md");
}

}  // namespace

TEST_CASE("store: broken_links lists every place that uses a broken link, oldest issue first", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);
    database.exec(
        "INSERT INTO suggestion (link_id, kind, url, confidence, found_at) SELECT id, 'archive', "
        "'https://copy.example/' || n, n / 10.0, 0 FROM link, (SELECT 1 AS n UNION SELECT 9 UNION SELECT 5) "
        "WHERE url = 'https://b.example/'");

    CHECK(rows(database,
               "SELECT date, file, line, text, url, state, outcome, status, failing_since, failures, "
               "suggestion FROM broken_links") ==
          std::vector<std::string>{"2019-12-17|1.md|2|a text|https://b.example/|failing|not_found|404|"
                                   "2026-11-23T02:00:00Z|2|https://copy.example/9",
                                   "2021-01-05|2.md|4|bee|https://b.example/|failing|not_found|404|"
                                   "2026-11-23T02:00:00Z|2|https://copy.example/9"});
}

TEST_CASE("store: link_overview has every link once with its latest check", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);

    CHECK(rows(database,
               "SELECT url, state, outcome, checked_at, failures, occurrences, first_used, last_used "
               "FROM link_overview ORDER BY url") ==
          std::vector<std::string>{
              "https://a.example/|alive|ok|2026-11-23T02:00:00Z|0|1|2019-12-17|2019-12-17",
              "https://b.example/|failing|not_found|2026-11-24T02:00:00Z|2|3|2019-12-17|2021-01-05",
              "https://c.example/|unchecked|||0|1|2019-12-17|2019-12-17"});
}

TEST_CASE("store: host_health counts links by what is known about them", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);

    CHECK(rows(database,
               "SELECT host, links, alive, broken, blocked, checks, last_outcome FROM host_health "
               "ORDER BY host") ==
          std::vector<std::string>{"a.example|1|1|0|0|1|ok", "b.example|1|0|1|0|2|not_found"});
}

TEST_CASE("store: survival has the birth of each checked link and when its loss was seen", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);

    CHECK(rows(database,
               "SELECT url, born, state, lost, seen_alive, seen_lost, days FROM survival ORDER BY url") ==
          std::vector<std::string>{"https://a.example/|2019-12-17|alive|0|2026-11-23||2533",
                                   "https://b.example/|2019-12-17|failing|1||2026-11-23|2533"});
}

TEST_CASE("store: a check that was written is never changed", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);

    CHECK_THROWS(database.exec("UPDATE \"check\" SET outcome = 'ok'"));
}

TEST_CASE("store: reading a run walks indexes and never scans checks or occurrences", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);
    const auto query = GENERATE(values<std::string>({
        "SELECT * FROM occurrence WHERE issue_id = 1 ORDER BY line, \"column\"",
        "SELECT * FROM \"check\" WHERE link_id = 1 ORDER BY checked_at",
        "SELECT * FROM broken_links WHERE url = 'https://b.example/'",
        "DELETE FROM issue WHERE id = 1",
        "DELETE FROM \"check\" WHERE id = 1",
    }));
    CAPTURE(query);

    for (const std::string& step : rows(database, "EXPLAIN QUERY PLAN " + query)) {
        CAPTURE(step);
        CHECK_FALSE(contains(step, "SCAN check"));
        CHECK_FALSE(contains(step, "SCAN occurrence"));
    }
}

TEST_CASE("store: docs/schema.md explains every table, view and column", "[store]") {
    const TempDir folder;
    SQLite::Database database = sample(folder);
    const std::string text = documentation();

    for (const std::string& name : rows(database,
                                        "SELECT name FROM pragma_table_list WHERE type <> 'shadow' AND "
                                        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
        CAPTURE(name);
        const std::size_t start = text.find("\n### `" + name + "`");
        REQUIRE(start != std::string::npos);
        const std::string section = text.substr(start, text.find("\n### ", start + 1) - start);
        for (const std::string& column :
             rows(database, "SELECT name FROM pragma_table_info('" + name + "')")) {
            CAPTURE(column);
            CHECK(contains(section, "`" + column + "`"));
        }
    }
}

TEST_CASE("store: every query in docs/schema.md runs", "[store]") {
    constexpr std::string_view k_open = "\n```sql\n";
    const TempDir folder;
    SQLite::Database database = sample(folder);
    const std::string text = documentation();

    int queries = 0;
    for (std::size_t at = text.find(k_open); at != std::string::npos; at = text.find(k_open, at + 1)) {
        const std::size_t start = at + k_open.size();
        const std::string query = text.substr(start, text.find("\n```", start) - start);
        CAPTURE(query);
        CHECK_NOTHROW(database.exec(query));
        ++queries;
    }
    CHECK(queries > 3);
}
