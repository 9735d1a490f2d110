// The table `probe`: what hosts say to pages that cannot exist.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string_view>

#include "linktender/store/records.hpp"
#include "statement.hpp"

namespace linktender::store {

inline constexpr std::string_view k_probe_columns =
    "directory, asked_at, url, final_url, outcome, hops, title, simhash, text_length, text_shingles";

class ProbeTable {
public:
    explicit ProbeTable(SQLite::Database& database);
    void put(const ProbeRecord& probe);

private:
    SQLite::Statement put_;
};

/// A row of k_probe_columns.
[[nodiscard]] ProbeRecord read_probe(const Execution& row);

}  // namespace linktender::store
