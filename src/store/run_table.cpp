#include "run_table.hpp"

#include "json_text.hpp"
#include "linktender/url/redact.hpp"
#include "statement.hpp"

namespace linktender::store {

RunTable::RunTable(SQLite::Database& database)
    : database_(database),
      begin_(database, "INSERT INTO run (started_at, tool, inputs, archive, settled) VALUES (?, ?, ?, ?, ?)"),
      finish_(database, "UPDATE run SET finished_at = ?, ended = ? WHERE id = ?"),
      settle_(database,
              "UPDATE run SET finished_at = ?, ended = ?, incident = ?, incident_by_share = ?, "
              "host_incidents = ?, settled = 1 WHERE id = ? AND settled = 0"),
      archive_(database, "SELECT archive FROM run WHERE id = ?"),
      leave_out_(database,
                 "INSERT OR REPLACE INTO run_unchecked (run_id, link_id, reason) VALUES (?, ?, ?)") {}

RunId RunTable::begin(const RunRecord& run) {
    Execution(begin_, run.started_at, run.tool, Exactly{to_json(run.inputs)}, run.archive,
              int{run.archive.empty()})
        .run();
    return database_.getLastInsertRowid();
}

void RunTable::finish(RunId run, core::TimePoint finished_at, std::string_view ended) {
    Execution(finish_, finished_at, ended, run).run();
}

bool RunTable::settle(RunId run, const Settlement& settlement) {
    Execution(settle_, settlement.finished_at, settlement.ended, url::redact_urls(settlement.incident),
              int{settlement.incident_by_share}, Exactly{to_json(settlement.host_incidents)}, run)
        .run();
    return database_.getChanges() > 0;
}

bool RunTable::is_night(RunId run) {
    if (run == asked_) return asked_is_night_;
    Execution row(archive_, run);
    asked_is_night_ = row.step() && !row.text(0).empty();
    asked_ = run;
    return asked_is_night_;
}

void RunTable::leave_out(RunId run, std::int64_t link, std::string_view reason) {
    Execution(leave_out_, run, link, reason).run();
}

}  // namespace linktender::store
