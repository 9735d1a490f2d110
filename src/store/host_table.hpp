// The table `host`: what was seen of a host, and how to treat it.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "link_table.hpp"
#include "linktender/store/records.hpp"
#include "statement.hpp"

namespace linktender::store {

inline constexpr std::string_view k_host_columns =
    "name, interval_ms, head_refused, http1_only, not_before, robots, robots_read_at";

class HostTable {
public:
    explicit HostTable(SQLite::Database& database);

    /// One more check of a link of the host.
    void note(const LinkRow& link, const CheckRecord& check);
    void learn(const HostRecord& host);

private:
    SQLite::Statement note_;
    SQLite::Statement learn_;
};

/// A row of k_host_columns.
[[nodiscard]] HostRecord read_host(const Execution& row);

}  // namespace linktender::store
