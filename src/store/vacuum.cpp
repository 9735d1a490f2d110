#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <system_error>

#include "connection.hpp"
#include "error.hpp"
#include "linktender/store/upkeep.hpp"
#include "statement.hpp"
#include "writer_lock.hpp"

namespace linktender::store {

namespace fs = std::filesystem;

namespace {

std::uintmax_t size_of(const fs::path& file) {
    std::error_code missing;
    const std::uintmax_t size = fs::file_size(file, missing);
    return missing ? 0 : size;
}

std::uintmax_t size_with_log(const fs::path& file) {
    return size_of(file) + size_of(file.native() + "-wal");
}

std::uintmax_t free_beside(const fs::path& file) {
    std::error_code failure;
    const fs::space_info space = fs::space(file.parent_path(), failure);
    if (failure) throw system_failure(failure.value(), "measured", file.parent_path());
    return space.available;
}

std::uintmax_t number(SQLite::Database& database, const char* sql) {
    SQLite::Statement statement(database, sql);
    Execution row(statement);
    return row.step() ? row.integer_as<std::uintmax_t>(0) : 0;
}

/// The new file is made as a whole, then goes through the log.
void require_room(SQLite::Database& database, const fs::path& file) {
    const std::uintmax_t used =
        number(database, "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count");
    const std::uintmax_t needed = 2 * used * number(database, "PRAGMA page_size");
    const std::uintmax_t available = free_beside(file);
    if (available >= needed) return;
    throw StoreError(StoreError::Kind::disk_full,
                     fmt::format("writing {} anew takes {} MiB for a while, and its disk has {} MiB: free "
                                 "space and run again",
                                 shown(file), (needed >> 20U) + 1, available >> 20U));
}

}  // namespace

VacuumResult vacuum(const fs::path& file) {
    const fs::path real = resolve(file);
    // Whether it is ours and up to date, before anything is locked or written.
    (void)open_for_reading(real);
    const core::FileLock lock = lock_for_writing(real);
    VacuumResult result;
    result.before = size_with_log(real);
    {
        SQLite::Database database = open_for_writing(real);
        try {
            require_room(database, real);
            database.exec("VACUUM");
            database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (const SQLite::Exception& error) {
            throw translate(error, real, &database);
        }
    }
    result.after = size_with_log(real);
    result.disk_free = free_beside(real);
    return result;
}

}  // namespace linktender::store
