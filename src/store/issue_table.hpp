// The tables `issue`, `run_issue` and `occurrence`, and the anchor texts' index.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "link_table.hpp"
#include "linktender/source/occurrence.hpp"
#include "linktender/store/records.hpp"

namespace linktender::store {

class IssueTable {
public:
    IssueTable(SQLite::Database& database, LinkTable& links);

    /// The issue and its occurrences as they are now, read by `run`. An issue that did not change
    /// is read but not written again: most of an archive is the same every night.
    void put(RunId run, const source::Issue& issue, std::string_view content_hash);
    /// An issue of the run's archive that is known not to have changed.
    void keep(RunId run, std::string_view file);

private:
    struct Row;

    [[nodiscard]] std::int64_t put_issue(RunId run, const source::Issue& issue,
                                         std::string_view content_hash);
    [[nodiscard]] std::vector<Row> stored(std::int64_t issue);
    [[nodiscard]] Row row_of(const source::Occurrence& occurrence, RunId run);
    void remove(const Row& row);
    void add(std::int64_t issue, const Row& row);

    SQLite::Database& database_;
    LinkTable& links_;
    SQLite::Statement put_issue_;
    SQLite::Statement keep_issue_;
    SQLite::Statement put_run_issue_;
    SQLite::Statement stored_;
    SQLite::Statement remove_;
    SQLite::Statement remove_anchor_;
    SQLite::Statement add_;
    SQLite::Statement add_anchor_;
};

}  // namespace linktender::store
