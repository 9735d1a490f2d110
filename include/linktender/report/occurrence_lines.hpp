// One line for each place where a link is used: the result of `extract`.
#pragma once

#include <string>
#include <string_view>

#include "linktender/source/occurrence.hpp"

namespace linktender::report {

/// Appends one JSON object and a line end, keys in the documented order: file, line, column, offset,
/// length, url, raw, text, form. `url` is null where nothing resolves.
void append_json_line(std::string& out, std::string_view file, const source::Occurrence& occurrence);

/// Appends `file:line:column: URL  text`, safe to print on a terminal.
void append_text_line(std::string& out, std::string_view file, const source::Occurrence& occurrence);

/// Appends a JSON string literal. Ill-formed UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace linktender::report
