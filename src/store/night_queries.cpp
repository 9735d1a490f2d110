#include "night_queries.hpp"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <utility>

#include "statement.hpp"

namespace linktender::store {

std::vector<RunCheck> read_run_checks(SQLite::Database& database, JsonLists& lists, RunId run) {
    constexpr int k_state = 3;
    constexpr int k_check = k_state + k_state_column_count;
    SQLite::Statement statement(
        database,
        fmt::format("SELECT link.url, link.host, latest.checks, {}, {}, link.id FROM (SELECT link_id, "
                    "max(id) AS id, count(*) AS checks FROM \"check\" WHERE run_id = ? GROUP BY link_id) "
                    "AS latest JOIN \"check\" ON \"check\".id = latest.id "
                    "JOIN link ON link.id = latest.link_id LEFT JOIN state ON state.link_id = link.id "
                    "ORDER BY link.id",
                    k_state_columns, k_check_columns));
    Execution row(statement, run);
    std::vector<RunCheck> checks;
    while (row.step()) {
        const auto record = read_check(row, k_check, lists);
        if (!record) continue;
        RunCheck& one = checks.emplace_back();
        one.link = row.integer(k_check + k_check_column_count);
        one.id = row.integer(k_check);
        one.check.url = row.text(0);
        one.check.host = row.text(1);
        one.check.checks = row.integer_as<std::size_t>(2);
        one.check.before = read_state(row, k_state);
        one.check.seen = seen_by_ladder(*record);
        one.check.asked = record->attempts > 0;
    }
    return checks;
}

std::vector<RunId> read_unsettled_runs(SQLite::Database& database) {
    SQLite::Statement statement(database, "SELECT id FROM run WHERE settled = 0 ORDER BY id");
    Execution row(statement);
    std::vector<RunId> runs;
    while (row.step()) runs.push_back(row.integer(0));
    return runs;
}

int count_discarded_before(SQLite::Database& database, RunId run) {
    SQLite::Statement statement(database,
                                "SELECT incident_by_share FROM run WHERE archive = (SELECT archive FROM run "
                                "WHERE id = ?1) AND id < ?1 ORDER BY id DESC");
    Execution row(statement, run);
    int count = 0;
    while (row.step() && row.integer(0) != 0) ++count;
    return count;
}

std::vector<RecheckLink> read_recheck_links(SQLite::Database& database, RunId run) {
    SQLite::Statement statement(
        database,
        fmt::format("SELECT link.url, link.host, {} FROM (SELECT DISTINCT occurrence.link_id AS id FROM "
                    "run_issue JOIN occurrence ON occurrence.issue_id = run_issue.issue_id "
                    "WHERE run_issue.run_id = ? AND occurrence.disabled = 0 "
                    "AND occurrence.form <> 'definition') AS used JOIN link ON link.id = used.id "
                    "LEFT JOIN state ON state.link_id = link.id ORDER BY link.id",
                    k_state_columns));
    Execution row(statement, run);
    std::vector<RecheckLink> links;
    while (row.step()) links.push_back({row.text(0), row.text(1), read_state(row, 2)});
    return links;
}

std::optional<CheckRecord> find_check(SQLite::Database& database, JsonLists& lists, RunId run,
                                      std::string_view url) {
    SQLite::Statement statement(
        database, fmt::format("SELECT {}, {} FROM link JOIN \"check\" ON \"check\".link_id = link.id "
                              "LEFT JOIN page ON page.link_id = link.id WHERE link.url = ? "
                              "AND +\"check\".run_id = ? ORDER BY \"check\".id DESC LIMIT 1",
                              k_check_columns, k_page_columns));
    Execution row(statement, Exactly{url}, run);
    if (!row.step()) return std::nullopt;
    auto check = read_check(row, 0, lists);
    if (check) {
        check->url = url;
        read_page(row, k_check_column_count, lists, *check);
    }
    return check;
}

std::map<std::string, std::string> read_content_hashes(SQLite::Database& database, std::string_view archive) {
    SQLite::Statement statement(
        database, "SELECT file, content_hash FROM issue WHERE archive = ? AND content_hash <> ''");
    Execution row(statement, archive);
    std::map<std::string, std::string> hashes;
    while (row.step()) hashes.emplace(row.bytes(0), row.text(1));
    return hashes;
}

}  // namespace linktender::store
