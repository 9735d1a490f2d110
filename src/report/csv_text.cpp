#include "linktender/report/csv_text.hpp"

#include "linktender/core/text.hpp"

namespace linktender::report {

namespace {

/// Spreadsheets compute a cell that starts with one of these, full width too.
bool starts_formula(std::string_view cell) noexcept {
    for (const std::string_view start : {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
        if (cell.starts_with(start)) return true;
    }
    return false;
}

}  // namespace

std::string csv_cell(std::string_view text) {
    std::string shown = core::escape_control(text);
    // Some programs look past leading blanks.
    const std::size_t first = shown.find_first_not_of(' ');
    if (first != std::string::npos && starts_formula(std::string_view(shown).substr(first)))
        shown.insert(0, 1, '\'');
    if (shown.find_first_of("\",;") == std::string::npos && shown == core::trim(shown)) return shown;
    std::string quoted = "\"";
    for (const char c : shown) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

}  // namespace linktender::report
