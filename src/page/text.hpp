// The text of a part of a document, in one line.
#pragma once

#include <cstddef>
#include <limits>

#include "line.hpp"
#include "linktender/page/document.hpp"

namespace linktender::page {

struct TextScope {
    bool leave_out_hidden = false;  ///< what the page hides itself: `hidden`, `style="display:none"`
    bool count_all = false;         ///< go on where the line is full, to learn the length
    std::size_t max_nodes = std::numeric_limits<std::size_t>::max();  ///< looked at
    std::size_t max_bytes = std::numeric_limits<std::size_t>::max();  ///< of text looked at
};

/// Adds the text below `root` to `line`.
void collect_text(const Node& root, const TextScope& scope, Line& line);

/// Of a small element such as a name: looks at a bounded part of the tree, so that it may be called
/// for each of many nested elements.
[[nodiscard]] std::string short_text(const Node& node, std::size_t max_bytes);

}  // namespace linktender::page
