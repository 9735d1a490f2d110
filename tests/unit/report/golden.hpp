// Whole outputs, compared with files that people have read.
#pragma once

#include <string>

namespace linktender::report::test {

[[nodiscard]] std::string read_file(const std::string& path);

/// The program's sources and rules in one text, without the words of the reports.
[[nodiscard]] std::string all_sources();

/// Empty when `output` is what golden/<name> holds; else the first line that differs, from both. With
/// LINKTENDER_UPDATE_GOLDEN in the environment the file is written instead.
[[nodiscard]] std::string difference_from_golden(const std::string& name, const std::string& output);

}  // namespace linktender::report::test
