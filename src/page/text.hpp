// The text of a part of a document, in one line.
#pragma once

#include <cstddef>

#include "line.hpp"
#include "linktender/page/document.hpp"

namespace linktender::page {

enum class Hidden : bool { keep, leave_out };

/// Adds the text below `root` to `line`. `Hidden::leave_out` also skips what the page hides by
/// itself (`hidden`, `style="display:none"`). Stops when the line is full unless `count_all`.
void collect_text(const Node& root, Hidden hidden, bool count_all, Line& line);

}  // namespace linktender::page
