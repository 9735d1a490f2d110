// The table `run`.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::store {

class RunTable {
public:
    explicit RunTable(SQLite::Database& database);

    [[nodiscard]] RunId begin(const RunRecord& run);
    void finish(RunId run, core::TimePoint finished_at, std::string_view ended);

private:
    SQLite::Database& database_;
    SQLite::Statement begin_;
    SQLite::Statement finish_;
};

}  // namespace linktender::store
