// Connections that are known to be ours, up to date and guarded against hostile files.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace linktender::store {

/// How long to wait for a program that holds the database at that moment, such as a `sqlite3` shell.
inline constexpr int k_busy_timeout_ms = 30'000;

/// The absolute name of the database behind links, so that it has one lock whatever it is called by.
/// Throws StoreError when something that is no file stands there.
[[nodiscard]] std::filesystem::path resolve(const std::filesystem::path& file);

/// `file` comes from `resolve`. Creates the file when there is none; brings its schema up to date.
[[nodiscard]] SQLite::Database open_for_writing(const std::filesystem::path& file);

/// For a short transaction beside whoever writes. `file` comes from `resolve`. Neither creates the file
/// nor changes its schema: throws StoreError, Kind::missing or Kind::older_schema.
[[nodiscard]] SQLite::Database open_for_editing(const std::filesystem::path& file);

/// `file` comes from `resolve`. Throws StoreError, Kind::missing, when nothing is there to read.
[[nodiscard]] SQLite::Database open_for_reading(const std::filesystem::path& file);

}  // namespace linktender::store
