// What a night plans and concludes by, as it stands in the database. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns.hpp"
#include "linktender/store/records.hpp"

namespace linktender::store {

/// A run's last check of a link, with the keys of both.
struct RunCheck {
    std::int64_t link = 0;
    std::int64_t id = 0;
    UnsettledCheck check;
};
/// By link. One list, as the states that they are read with change while it is worked through.
[[nodiscard]] std::vector<RunCheck> read_run_checks(SQLite::Database& database, JsonLists& lists, RunId run);

[[nodiscard]] std::vector<RunId> read_unsettled_runs(SQLite::Database& database);
[[nodiscard]] int count_discarded_before(SQLite::Database& database, RunId run);
[[nodiscard]] std::vector<RecheckLink> read_recheck_links(SQLite::Database& database, RunId run);
[[nodiscard]] std::optional<CheckRecord> find_check(SQLite::Database& database, JsonLists& lists, RunId run,
                                                    std::string_view url);
[[nodiscard]] std::map<std::string, std::string> read_content_hashes(SQLite::Database& database,
                                                                     std::string_view archive);

}  // namespace linktender::store
