// From the TOML of a rule file to rules. The keys are those of `Rule`, in `rule.hpp`.
#pragma once

#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/verdict/rule.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::verdict {

/// A rule file is written by hand; what is larger is no rule file.
inline constexpr std::size_t k_max_rule_file_bytes = std::size_t{1} << 20U;

/// Every mistake ends the reading with its line and key: syntax, unknown or missing keys, values of
/// the wrong type, words that mean nothing, patterns RE2 refuses, a rule without any condition.
[[nodiscard]] Expected<std::vector<Rule>, RuleError> read_rules(std::string_view toml,
                                                                std::string_view file_name);

}  // namespace linktender::verdict
