// How many pages a PDF says it has.
#pragma once

#include <optional>
#include <string_view>

namespace linktender::page {

/// From the root of the page tree; nullopt where that is compressed or not in these bytes. Linear.
[[nodiscard]] std::optional<int> pdf_page_count(std::string_view file);

}  // namespace linktender::page
