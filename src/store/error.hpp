// From what SQLite and the system say to words for people.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "linktender/store/records.hpp"

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace linktender::store {

/// `database` tells what the system refused (errno); null when there is no connection yet.
[[nodiscard]] StoreError translate(const SQLite::Exception& error, const std::filesystem::path& file,
                                   SQLite::Database* database);

/// For a call that failed with `system_error` (an errno) on `file`, outside of SQLite.
/// `action` continues "FILE cannot be": `created`, `opened`.
[[nodiscard]] StoreError system_failure(int system_error, std::string_view action,
                                        const std::filesystem::path& file);

[[nodiscard]] StoreError not_writable(const std::filesystem::path& file);

/// For a value in `file` that no linktender writes.
[[nodiscard]] StoreError damaged(const std::filesystem::path& file, std::string_view what);

/// A file name as it may stand in a message.
[[nodiscard]] std::string shown(const std::filesystem::path& file);

}  // namespace linktender::store
