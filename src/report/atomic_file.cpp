#include "linktender/report/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ostream>
#include <streambuf>
#include <string>
#include <system_error>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::report {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int error, const fs::path& path) {
    throw std::system_error(error, std::generic_category(),
                            "cannot write " + core::escape_control(path.string()));
}

/// An owned descriptor.
class Descriptor {
public:
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const noexcept { return fd_; }
    /// Closes; false with errno when the system says that data was lost.
    [[nodiscard]] bool close() noexcept { return ::close(std::exchange(fd_, -1)) == 0; }

private:
    int fd_;
};

/// Writes to a descriptor and remembers errno, which std::ofstream does not promise to keep.
class DescriptorBuffer final : public std::streambuf {
public:
    explicit DescriptorBuffer(int fd) noexcept : fd_(fd) {
        setp(bytes_.data(), bytes_.data() + bytes_.size());
    }

    [[nodiscard]] int error() const noexcept { return error_; }

protected:
    int_type overflow(int_type c) override {
        if (sync() != 0) return traits_type::eof();
        if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
        return traits_type::not_eof(c);
    }

    int sync() override {
        for (const char* at = pbase(); at < pptr();) {
            const ssize_t written = ::write(fd_, at, static_cast<std::size_t>(pptr() - at));
            if (written >= 0) {
                at += written;
            } else if (errno != EINTR) {
                error_ = errno;
                return -1;
            }
        }
        setp(bytes_.data(), bytes_.data() + bytes_.size());
        return 0;
    }

private:
    int fd_;
    int error_ = 0;
    std::array<char, std::size_t{64} * 1024> bytes_{};
};

void fill(int fd, const fs::path& path, const std::function<void(std::ostream&)>& write) {
    DescriptorBuffer buffer(fd);
    std::ostream out(&buffer);
    write(out);
    out.flush();
    if (!out) fail(buffer.error() != 0 ? buffer.error() : EIO, path);
}

/// A new file in the directory of `target`, with the permissions that new files get here. Its name does
/// not grow with the target's, which may be as long as names can be.
std::pair<int, std::string> create_beside(const fs::path& target) {
    constexpr int k_attempts = 100;
    for (int attempt = 0; attempt < k_attempts; ++attempt) {
        const fs::path name =
            target.parent_path() / fmt::format(".linktender-{}-{}.tmp", ::getpid(), attempt);
        const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0) return {fd, name.string()};
        if (errno != EEXIST) break;
    }
    fail(errno, target);
}

/// A file beside its final place; removed unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& target) : TemporaryFile(create_beside(target)) {}
    ~TemporaryFile() {
        if (!name_.empty()) ::unlink(name_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] int fd() const noexcept { return fd_.get(); }

    void become(const fs::path& target) {
        struct ::stat replaced {};
        if (::stat(target.c_str(), &replaced) == 0 && ::fchmod(fd_.get(), replaced.st_mode & 07777U) != 0)
            fail(errno, target);
        if (::fsync(fd_.get()) != 0 || !fd_.close()) fail(errno, target);
        if (::rename(name_.c_str(), target.c_str()) != 0) fail(errno, target);
        name_.clear();
    }

private:
    explicit TemporaryFile(std::pair<int, std::string> file)
        : name_(std::move(file.second)), fd_(file.first) {}

    std::string name_;
    Descriptor fd_;
};

/// Where a chain of symbolic links ends; the system refuses longer chains than this too.
fs::path follow_links(fs::path path) {
    constexpr int k_links = 40;
    std::error_code error;
    for (int i = 0; i < k_links && fs::is_symlink(fs::symlink_status(path, error)); ++i)
        path = path.parent_path() / fs::read_symlink(path);
    return path;
}

void write_in_place(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.get() < 0) fail(errno, path);
    fill(fd.get(), path, write);
    if (!fd.close()) fail(errno, path);
}

}  // namespace

void write_file_atomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) fail(EISDIR, path);
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_in_place(path, write);

    const fs::path target = follow_links(path);
    TemporaryFile temporary(target);
    fill(temporary.fd(), target, write);
    temporary.become(target);
}

}  // namespace linktender::report
