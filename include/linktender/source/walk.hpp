// From what the user named to the list of files to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "linktender/core/expected.hpp"

namespace linktender::source {

/// A file to read. `name` is what reports show: the path as the user would write it.
struct InputFile {
    std::string name;
    std::filesystem::path path;  ///< empty for standard input
};

/// An input that cannot be used. The run goes on with the others and its exit code says so.
struct InputProblem {
    std::string input;
    std::string message;  ///< what is wrong and what to do
};

struct WalkResult {
    std::vector<InputFile> files;  ///< sorted by name within each input, each path once
    std::vector<InputProblem> problems;
};

struct WalkOptions {
    std::vector<std::string> exclude_path;  ///< RE2-free: globs matched against the name
};

/// Expands files, directories (recursive, the endings that linktender reads), globs and `-`.
[[nodiscard]] WalkResult walk(const std::vector<std::string>& inputs, const WalkOptions& options = {});

/// The bytes of a file (or standard input), at most `max_bytes`.
[[nodiscard]] Expected<std::string, InputProblem> read_file(const InputFile& file, std::size_t max_bytes);

}  // namespace linktender::source
