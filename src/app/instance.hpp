// One daemon a database, and where it can be asked. Private to the room.
#pragma once

#include <filesystem>
#include <string>

#include "linktender/core/file_lock.hpp"

namespace linktender::app {

/// `FILE.daemon.lock`: held by the daemon, with the path of its status socket.
[[nodiscard]] std::filesystem::path instance_file(const std::filesystem::path& database);

/// `$RUNTIME_DIRECTORY/linktender.sock`, else `FILE.sock`; absolute.
[[nodiscard]] std::string status_socket(const std::filesystem::path& database);

/// Makes this process the daemon of the database, whose folder is created when it is not there. Throws
/// std::runtime_error that names the other one.
[[nodiscard]] core::FileLock become_instance(const std::filesystem::path& database);

}  // namespace linktender::app
