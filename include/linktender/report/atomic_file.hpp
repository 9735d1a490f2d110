// A report file appears whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>

namespace linktender::report {

/// Calls `write` with a stream into a temporary file in the same directory, brings that to the disk
/// and renames it to `path`. On any failure, of the stream too, the temporary file is gone and what
/// was at `path` stays. A symbolic link stays one: its target is replaced. What exists and is no
/// regular file (a pipe, /dev/null) is written to as it is. Throws std::system_error that names the
/// file; what `write` throws passes through.
void write_file_atomically(const std::filesystem::path& path,
                           const std::function<void(std::ostream&)>& write);

}  // namespace linktender::report
