#include "linktender/store/table_dump.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "connection.hpp"
#include "error.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

constexpr std::array<std::string_view, 20> k_dumps{
    "checks", "links",      "broken_links", "host_health",   "survival",     "issue",        "run",
    "link",   "occurrence", "check",        "state",         "page",         "host",         "suggestion",
    "mark",   "probe",      "run_issue",    "run_unchecked", "notification", "link_overview"};

/// Every check with its link, as people want it.
constexpr const char* k_checks =
    "SELECT link.url, strftime('%Y-%m-%dT%H:%M:%SZ', \"check\".checked_at / 1000, 'unixepoch') AS "
    "checked_at, \"check\".run_id, \"check\".outcome, \"check\".reason, \"check\".evidence, \"check\".rule, "
    "\"check\".confidence, \"check\".status, \"check\".moved_to, \"check\".final_url, \"check\".attempts, "
    "\"check\".content_type, \"check\".bytes, \"check\".dns_ms, \"check\".connect_ms, \"check\".tls_ms, "
    "\"check\".first_byte_ms, \"check\".total_ms, \"check\".http_version, \"check\".remote_address, "
    "strftime('%Y-%m-%dT%H:%M:%SZ', \"check\".tls_expires_at / 1000, 'unixepoch') AS tls_expires_at, "
    "\"check\".flags, \"check\".title_match, \"check\".drift "
    "FROM \"check\" JOIN link ON link.id = \"check\".link_id ORDER BY \"check\".id";

std::string select(std::string_view name) {
    if (name == "checks") return k_checks;
    return fmt::format("SELECT * FROM \"{}\"", name == "links" ? "link_overview" : name);
}

Cell cell_of(const SQLite::Column& column, const Execution& row, int index) {
    if (column.isNull()) return {};
    if (column.isInteger()) return column.getInt64();
    if (column.isFloat()) return column.getDouble();
    return row.text(index);
}

}  // namespace

std::span<const std::string_view> dumps() noexcept {
    return k_dumps;
}

void dump(const std::filesystem::path& file, std::string_view name,
          const std::function<void(const std::vector<std::string>&)>& header,
          const std::function<void(const std::vector<Cell>&)>& row) {
    assert(std::find(k_dumps.begin(), k_dumps.end(), name) != k_dumps.end());
    const std::filesystem::path real = resolve(file);
    SQLite::Database database = open_for_reading(real);
    try {
        SQLite::Statement statement(database, select(name));
        std::vector<std::string> names;
        for (int i = 0; i < statement.getColumnCount(); ++i) names.emplace_back(statement.getColumnName(i));
        header(names);
        std::vector<Cell> cells(names.size());
        Execution execution(statement);
        while (execution.step()) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const int index = static_cast<int>(i);
                cells[i] = cell_of(statement.getColumn(index), execution, index);
            }
            row(cells);
        }
    } catch (const SQLite::Exception& error) {
        throw translate(error, real, &database);
    }
}

}  // namespace linktender::store
