#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "linktender/source/walk.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_block = std::size_t{64} << 10U;

class Descriptor {
public:
    explicit Descriptor(const InputFile& file)
        : number_(file.path.empty() ? STDIN_FILENO : ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC)),
          owned_(!file.path.empty()) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (owned_ && number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
    bool owned_;
};

InputProblem problem(const InputFile& file, std::string message) {
    return {file.name, std::move(message)};
}

InputProblem system_problem(const InputFile& file, int error) {
    const std::string reason = std::generic_category().message(error);
    switch (error) {
        case ENOENT:
            return problem(file, "no such file; it may have been removed, or be a link that leads nowhere");
        case EACCES: return problem(file, "the file may not be read (" + reason + "); check its permissions");
        default: return problem(file, "the file cannot be read: " + reason);
    }
}

}  // namespace

Expected<std::string, InputProblem> read_file(const InputFile& file, std::size_t max_bytes) {
    const Descriptor descriptor(file);
    struct stat status {};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0)
        return unexpected(system_problem(file, errno));
    if (S_ISDIR(status.st_mode)) return unexpected(problem(file, "this is a folder, not a file"));
    if (S_ISBLK(status.st_mode)) return unexpected(problem(file, "this is a disk, not a file"));
    const std::size_t known = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    const std::string too_large =
        "larger than " + std::to_string(max_bytes) + " bytes; split it or leave it out";
    if (known > max_bytes) return unexpected(problem(file, too_large));

    std::string bytes;
    std::size_t size = 0;
    // One byte more than the size, so that the end of an ordinary file shows without another block.
    for (std::size_t room = known > 0 ? known + 1 : k_block;; room = size + std::max(size / 2, k_block)) {
        bytes.resize(std::min(room, max_bytes + 1));
        while (size < bytes.size()) {
            const ssize_t got = ::read(descriptor.get(), bytes.data() + size, bytes.size() - size);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return unexpected(system_problem(file, errno));
            if (got == 0) {
                bytes.resize(size);
                return bytes;
            }
            size += static_cast<std::size_t>(got);
        }
        if (size > max_bytes) return unexpected(problem(file, too_large));
    }
}

}  // namespace linktender::source
