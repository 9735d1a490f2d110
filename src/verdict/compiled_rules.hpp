// Rules with what they need to be tried quickly. Private to the room.
#pragma once

#include <cstddef>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/verdict/literal_set.hpp"
#include "linktender/verdict/rule.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::verdict {

/// The numbers of a rule's strings in the two literal sets.
struct RuleLiterals {
    std::vector<std::size_t> raw_any;
    std::vector<std::size_t> raw_all;
    /// `text_any` in the visible text, for rules without a selector and for those with a selector
    /// that names a tag alone: almost every page has those tags, so the text has to say whether to look.
    std::vector<std::size_t> text_any;
    std::vector<std::size_t> script_text;  ///< `text_any` in the source, when scripts are the scope
    /// For each selector what the source has to hold for it to match anything: ids, classes, values.
    std::vector<std::vector<std::size_t>> selectors;
    std::vector<std::vector<std::size_t>> unless_selectors;
};

struct RuleSet::Compiled {
    std::vector<Rule> rules;             ///< in the order of trial
    std::vector<RuleLiterals> literals;  ///< one for each rule
    LiteralSet source;                   ///< looked for in the decoded source
    LiteralSet text;                     ///< looked for in the folded visible text
};

/// Numbers the strings and builds the sets. Fails only when there are too many of them.
[[nodiscard]] Expected<RuleSet::Compiled, RuleError> compile(std::vector<Rule> rules);

}  // namespace linktender::verdict
