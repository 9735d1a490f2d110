// Dates of publication as pages write them.
#pragma once

#include <string>
#include <string_view>

namespace linktender::page {

/// RFC 3339 or `YYYY-MM-DD` from ISO 8601, RFC 2822, `2019年7月15日`, `2019/07/15`, `Jul 15, 2019` and
/// Unix time; empty for anything else, days that do not exist and years that no page was published
/// in. A time without a zone is China's on hosts under `.cn`; elsewhere it is dropped.
[[nodiscard]] std::string clean_date(std::string_view text, std::string_view host);

}  // namespace linktender::page
