#include "instance.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "linktender/core/text.hpp"

namespace linktender::app {

std::filesystem::path instance_file(const std::filesystem::path& database) {
    std::filesystem::path file = database;
    return file += ".daemon.lock";
}

std::string status_socket(const std::filesystem::path& database) {
    const char* runtime = std::getenv("RUNTIME_DIRECTORY");
    if (runtime != nullptr && *runtime == '/') {
        // Several, with colons, when a unit names several; ours comes first.
        const std::string folders = runtime;
        return folders.substr(0, folders.find(':')) + "/linktender.sock";
    }
    return std::filesystem::absolute(database).string() + ".sock";
}

core::FileLock become_instance(const std::filesystem::path& database) {
    const auto folder = std::filesystem::absolute(database).parent_path();
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw std::runtime_error(
            fmt::format("{}: cannot be created: {}", core::escape_control(folder.string()), error.message()));
    const auto file = instance_file(database);
    auto lock = core::FileLock::take(file, status_socket(database));
    if (lock) return *std::move(lock);
    const auto [system_error, holder] = lock.error();
    if (system_error != 0)
        throw std::runtime_error(fmt::format("{}: cannot be locked: {}", core::escape_control(file.string()),
                                             std::strerror(system_error)));
    throw std::runtime_error(
        fmt::format("another linktender daemon{} watches over {}: stop it, or name another database",
                    holder.pid > 0 ? fmt::format(" (process {})", holder.pid) : "",
                    core::escape_control(database.string())));
}

}  // namespace linktender::app
