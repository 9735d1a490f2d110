// The tables `run` and `run_unchecked`.
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
    /// Why this run left a link unchecked.
    void leave_out(RunId run, std::int64_t link, std::string_view reason);

private:
    SQLite::Database& database_;
    SQLite::Statement begin_;
    SQLite::Statement finish_;
    SQLite::Statement leave_out_;
};

}  // namespace linktender::store
