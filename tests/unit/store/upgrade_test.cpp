// Databases of every schema that was ever written, opened by this one.
#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <string>
#include <vector>

#include "linktender/store/marks.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "store/migrate.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using verdict::Outcome;
using verdict::State;

namespace {

// Columns that the first schema has; later ones take their defaults.
constexpr const char* k_content = R"sql(
INSERT INTO run (id, started_at, finished_at, tool, inputs, ended)
VALUES (7, 1000, 2000, 'linktender 0.1.0', '["issues/"]', 'complete');
INSERT INTO issue (id, file, title, date, last_run_id)
VALUES (3, 'a.md', 'Anfang', '2019-12-17', 7), (5, 'b.md', '第二期', NULL, 7);
INSERT INTO run_issue (run_id, issue_id) VALUES (7, 3), (7, 5);
INSERT INTO link (id, url, host, domain, first_run_id)
VALUES (1, 'https://a.example/', 'a.example', 'a.example', 7),
       (2, 'https://b.example/', 'b.example', 'b.example', 7);
INSERT INTO occurrence (issue_id, link_id, line, "column", "offset", length, raw, fragment, text, form,
                        error, exact, disabled, disabled_reason)
VALUES (3, 1, 4, 2, 40, 18, 'https://a.example/', '', 'an anchor', 'inline', '', 1, 0, ''),
       (5, 2, 6, 2, 60, 18, 'https://b.example/', 'x', '', 'bare', '', 1, 0, '');
INSERT INTO "check" (id, link_id, run_id, checked_at, outcome, reason, evidence, rule, confidence, moved_to,
                     status, final_url, hops, attempts, content_type, bytes, dns_ms, connect_ms, tls_ms,
                     first_byte_ms, total_ms, http_version, remote_address, tls_expires_at, flags)
VALUES (11, 1, 7, 1500, 'ok', 'http-200', '', '', 'high', '', 200, 'https://a.example/', '[]', 1,
        'text/html', 10, 0, 0, 0, 0, 0, '2', '', NULL, '[]'),
       (12, 2, 7, 1600, 'not_found', 'http-404', '404', '', 'high', '', 404, 'https://b.example/', '[]', 1,
        'text/html', 10, 0, 0, 0, 0, 0, '2', '', NULL, '[]');
INSERT INTO state (link_id, check_id, state, last_known, since, first_failed_at, last_ok_at, failures,
                   next_check_at)
VALUES (1, 11, 'alive', NULL, 1500, NULL, 1500, 0, 9000),
       (2, 12, 'failing', NULL, 1600, 1600, NULL, 1, 9000);
INSERT INTO page (link_id, read_at, title, description, authors, published, site, language, canonical, image,
                  doi, etag, last_modified)
VALUES (1, 1500, 'A page', '', '[]', '', '', '', '', '', '', '', '');
INSERT INTO host (name, domain, checks, last_check_at, last_outcome, last_status, http_version, interval_ms)
VALUES ('a.example', 'a.example', 7, 1500, 'ok', 200, '2', 700);
)sql";

/// A database as the linktender wrote it that knew this schema and no later one.
void write_old(const std::filesystem::path& file, int version) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const auto steps = schema_steps().first(static_cast<std::size_t>(version));
    migrate(database, file, identify(database, file, steps), steps);
    database.exec(k_content);
}

int version_of(const std::filesystem::path& file) {
    return SQLite::Database(file.string()).execAndGet("PRAGMA user_version").getInt();
}

void check_content(const std::filesystem::path& file) {
    const Reader reader(file);
    const auto run = reader.latest_run("");
    REQUIRE(run);
    CHECK(run->id == 7);
    CHECK(run->ended == "complete");
    CHECK(run->inputs == std::vector<std::string>{"issues/"});
    CHECK(run->incident.empty());
    CHECK(run->host_incidents.empty());
    const auto issues = reader.issues_of(7);
    REQUIRE(issues.size() == 2);
    CHECK(issues[0].title == "Anfang");
    CHECK(issues[1].file == "b.md");
    std::vector<std::string> places;
    reader.occurrences_of(7, [&](const OccurrenceView& place) {
        places.push_back(std::to_string(place.issue) + " " + place.url + " " + place.text);
    });
    CHECK(places == std::vector<std::string>{"0 https://a.example/ an anchor", "1 https://b.example/ "});
    const auto alive = reader.link("https://a.example/");
    REQUIRE(alive);
    CHECK(alive->state.state == State::alive);
    CHECK(alive->check->metadata->title == "A page");
    CHECK_FALSE(alive->mark);
    const auto failing = reader.link("https://b.example/");
    REQUIRE(failing);
    CHECK(failing->state.state == State::failing);
    CHECK(failing->check->verdict.outcome == Outcome::not_found);
    REQUIRE(reader.host("a.example"));
    CHECK(reader.host("a.example")->interval == core::Milliseconds(700));
}

}  // namespace

TEST_CASE("store: a database of every earlier schema is brought up to date and keeps its content",
          "[store]") {
    const auto version = GENERATE(range(1, 3));
    CAPTURE(version);
    REQUIRE(schema_steps().back().to == 3);
    const TempDir folder;
    const auto file = folder / "old.db";
    write_old(file, version);

    {
        Writer writer(file);
        writer.flush();
    }

    CHECK(version_of(file) == schema_steps().back().to);
    check_content(file);
    std::filesystem::path backup = file;
    backup += ".schema-" + std::to_string(version) + ".bak";
    CHECK(version_of(backup) == version);
    CHECK(SQLite::Database(backup.string()).execAndGet("SELECT count(*) FROM issue").getInt() == 2);
}

TEST_CASE("store: an audit goes on in a database that was brought up to date", "[store]") {
    const auto version = GENERATE(range(1, 3));
    CAPTURE(version);
    const TempDir folder;
    const auto file = folder / "old.db";
    write_old(file, version);

    Writer writer(file);
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(run, issue("a.md", {occurrence("https://a.example/", 1, "another anchor")}));
    writer.put_check(run, check("https://b.example/"));
    writer.flush();

    SQLite::Database database(file.string());
    CHECK(database.execAndGet("SELECT id FROM issue WHERE file = 'a.md'").getInt() == 3);
    CHECK(database.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() == 0);
    CHECK(database.execAndGet("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")
              .getInt() == 1);
    CHECK(Reader(file).link("https://b.example/")->state.state == State::alive);
}

TEST_CASE("store: readers and editors do not bring an older database up to date", "[store]") {
    const TempDir folder;
    const auto file = folder / "old.db";
    write_old(file, 2);

    CHECK(kind_of_error([&] { (void)Reader(file); }) == StoreError::Kind::older_schema);
    CHECK(kind_of_error([&] { (void)remove_mark(file, "https://a.example/"); }) ==
          StoreError::Kind::older_schema);

    CHECK(version_of(file) == 2);
}
