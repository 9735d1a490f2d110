// The rule files the program was built with. Their source is made by cmake/embed_rules.cmake.
#pragma once

#include <vector>

#include "linktender/verdict/rules.hpp"

namespace linktender::verdict {

[[nodiscard]] std::vector<RuleSet::File> builtin_rule_files();

}  // namespace linktender::verdict
