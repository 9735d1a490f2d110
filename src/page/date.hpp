// Dates of publication as pages write them.
#pragma once

#include <string>
#include <string_view>

#include "linktender/core/time.hpp"

namespace linktender::page {

struct DateContext {
    std::string_view host = {};  ///< under `.cn` a time without a zone is China's; elsewhere it is dropped
    core::TimePoint now{};       ///< nothing is published two days behind it; the epoch: not known
};

/// RFC 3339 or `YYYY-MM-DD` from ISO 8601 (calendar, week and ordinal dates, with and without
/// separators), RFC 2822, `2019年7月15日`, `2019/07/15`, `Jul 15, 2019` and Unix time in seconds or
/// milliseconds; empty for anything else, days that do not exist, and those that no page was
/// published on: before 1995 or in the future.
[[nodiscard]] std::string clean_date(std::string_view text, const DateContext& context);

/// The day in a path such as `/2019/07/15/title`, `/2019-07-15/` or `/20190715/`; empty when there is none.
[[nodiscard]] std::string date_in_path(std::string_view path, const DateContext& context);

}  // namespace linktender::page
