// The text of a part of a document, in one line.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "line.hpp"
#include "linktender/page/document.hpp"

namespace linktender::page {

struct TextScope {
    std::size_t max_nodes = std::numeric_limits<std::size_t>::max();  ///< looked at
    std::size_t max_bytes = std::numeric_limits<std::size_t>::max();  ///< of text looked at
};

/// Adds the text below `root` to `line`.
void collect_text(const Node& root, const TextScope& scope, Line& line);

/// The beginning of a text, in whole code points.
[[nodiscard]] std::string_view beginning(std::string_view text, std::size_t max_bytes) noexcept;

/// Of a small element such as a name: looks at a bounded part of the tree, so that it may be called
/// for each of many nested elements.
[[nodiscard]] std::string short_text(const Node& node, std::size_t max_bytes);

}  // namespace linktender::page
