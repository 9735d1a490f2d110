#include "linktender/verdict/rules.hpp"

#include <stdexcept>

#include "builtin_rule_files.hpp"

namespace linktender::verdict {

RuleSet builtin_rules() {
    static const RuleSet rules = [] {
        auto parsed = RuleSet::parse(builtin_rule_files());
        // A rule file that does not parse fails the tests; a program built from it has no sense.
        if (!parsed) throw std::logic_error(describe(parsed.error()));
        return *parsed;
    }();
    return rules;
}

}  // namespace linktender::verdict
