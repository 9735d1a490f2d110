// One writer a database, on the whole machine.
#pragma once

#include <filesystem>

#include "linktender/core/file_lock.hpp"

namespace linktender::store {

/// Takes `FILE.lock` beside the database. SQLite's own locks guard single transactions only, and a file of
/// its own keeps clear of them. Throws StoreError: Kind::busy, with the other's process id where it is
/// known.
[[nodiscard]] core::FileLock lock_for_writing(const std::filesystem::path& database);

}  // namespace linktender::store
