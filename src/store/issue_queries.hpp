// What readers ask about the issues of a run, and what stands in them. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>
#include <vector>

#include "link_rows.hpp"
#include "linktender/store/records.hpp"

namespace linktender::store {

/// By date, then file.
[[nodiscard]] std::vector<IssueView> read_issues(SQLite::Database& database, RunId run);
/// By issue, line, column.
void read_occurrences(SQLite::Database& database, RunId run,
                      const std::function<void(const OccurrenceView&)>& each);
/// The distinct links, by URL: without definitions and disabled ones.
void read_links(SQLite::Database& database, RunId run, LinkRows& rows,
                const std::function<void(const LinkView&)>& each);

}  // namespace linktender::store
