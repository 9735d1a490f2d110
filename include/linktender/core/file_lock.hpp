// A file that one process at a time holds.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"

namespace linktender::core {

/// Holds the file while it lives. The kernel lets go of it when the process ends, however it ends; the
/// file itself stays, since removing it would let two processes in. It says who holds it.
class FileLock {
public:
    /// What is known of whoever holds the file.
    struct Holder {
        pid_t pid = 0;     ///< 0: not known
        std::string note;  ///< as given to `take`
    };
    struct Refusal {
        int system_error = 0;  ///< 0: another holds the file
        Holder holder;
    };

    /// Creates the file where there is none; its folder must exist. `note` is one line.
    [[nodiscard]] static Expected<FileLock, Refusal> take(const std::filesystem::path& file,
                                                          std::string_view note = {});
    /// Who holds it now; nullopt when nobody does, or it cannot be read.
    [[nodiscard]] static std::optional<Holder> look(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

}  // namespace linktender::core
