// Bringing a database's schema up to date, and knowing whether it is ours.
#pragma once

#include <filesystem>
#include <span>

#include "schema.hpp"

namespace SQLite {
class Database;
}

namespace linktender::store {

/// What the header and the schema table say about a file.
struct Identity {
    bool empty = false;  ///< nothing in it: a new file
    int version = 0;     ///< `user_version`
};

/// Throws StoreError when the file belongs to another program or to a newer linktender than `steps` know.
[[nodiscard]] Identity identify(SQLite::Database& database, const std::filesystem::path& file,
                                std::span<const SchemaStep> steps);

/// Carries out the steps that are missing, all or none of them. When something is in the file, a
/// copy is put beside it before: `FILE.schema-1.bak`, with a number at the end when that is taken.
void migrate(SQLite::Database& database, const std::filesystem::path& file, const Identity& identity,
             std::span<const SchemaStep> steps);

/// Throws StoreError unless every table, index, view and trigger is as `steps` make it. Further
/// tables, indexes and views are somebody's own affair; further triggers would act on our writes.
void verify_schema(SQLite::Database& database, const std::filesystem::path& file,
                   std::span<const SchemaStep> steps);

}  // namespace linktender::store
