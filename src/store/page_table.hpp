// The table `page`: what a link's page last said about itself, and its index.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>

#include "linktender/store/records.hpp"

namespace linktender::store {

class PageTable {
public:
    explicit PageTable(SQLite::Database& database);

    /// Keeps what is known when the check read no page and learned no validators.
    void put(std::int64_t link, const CheckRecord& check);

private:
    void put_metadata(std::int64_t link, const CheckRecord& check);
    void put_index(std::int64_t link, const page::Metadata& page);

    SQLite::Statement put_page_;
    SQLite::Statement put_validators_;
    SQLite::Statement indexed_;
    SQLite::Statement drop_index_;
    SQLite::Statement put_index_;
};

}  // namespace linktender::store
