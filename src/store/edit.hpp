// One statement as a short transaction beside whoever writes.
#pragma once

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>

#include "connection.hpp"
#include "error.hpp"
#include "statement.hpp"

namespace linktender::store {

/// How many rows the statement changes. Throws StoreError.
template <class... Values>
int edit(const std::filesystem::path& file, const char* sql, const Values&... values) {
    const std::filesystem::path real = resolve(file);
    SQLite::Database database = open_for_editing(real);
    try {
        SQLite::Statement statement(database, sql);
        Execution(statement, values...).run();
        return database.getChanges();
    } catch (const SQLite::Exception& error) {
        throw translate(error, real, &database);
    }
}

}  // namespace linktender::store
