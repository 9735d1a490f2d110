#include "migrate.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "error.hpp"
#include "linktender/core/log.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

using Kind = StoreError::Kind;

std::int64_t one_integer(SQLite::Database& database, const char* sql) {
    SQLite::Statement statement(database, sql);
    Execution row(statement);
    return row.step() ? row.integer(0) : 0;
}

int newest(std::span<const SchemaStep> steps) noexcept {
    return steps.empty() ? 0 : steps.back().to;
}

std::filesystem::path backup_name(const std::filesystem::path& file, int version) {
    constexpr int k_most = 1000;
    for (int number = 1; number < k_most; ++number) {
        std::filesystem::path name = file;
        name += number == 1 ? fmt::format(".schema-{}.bak", version)
                            : fmt::format(".schema-{}.{}.bak", version, number);
        std::error_code ignored;
        if (!std::filesystem::exists(std::filesystem::symlink_status(name, ignored))) return name;
    }
    throw StoreError(
        Kind::other,
        fmt::format("{} has too many backups beside it: move them away and run again", shown(file)));
}

void back_up(SQLite::Database& database, const std::filesystem::path& file, int version) {
    const std::filesystem::path name = backup_name(file, version);
    try {
        SQLite::Database copy(name.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, database);
        backup.executeStep(-1);
    } catch (const SQLite::Exception& error) {
        std::error_code ignored;
        std::filesystem::remove(name, ignored);
        throw translate(error, name, &database);
    }
    core::log::info("{} is brought from schema {} up to date; a copy as it was is in {}", shown(file),
                    version, shown(name));
}

void carry_out(SQLite::Database& database, std::span<const SchemaStep> steps, int from) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const SchemaStep& step : steps) {
        if (step.to > from) database.exec(step.sql);
    }
    database.exec(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", k_application_id, newest(steps)));
    transaction.commit();
}

/// Type and SQL of everything in the schema by its name, but the tables that FTS5 makes for itself.
std::map<std::string, std::pair<std::string, std::string>> objects(SQLite::Database& database) {
    SQLite::Statement statement(
        database,
        "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN "
        "(SELECT name FROM pragma_table_list WHERE type = 'shadow')");
    Execution row(statement);
    std::map<std::string, std::pair<std::string, std::string>> found;
    while (row.step()) found.emplace(row.text(0), std::pair{row.text(1), row.text(2)});
    return found;
}

}  // namespace

Identity identify(SQLite::Database& database, const std::filesystem::path& file,
                  std::span<const SchemaStep> steps) {
    const auto application = one_integer(database, "PRAGMA application_id");
    const auto version = one_integer(database, "PRAGMA user_version");
    const bool no_objects = one_integer(database, "SELECT count(*) FROM sqlite_schema") == 0;
    if (no_objects && version == 0 && (application == 0 || application == k_application_id)) return {true, 0};
    if (application != k_application_id) {
        throw StoreError(
            Kind::not_a_database,
            fmt::format("{} is a SQLite database of another program: name another file", shown(file)));
    }
    if (version > newest(steps)) {
        throw StoreError(
            Kind::newer_schema,
            fmt::format("{} was written by a newer linktender (schema {}, this one knows {}): use "
                        "that one, or name another file",
                        shown(file), version, newest(steps)));
    }
    if (version < 1) throw damaged(file, "it has no schema version");
    return {false, static_cast<int>(version)};
}

void migrate(SQLite::Database& database, const std::filesystem::path& file, const Identity& identity,
             std::span<const SchemaStep> steps) {
    if (!identity.empty && identity.version == newest(steps)) return;
    if (!identity.empty) back_up(database, file, identity.version);
    carry_out(database, steps, identity.version);
}

void verify_schema(SQLite::Database& database, const std::filesystem::path& file,
                   std::span<const SchemaStep> steps) {
    SQLite::Database reference(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    carry_out(reference, steps, 0);
    const auto expected = objects(reference);
    const auto found = objects(database);
    for (const auto& [name, object] : expected) {
        const auto it = found.find(name);
        if (it == found.end()) throw damaged(file, object.first + " " + name + " is missing");
        if (it->second != object) throw damaged(file, object.first + " " + name + " was altered");
    }
    for (const auto& [name, object] : found) {
        if (object.first == "trigger" && !expected.contains(name))
            throw damaged(file, "trigger " + name + " is not ours");
    }
}

}  // namespace linktender::store
