#include "connection.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "error.hpp"
#include "linktender/core/text.hpp"
#include "migrate.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace fs = std::filesystem;

namespace {

using Kind = StoreError::Kind;

/// No value that linktender writes comes near; a hostile file may claim gigabytes.
constexpr int k_max_value_bytes = 64 << 20;

/// Before the first look at a file that may come from anywhere: https://sqlite.org/security.html
void guard(SQLite::Database& database) {
    sqlite3* const handle = database.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, k_max_value_bytes);
    database.exec("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
}

void use_write_ahead_log(SQLite::Database& database, const fs::path& file) {
    SQLite::Statement statement(database, "PRAGMA journal_mode = WAL");
    Execution row(statement);
    if (!row.step() || row.text(0) != "wal") {
        throw StoreError(
            Kind::io,
            fmt::format("{} cannot have a write-ahead log: put the database on a local disk", shown(file)));
    }
}

/// A file in a directory that cannot be written has no place for the shared index of the
/// write-ahead log. Without a log nobody is writing, and the file can be read as it stands.
bool can_be_read_as_it_stands(const SQLite::Exception& error, const fs::path& file) {
    const int code = error.getErrorCode() & 0xFF;
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return false;
    fs::path log = file;
    log += "-wal";
    std::error_code failure;
    const auto size = fs::file_size(log, failure);
    return failure == std::errc::no_such_file_or_directory || (!failure && size == 0);
}

/// https://sqlite.org/uri.html
std::string immutable_uri(const fs::path& file) {
    std::string uri = "file://";
    for (const char c : file.native()) {
        if (core::is_ascii_alnum(c) || c == '/' || c == '.' || c == '-' || c == '_')
            uri += c;
        else
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
    return uri + "?immutable=1";
}

/// Throws unless the schema is ours and of today.
void check_current(SQLite::Database& database, const fs::path& file) {
    const Identity identity = identify(database, file, schema_steps());
    if (identity.empty)
        throw StoreError(Kind::missing, fmt::format("{} is empty: nothing was checked yet", shown(file)));
    if (identity.version < schema_steps().back().to) {
        throw StoreError(
            Kind::older_schema,
            fmt::format("{} was written by an older linktender (schema {}, this one reads {}): the "
                        "next audit or the service brings it up to date",
                        shown(file), identity.version, schema_steps().back().to));
    }
    verify_schema(database, file, schema_steps());
}

SQLite::Database checked_for_reading(SQLite::Database database, const fs::path& file) {
    guard(database);
    database.exec("PRAGMA query_only = ON");
    check_current(database, file);
    return database;
}

/// Throws StoreError unless something is there that this user may read.
void check_readable(const fs::path& file) {
    if (::access(file.c_str(), F_OK) != 0 && errno == ENOENT) {
        throw StoreError(
            Kind::missing,
            fmt::format("there is no database at {}: run an audit first, or name another file", shown(file)));
    }
    if (::access(file.c_str(), R_OK) != 0) {
        const int system_error = errno;
        throw StoreError(Kind::io, fmt::format("{} cannot be read: {}", shown(file),
                                               std::generic_category().message(system_error)));
    }
}

}  // namespace

fs::path resolve(const fs::path& file) {
    std::error_code failure;
    fs::path real = fs::weakly_canonical(fs::absolute(file, failure), failure);
    if (failure) throw system_failure(failure.value(), "opened", file);
    const auto status = fs::status(real, failure);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        throw StoreError(Kind::not_a_database,
                         fmt::format("{} is {}, not a database: name a file", shown(real),
                                     fs::is_directory(status) ? "a directory" : "a device or a pipe"));
    }
    return real;
}

SQLite::Database open_for_writing(const fs::path& file) {
    try {
        SQLite::Database database(file.string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                                  k_busy_timeout_ms);
        try {
            guard(database);
            const Identity identity = identify(database, file, schema_steps());
            if (sqlite3_db_readonly(database.getHandle(), "main") == 1) throw not_writable(file);
            use_write_ahead_log(database, file);
            migrate(database, file, identity, schema_steps());
            verify_schema(database, file, schema_steps());
            // A sync at each commit: with hundreds of records in one it costs nothing that can be measured,
            // and what `flush` promised survives a power cut, not just a kill.
            database.exec(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                // A batch touches pages all over the indexes; reading them again costs more than keeping
                // them.
                "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; "
                "PRAGMA journal_size_limit = 67108864");
        } catch (const SQLite::Exception& error) {
            throw translate(error, file, &database);
        }
        return database;
    } catch (const SQLite::Exception& error) {
        throw translate(error, file, nullptr);
    }
}

SQLite::Database open_for_editing(const fs::path& file) {
    check_readable(file);
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                                  k_busy_timeout_ms);
        try {
            guard(database);
            check_current(database, file);
            if (sqlite3_db_readonly(database.getHandle(), "main") == 1) throw not_writable(file);
            database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        } catch (const SQLite::Exception& error) {
            throw translate(error, file, &database);
        }
        return database;
    } catch (const SQLite::Exception& error) {
        throw translate(error, file, nullptr);
    }
}

SQLite::Database open_for_reading(const fs::path& file) {
    check_readable(file);
    try {
        try {
            return checked_for_reading(
                SQLite::Database(file.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                                 k_busy_timeout_ms),
                file);
        } catch (const SQLite::Exception& error) {
            if (!can_be_read_as_it_stands(error, file)) throw;
            return checked_for_reading(
                SQLite::Database(immutable_uri(file),
                                 SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | SQLite::OPEN_URI,
                                 k_busy_timeout_ms),
                file);
        }
    } catch (const SQLite::Exception& error) {
        throw translate(error, file, nullptr);
    }
}

}  // namespace linktender::store
