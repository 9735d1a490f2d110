// The tables `check` and `state`, and the calls to those that one check changes too.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "columns.hpp"
#include "host_table.hpp"
#include "link_table.hpp"
#include "linktender/store/records.hpp"
#include "page_table.hpp"

namespace linktender::store {

class CheckTable {
public:
    CheckTable(SQLite::Database& database, LinkTable& links, PageTable& pages, HostTable& hosts,
               const verdict::LadderOptions& ladder, std::uint32_t seed);

    /// `of_night`: the state stays as it is until `settle`.
    void put(RunId run, const CheckRecord& check, bool of_night);
    /// Turns the run's checks into states, as `Writer::settle_run` says.
    void settle(RunId run, const std::vector<std::string>& host_incidents);

private:
    [[nodiscard]] std::int64_t add(RunId run, std::int64_t link, const CheckRecord& check,
                                   const std::vector<std::string>& flags);
    [[nodiscard]] double dice() { return std::uniform_real_distribution<double>(0, 1)(random_); }
    [[nodiscard]] StateRecord state_of(std::int64_t link);
    void put_state(std::int64_t link, std::int64_t check, const StateRecord& state);

    SQLite::Database& database_;
    LinkTable& links_;
    PageTable& pages_;
    HostTable& hosts_;
    SQLite::Statement add_;
    SQLite::Statement state_;
    SQLite::Statement put_state_;
    JsonLists lists_;
    verdict::LadderOptions ladder_;
    std::minstd_rand random_;
};

}  // namespace linktender::store
