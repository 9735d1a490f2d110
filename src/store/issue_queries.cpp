#include "issue_queries.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "statement.hpp"

namespace linktender::store {

namespace {

constexpr const char* k_issues_of_run = "run_issue JOIN issue ON issue.id = run_issue.issue_id";
// Undated issues come last.
constexpr const char* k_issue_order = "issue.date IS NULL, issue.date, issue.file";

}  // namespace

std::vector<IssueView> read_issues(SQLite::Database& database, RunId run) {
    SQLite::Statement statement(
        database, fmt::format("SELECT issue.file, issue.title, issue.date FROM {} WHERE run_issue.run_id = ? "
                              "ORDER BY {}",
                              k_issues_of_run, k_issue_order));
    Execution row(statement, run);
    std::vector<IssueView> issues;
    while (row.step()) issues.push_back({row.bytes(0), row.text(1), core::parse_date(row.text(2))});
    return issues;
}

void read_occurrences(SQLite::Database& database, RunId run,
                      const std::function<void(const OccurrenceView&)>& each) {
    // Issues without occurrences are counted too, as in issues_of.
    SQLite::Statement statement(
        database,
        fmt::format("SELECT issue.id, occurrence.id, link.url, occurrence.fragment, occurrence.line, "
                    "occurrence.\"column\", occurrence.\"offset\", occurrence.length, occurrence.raw, "
                    "occurrence.text, occurrence.form, occurrence.disabled FROM {} "
                    "LEFT JOIN occurrence ON occurrence.issue_id = issue.id "
                    "LEFT JOIN link ON link.id = occurrence.link_id WHERE run_issue.run_id = ? "
                    "ORDER BY {}, occurrence.line, occurrence.\"column\", occurrence.id",
                    k_issues_of_run, k_issue_order));
    Execution row(statement, run);
    OccurrenceView view;
    std::optional<std::int64_t> issue;
    while (row.step()) {
        if (issue && *issue != row.integer(0)) ++view.issue;
        issue = row.integer(0);
        if (row.is_null(1)) continue;
        view.url = row.text(2);
        view.fragment = row.text(3);
        view.line = row.integer_as<std::uint32_t>(4);
        view.column = row.integer_as<std::uint32_t>(5);
        view.offset = row.integer_as<std::uint64_t>(6);
        view.length = row.integer_as<std::uint64_t>(7);
        view.raw = row.text(8);
        view.text = row.text(9);
        view.form = row.text(10);
        view.disabled = row.integer(11) != 0;
        each(view);
    }
}

void read_links(SQLite::Database& database, RunId run, LinkRows& rows,
                const std::function<void(const LinkView&)>& each) {
    SQLite::Statement statement(
        database, select_links("(SELECT DISTINCT occurrence.link_id AS id FROM run_issue "
                               "JOIN occurrence ON occurrence.issue_id = run_issue.issue_id "
                               "WHERE run_issue.run_id = ?1 AND occurrence.disabled = 0 "
                               "AND occurrence.form <> 'definition') AS used JOIN link ON link.id = used.id "
                               "LEFT JOIN run_unchecked ON run_unchecked.run_id = ?1 "
                               "AND run_unchecked.link_id = link.id",
                               "ORDER BY link.url", ", run_unchecked.reason"));
    Execution row(statement, run);
    while (row.step()) {
        LinkView view = rows.read(row);
        view.unchecked_reason = row.text(k_after_link_columns);
        each(view);
    }
}

}  // namespace linktender::store
