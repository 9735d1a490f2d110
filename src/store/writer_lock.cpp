#include "writer_lock.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <string>

#include "error.hpp"

namespace linktender::store {

core::FileLock lock_for_writing(const std::filesystem::path& database) {
    std::filesystem::path file = database;
    file += ".lock";
    auto lock = core::FileLock::take(file);
    if (lock) return *std::move(lock);
    const auto [system_error, holder] = lock.error();
    if (system_error != 0) throw system_failure(system_error, "created", file);
    std::string who;
    if (holder.pid == ::getpid())
        who = " (this very process)";
    else if (holder.pid > 0)
        who = fmt::format(" (process {})", holder.pid);
    throw StoreError(StoreError::Kind::busy,
                     fmt::format("another linktender{} is writing to {}: wait until it ends, or name "
                                 "another database",
                                 who, shown(database)));
}

}  // namespace linktender::store
