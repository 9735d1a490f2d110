// The date of an issue.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace linktender::source {

/// The date in a file's path: a full one in the name or, failing that, in a folder
/// (`2019-12-17.md`, `2019_12_17-slug.md`, `20191217.md`, `2019-12-17/index.md`), or year, month and
/// day as parts of the path (`2019/12/17/index.md`, `2019/12/17-slug.md`). Nothing when the name holds
/// two different dates: a range says no day.
[[nodiscard]] std::optional<std::chrono::year_month_day> date_of_file(std::string_view path);

/// The date that a value of front matter begins with: `2019-12-17`, `2019/12/17 08:00`.
[[nodiscard]] std::optional<std::chrono::year_month_day> leading_date(std::string_view value);

}  // namespace linktender::source
