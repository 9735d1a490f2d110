#include "linktender/store/table_dump.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;

namespace {

struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;

    [[nodiscard]] const Cell& at(std::size_t row, std::string_view column) const {
        const auto found = std::find(columns.begin(), columns.end(), column);
        REQUIRE(found != columns.end());
        return rows.at(row).at(static_cast<std::size_t>(found - columns.begin()));
    }
};

Table read(const std::filesystem::path& file, std::string_view name) {
    Table table;
    dump(
        file, name, [&](const std::vector<std::string>& columns) { table.columns = columns; },
        [&](const std::vector<Cell>& row) { table.rows.push_back(row); });
    return table;
}

}  // namespace

TEST_CASE("store: every table and view can be dumped", "[store]") {
    const TempDir folder;
    {
        Writer writer(folder / "t.db");
        const RunId run = writer.begin_run(sample_run());
        writer.put_issue(run, issue("a.md", {occurrence("https://a.example/1", 1)}));
        writer.put_check(run, check("https://a.example/1"));
    }

    for (const std::string_view name : dumps()) {
        CAPTURE(name);
        const Table table = read(folder / "t.db", name);
        CHECK_FALSE(table.columns.empty());
        for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
    }
}

TEST_CASE("store: checks are dumped with the URL and times for people", "[store]") {
    const TempDir folder;
    {
        Writer writer(folder / "t.db");
        const RunId run = writer.begin_run(sample_run());
        writer.put_check(run, check("https://a.example/1"));
        writer.put_check(run, check("https://a.example/2"));
    }

    const Table table = read(folder / "t.db", "checks");

    REQUIRE(table.rows.size() == 2);
    CHECK(std::get<std::string>(table.at(1, "url")) == "https://a.example/2");
    CHECK(std::get<std::string>(table.at(0, "checked_at")) == "2026-11-23T02:00:00Z");
    CHECK(std::get<std::int64_t>(table.at(0, "status")) == 200);
    CHECK(std::holds_alternative<std::monostate>(table.at(0, "tls_expires_at")));
}

TEST_CASE("store: a dump of no database is an error, not an empty one", "[store]") {
    const TempDir folder;

    CHECK(kind_of_error([&] { (void)read(folder / "none.db", "checks"); }) == StoreError::Kind::missing);
}
