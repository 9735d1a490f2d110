#include "linktender/core/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace linktender::core {

namespace {

constexpr std::size_t k_longest_note = 512;

/// What the holder wrote: its process id and its note, a line each; nothing when it has not yet.
FileLock::Holder read_holder(int descriptor) {
    std::array<char, k_longest_note> buffer{};
    const ssize_t size = ::pread(descriptor, buffer.data(), buffer.size(), 0);
    const std::string_view text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    FileLock::Holder holder;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), holder.pid);
    if (error != std::errc() || holder.pid <= 0) return {};
    std::string_view note = text.substr(static_cast<std::size_t>(end - text.data()));
    if (note.starts_with('\n')) note.remove_prefix(1);
    holder.note = note.substr(0, note.find('\n'));
    return holder;
}

}  // namespace

Expected<FileLock, FileLock::Refusal> FileLock::take(const std::filesystem::path& file,
                                                     std::string_view note) {
    constexpr mode_t k_mode = 0644;
    FileLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, k_mode));
    if (lock.descriptor_ < 0) return unexpected(Refusal{errno, {}});
    if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const Refusal refusal{errno == EWOULDBLOCK ? 0 : errno, read_holder(lock.descriptor_)};
        ::close(std::exchange(lock.descriptor_, -1));  // what it says is the holder's
        return unexpected(refusal);
    }
    // For whoever is refused; a disk too full for it is found out by others.
    const std::string text = fmt::format("{}\n{}\n", ::getpid(), note);
    if (::ftruncate(lock.descriptor_, 0) == 0) (void)!::pwrite(lock.descriptor_, text.data(), text.size(), 0);
    return lock;
}

std::optional<FileLock::Holder> FileLock::look(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return std::nullopt;
    std::optional<Holder> holder;
    if (::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) holder = read_holder(descriptor);
    ::close(descriptor);
    return holder;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
    if (descriptor_ < 0) return;
    (void)!::ftruncate(descriptor_, 0);
    ::close(descriptor_);
}

}  // namespace linktender::core
