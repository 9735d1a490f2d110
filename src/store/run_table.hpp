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
    /// Notes how it ended. False when it is settled already: nothing is to follow then.
    [[nodiscard]] bool settle(RunId run, const Settlement& settlement);
    /// Whether the run's checks wait for its end to become states.
    [[nodiscard]] bool is_night(RunId run);
    /// Why this run left a link unchecked.
    void leave_out(RunId run, std::int64_t link, std::string_view reason);

private:
    SQLite::Database& database_;
    SQLite::Statement begin_;
    SQLite::Statement finish_;
    SQLite::Statement settle_;
    SQLite::Statement archive_;
    SQLite::Statement leave_out_;
    RunId asked_ = 0;  ///< the run that `is_night` was last asked for
    bool asked_is_night_ = false;
};

}  // namespace linktender::store
