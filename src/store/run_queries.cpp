#include "run_queries.hpp"

#include <fmt/format.h>

#include <string>

#include "statement.hpp"

namespace linktender::store {

namespace {

constexpr std::string_view k_run_columns =
    "id, started_at, finished_at, tool, inputs, ended, archive, incident, incident_by_share, host_incidents";

/// The first run that `rest`, the end of a SELECT with its parameters, gives.
template <class... Values>
std::optional<RunRecord> first_run(SQLite::Database& database, JsonLists& lists, std::string_view rest,
                                   const Values&... values) {
    SQLite::Statement statement(database, fmt::format("SELECT {} FROM run {}", k_run_columns, rest));
    Execution row(statement, values...);
    if (!row.step()) return std::nullopt;
    RunRecord run;
    run.id = row.integer(0);
    run.started_at = row.time(1).value_or(core::TimePoint{});
    run.finished_at = row.time(2);
    run.tool = row.text(3);
    run.inputs = lists.strings(row.text(4));
    run.ended = row.text(5);
    run.archive = row.text(6);
    run.incident = row.text(7);
    run.incident_by_share = row.integer(8) != 0;
    run.host_incidents = lists.strings(row.text(9));
    return run;
}

}  // namespace

std::optional<RunRecord> find_run(SQLite::Database& database, JsonLists& lists, RunId id) {
    return first_run(database, lists, "WHERE id = ?", id);
}

std::optional<RunRecord> find_latest_run(SQLite::Database& database, JsonLists& lists) {
    return first_run(database, lists, "ORDER BY id DESC LIMIT 1");
}

std::optional<RunRecord> find_latest_run(SQLite::Database& database, JsonLists& lists,
                                         std::string_view archive) {
    return first_run(database, lists, "WHERE archive = ? ORDER BY id DESC LIMIT 1", archive);
}

std::optional<RunRecord> find_run_before(SQLite::Database& database, JsonLists& lists, RunId id) {
    return first_run(database, lists,
                     "WHERE archive = (SELECT archive FROM run WHERE id = ?1) AND id < ?1 "
                     "AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                     id);
}

std::optional<RunRecord> find_run_at(SQLite::Database& database, JsonLists& lists, std::string_view archive,
                                     core::TimePoint time) {
    return first_run(database, lists,
                     "WHERE archive = ? AND started_at <= ? AND finished_at IS NOT NULL "
                     "ORDER BY id DESC LIMIT 1",
                     archive, time);
}

std::vector<OutcomeCount> count_outcomes(SQLite::Database& database, RunId last, std::size_t limit) {
    SQLite::Statement statement(database,
                                "SELECT run.id, run.started_at, \"check\".outcome, count(*) FROM run "
                                "JOIN \"check\" ON \"check\".run_id = run.id "
                                "WHERE run.id IN (SELECT id FROM run WHERE id <= ?1 AND ended = "
                                "'complete' ORDER BY id DESC LIMIT ?2) "
                                "GROUP BY run.id, \"check\".outcome ORDER BY run.id");
    Execution row(statement, last, limit);
    std::vector<OutcomeCount> counts;
    while (row.step())
        if (const auto outcome = verdict::outcome_from(row.text(2)))
            counts.push_back({row.integer(0), row.time(1).value_or(core::TimePoint{}), *outcome,
                              row.integer_as<std::size_t>(3)});
    return counts;
}

}  // namespace linktender::store
