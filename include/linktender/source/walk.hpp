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
    /// Globs that leave out files and whole folders: with a `/` for the name, without one for any
    /// part of it (`drafts/**`, `node_modules`, `*.draft.md`).
    std::vector<std::string> exclude_path;
};

/// Expands what the user named:
/// - a file, whatever its ending (a feed, OPML or mail file is a problem: they are not read yet);
/// - a folder: all files below it with an ending that linktender reads (.md .markdown .html .htm
///   .xhtml .txt), without hidden ones and `node_modules`; symbolic links to folders are not followed;
/// - a glob with `*`, `?`, `[a-z]` and `**` for folders of any depth, when no file has that very name;
///   one whose last part names no ending takes the files that a folder would give;
/// - `-`, standard input.
/// A folder or glob that gives nothing is a problem as well. Never throws on what it finds.
[[nodiscard]] WalkResult walk(const std::vector<std::string>& inputs, const WalkOptions& options = {});

/// The bytes of a file (or of standard input), at most `max_bytes`. Pipes and devices are read to
/// their end; block devices and folders are a problem.
[[nodiscard]] Expected<std::string, InputProblem> read_file(const InputFile& file, std::size_t max_bytes);

}  // namespace linktender::source
