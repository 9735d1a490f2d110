#include "linktender/store/notifications.hpp"

#include <string>

#include "edit.hpp"
#include "notification_table.hpp"

namespace linktender::store {

void put_notification(const std::filesystem::path& database, const NotificationRecord& notification) {
    edit(database,
         "INSERT INTO notification (archive, target, run_id, sent_at, ticket) VALUES (?, ?, ?, ?, ?) "
         "ON CONFLICT (archive, target) DO UPDATE SET run_id = excluded.run_id, sent_at = "
         "excluded.sent_at, ticket = excluded.ticket",
         notification.archive, notification.target, notification.run, notification.sent_at,
         notification.ticket);
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
