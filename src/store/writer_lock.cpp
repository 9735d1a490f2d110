#include "writer_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>

#include "error.hpp"

namespace linktender::store {

namespace {

/// The process id that the holder wrote, as words; empty when it has not yet.
std::string holder(int descriptor) {
    std::array<char, 16> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    long pid = 0;
    if (size <= 0 || std::from_chars(text.data(), text.data() + size, pid).ec != std::errc{} || pid <= 0)
        return {};
    return pid == ::getpid() ? " (this very process)" : fmt::format(" (process {})", pid);
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& database) {
    std::filesystem::path file = database;
    file += ".lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor_ < 0) throw system_failure(errno, "created", file);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const int system_error = errno;
        const std::string who = holder(descriptor_);
        ::close(descriptor_);
        if (system_error != EWOULDBLOCK) throw system_failure(system_error, "locked", file);
        throw StoreError(StoreError::Kind::busy,
                         fmt::format("another linktender{} is writing to {}: wait until it ends, or name "
                                     "another database",
                                     who, shown(database)));
    }
    // For the message above only; a disk too full for it is found out by SQLite.
    const std::string pid = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor_, 0) == 0) (void)!::pwrite(descriptor_, pid.data(), pid.size(), 0);
}

WriterLock::~WriterLock() {
    (void)!::ftruncate(descriptor_, 0);
    ::close(descriptor_);
}

}  // namespace linktender::store
