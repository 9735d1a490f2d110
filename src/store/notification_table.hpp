// The table `notification`.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::store {

class NotificationTable {
public:
    explicit NotificationTable(SQLite::Database& database);

    void put(const NotificationRecord& notification);

private:
    SQLite::Statement put_;
};

[[nodiscard]] std::optional<NotificationRecord> find_notification(SQLite::Database& database,
                                                                  std::string_view archive,
                                                                  std::string_view target);

}  // namespace linktender::store
