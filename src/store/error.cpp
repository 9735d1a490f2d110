#include "error.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

#include "linktender/core/text.hpp"

namespace linktender::store {

namespace {

using Kind = StoreError::Kind;

StoreError disk_full(const std::filesystem::path& file) {
    return {
        Kind::disk_full,
        fmt::format("the disk holding {} is full: free space and run again; what was checked is kept up to "
                    "the last batch",
                    shown(file))};
}

bool means_full(int system_error) noexcept {
    return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

bool means_read_only(int system_error) noexcept {
    return system_error == EROFS || system_error == EACCES || system_error == EPERM;
}

std::string words(int system_error) {
    return std::generic_category().message(system_error);
}

/// A read or write that the system refused.
StoreError input_output(const SQLite::Exception& error, const std::filesystem::path& file, int system_error) {
    if (means_full(system_error)) return disk_full(file);
    if (means_read_only(system_error)) return not_writable(file);
    return {Kind::io,
            fmt::format("{} cannot be read or written: {}{}{}", shown(file), error.what(),
                        system_error == 0 ? "" : ": ", system_error == 0 ? "" : words(system_error))};
}

}  // namespace

StoreError translate(const SQLite::Exception& error, const std::filesystem::path& file,
                     SQLite::Database* database) {
    // SQLite tells of a full disk by itself, but not of a full quota or a limit on file sizes, and it notes
    // the system's error for some calls only. `errno` may be older, so nothing else is read from it.
    const int last_error = errno;
    int system_error = database != nullptr ? sqlite3_system_errno(database->getHandle()) : 0;
    if (means_full(last_error)) system_error = last_error;
    switch (error.getErrorCode() & 0xFF) {
        case SQLITE_NOTADB:
            return {
                Kind::not_a_database,
                fmt::format("{} is not a database: name another file, or move this one away", shown(file))};
        case SQLITE_CORRUPT: return damaged(file, error.what());
        case SQLITE_FULL: return disk_full(file);
        case SQLITE_READONLY: return not_writable(file);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Kind::busy,
                    fmt::format("{} is locked by another program: close it and run again, or name "
                                "another database",
                                shown(file))};
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR: return input_output(error, file, system_error);
        default: return {Kind::other, fmt::format("{}: {}", shown(file), error.what())};
    }
}

StoreError system_failure(int system_error, std::string_view action, const std::filesystem::path& file) {
    if (means_full(system_error)) return disk_full(file);
    const bool read_only = means_read_only(system_error);
    const std::string_view advice = read_only ? "; name a database in a place that can be written" : "";
    return {read_only ? Kind::read_only : Kind::io,
            fmt::format("{} cannot be {}: {}{}", shown(file), action, words(system_error), advice)};
}

StoreError not_writable(const std::filesystem::path& file) {
    return {Kind::read_only,
            fmt::format("{} cannot be written: it, its directory or its disk is read-only for this user; "
                        "change that or name another database",
                        shown(file))};
}

StoreError damaged(const std::filesystem::path& file, std::string_view what) {
    return {Kind::damaged, fmt::format("{} is damaged ({}): move it away and run again, or restore a backup",
                                       shown(file), core::escape_control(what))};
}

std::string shown(const std::filesystem::path& file) {
    return core::escape_control(file.native());
}

}  // namespace linktender::store
