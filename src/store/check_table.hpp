// The tables `check`, `state` and `host`: everything one check leaves behind, but its page.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>

#include "link_table.hpp"
#include "linktender/store/records.hpp"
#include "page_table.hpp"

namespace linktender::store {

class CheckTable {
public:
    CheckTable(SQLite::Database& database, LinkTable& links, PageTable& pages);

    void put(RunId run, const CheckRecord& check);

private:
    [[nodiscard]] std::int64_t add(RunId run, std::int64_t link, const CheckRecord& check);
    [[nodiscard]] StateRecord state_of(std::int64_t link);
    void put_state(std::int64_t link, std::int64_t check, const StateRecord& state);
    void put_host(const LinkRow& link, const CheckRecord& check);

    SQLite::Database& database_;
    LinkTable& links_;
    PageTable& pages_;
    SQLite::Statement add_;
    SQLite::Statement state_;
    SQLite::Statement put_state_;
    SQLite::Statement put_host_;
};

}  // namespace linktender::store
