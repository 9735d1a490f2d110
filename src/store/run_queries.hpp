// What readers ask about runs. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "columns.hpp"
#include "linktender/store/records.hpp"

namespace linktender::store {

[[nodiscard]] std::optional<RunRecord> find_run(SQLite::Database& database, JsonLists& lists, RunId id);
[[nodiscard]] std::optional<RunRecord> find_latest_run(SQLite::Database& database, JsonLists& lists);
[[nodiscard]] std::optional<RunRecord> find_latest_run(SQLite::Database& database, JsonLists& lists,
                                                       std::string_view archive);
[[nodiscard]] std::optional<RunRecord> find_run_before(SQLite::Database& database, JsonLists& lists,
                                                       RunId id);
[[nodiscard]] std::optional<RunRecord> find_run_at(SQLite::Database& database, JsonLists& lists,
                                                   std::string_view archive, core::TimePoint time);

/// Of the runs that came to their end, up to `last`: the latest `limit`, oldest first.
[[nodiscard]] std::vector<OutcomeCount> count_outcomes(SQLite::Database& database, RunId last,
                                                       std::size_t limit);

}  // namespace linktender::store
