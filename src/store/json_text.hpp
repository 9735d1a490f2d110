// Lists that stand in one column, as JSON, so that SQL and people can read them.
#pragma once

#include <string>
#include <vector>

#include "linktender/verdict/judge.hpp"

namespace linktender::store {

/// `["a","b"]`. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_json(const std::vector<std::string>& list);

/// `[{"status":301,"url":"https://…"}]`, URLs without user name and password.
[[nodiscard]] std::string to_json(const std::vector<verdict::Hop>& hops);

}  // namespace linktender::store
