// Where results go and in which form.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <vector>
#include "linktender/report/render.hpp"

namespace linktender::app {

enum class Format : unsigned char {
    text,
    json,
    jsonl,
    markdown,
    html,
    csv,
    junit,
    sarif,
    github,
    atom,
    badge
};

[[nodiscard]] std::optional<Format> format_from(std::string_view word) noexcept;
/// The format that a file name's ending stands for.
[[nodiscard]] std::optional<Format> format_of_file(std::string_view file_name) noexcept;

/// What a file of that format ends with: `.html`, `.md`.
[[nodiscard]] std::string_view ending_of(Format format) noexcept;

/// One report: a format, and a file or standard output (empty).
struct OutputTarget {
    Format format = Format::text;
    std::string file;
};

/// What may be shown beside the result.
struct Terminal {
    bool color = false;     ///< escape sequences in text on standard output
    bool progress = false;  ///< a progress line on standard error
    int verbosity = 0;      ///< 1: list what is alive too
};

/// Writes the report in that format.
void render(std::ostream& out, Format format, const report::Model& model,
            const report::RenderOptions& options);

/// Writes to the target: a file appears whole or not at all. Throws std::runtime_error with what is wrong.
void write_output(const OutputTarget& target, const std::function<void(std::ostream&)>& write);

}  // namespace linktender::app
