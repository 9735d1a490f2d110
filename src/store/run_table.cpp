#include "run_table.hpp"

#include "json_text.hpp"
#include "statement.hpp"

namespace linktender::store {

RunTable::RunTable(SQLite::Database& database)
    : database_(database),
      begin_(database, "INSERT INTO run (started_at, tool, inputs, archive) VALUES (?, ?, ?, ?)"),
      finish_(database, "UPDATE run SET finished_at = ?, ended = ? WHERE id = ?"),
      leave_out_(database,
                 "INSERT OR REPLACE INTO run_unchecked (run_id, link_id, reason) VALUES (?, ?, ?)") {}

RunId RunTable::begin(const RunRecord& run) {
    Execution(begin_, run.started_at, run.tool, Exactly{to_json(run.inputs)}, run.archive).run();
    return database_.getLastInsertRowid();
}

void RunTable::finish(RunId run, core::TimePoint finished_at, std::string_view ended) {
    Execution(finish_, finished_at, ended, run).run();
}

void RunTable::leave_out(RunId run, std::int64_t link, std::string_view reason) {
    Execution(leave_out_, run, link, reason).run();
}

}  // namespace linktender::store
