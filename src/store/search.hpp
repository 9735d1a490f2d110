// Which links have words in common with a question. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

#include "linktender/store/records.hpp"

namespace linktender::store {

/// Numbers of the links in whose texts every word is found, those of the newest issues first.
[[nodiscard]] std::vector<std::int64_t> find_links(SQLite::Database& database,
                                                   const std::vector<std::string>& words, std::size_t limit);
/// Where a link is used, newest issue first.
[[nodiscard]] std::vector<SearchHit::Place> places_of(SQLite::Database& database, std::int64_t link);

}  // namespace linktender::store
