// The table `link`: one row a URL, whoever uses it.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::store {

struct LinkRow {
    std::int64_t id = 0;
    std::string host;    ///< empty for schemes without one
    std::string domain;  ///< registrable domain
};

class LinkTable {
public:
    explicit LinkTable(SQLite::Database& database);

    /// The row of that URL (without fragment), added when it is new.
    [[nodiscard]] LinkRow find_or_add(std::string_view url, RunId run);

private:
    SQLite::Database& database_;
    SQLite::Statement find_;
    SQLite::Statement add_;
};

}  // namespace linktender::store
