// Tables as rows of cells, for exports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace linktender::store {

/// NULL, a number or text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

/// What can be read: `checks` and `links`, with URLs and times for people, then the views and the
/// tables as docs/schema.md has them.
[[nodiscard]] std::span<const std::string_view> dumps() noexcept;

/// Reads one of them, a row at a time, as it is at one moment: `header` once with the columns, then
/// `row` with as many cells. Throws StoreError; what a callback throws passes through. `name` is one
/// of `dumps`.
void dump(const std::filesystem::path& file, std::string_view name,
          const std::function<void(const std::vector<std::string>&)>& header,
          const std::function<void(const std::vector<Cell>&)>& row);

}  // namespace linktender::store
