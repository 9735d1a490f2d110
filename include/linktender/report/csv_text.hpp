// One cell of comma-separated values (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace linktender::report {

/// Quoted where needed. Control characters become visible, and a cell that a spreadsheet would
/// compute is kept from being a formula by a `'` before it.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace linktender::report
