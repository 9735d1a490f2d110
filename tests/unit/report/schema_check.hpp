// As much of JSON Schema (draft 2020-12) as docs/report-schema.json uses.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace linktender::report::test {

/// Where and how `value` breaks the schema `root` at `schema`; empty when it does not. A keyword that
/// this check does not know is a complaint too.
[[nodiscard]] std::vector<std::string> complaints(const nlohmann::json& root, const nlohmann::json& schema,
                                                  const nlohmann::json& value, const std::string& path = "$");

}  // namespace linktender::report::test
