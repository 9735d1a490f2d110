#include "notification_table.hpp"

#include <string>

#include "statement.hpp"

namespace linktender::store {

NotificationTable::NotificationTable(SQLite::Database& database)
    : put_(database,
           "INSERT INTO notification (archive, target, run_id, sent_at, ticket) VALUES (?, ?, ?, ?, ?) "
           "ON CONFLICT (archive, target) DO UPDATE SET run_id = excluded.run_id, sent_at = "
           "excluded.sent_at, ticket = excluded.ticket") {}

void NotificationTable::put(const NotificationRecord& notification) {
    Execution(put_, notification.archive, notification.target, notification.run, notification.sent_at,
              notification.ticket)
        .run();
}

std::optional<NotificationRecord> find_notification(SQLite::Database& database, std::string_view archive,
                                                    std::string_view target) {
    SQLite::Statement statement(
        database, "SELECT run_id, sent_at, ticket FROM notification WHERE archive = ? AND target = ?");
    Execution row(statement, archive, target);
    if (!row.step()) return std::nullopt;
    return NotificationRecord{std::string(archive), std::string(target), row.integer(0),
                              row.time(1).value_or(core::TimePoint{}), row.text(2)};
}

}  // namespace linktender::store
