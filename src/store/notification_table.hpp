// The table `notification`, for readers.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::store {

[[nodiscard]] std::optional<NotificationRecord> find_notification(SQLite::Database& database,
                                                                  std::string_view archive,
                                                                  std::string_view target);

}  // namespace linktender::store
