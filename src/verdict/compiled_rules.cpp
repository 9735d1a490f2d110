#include "compiled_rules.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace linktender::verdict {
namespace {

std::vector<std::size_t> number_all(const std::vector<std::string>& strings, LiteralSet& set) {
    std::vector<std::size_t> numbers;
    for (const std::string& text : strings) numbers.push_back(set.add(text));
    return numbers;
}

/// Short tags stand in every page, and short literals slow the search for all the others.
bool has_literal(const Selector& selector) noexcept {
    constexpr std::size_t k_short_tag = 4;
    return !selector.tests.empty() || selector.tag.size() > k_short_tag;
}

/// What a page must hold for a selector to find something; nothing where one of them may match any page. A
/// value written with character references would be missed; pages that rules name do not do that.
std::vector<std::vector<std::size_t>> number_selectors(const std::vector<Selector>& selectors,
                                                       LiteralSet& set) {
    std::vector<std::vector<std::size_t>> all(selectors.size());
    if (!std::ranges::all_of(selectors, has_literal)) return all;
    for (std::size_t i = 0; i < selectors.size(); ++i) {
        const Selector& selector = selectors[i];
        for (const AttributeTest& test : selector.tests)
            all[i].push_back(set.add(test.value.empty() ? test.name : test.value));
        if (selector.tests.empty()) all[i].push_back(set.add("<" + selector.tag));
    }
    return all;
}

void number_text(const Rule& rule, RuleLiterals& literals, RuleSet::Compiled& compiled) {
    const auto is_script = [](const Selector& selector) { return selector.tag == "script"; };
    const auto is_tag_alone = [](const Selector& selector) { return selector.tests.empty(); };
    if (std::ranges::any_of(rule.selectors, is_script)) {
        literals.script_text = number_all(rule.text_any, compiled.source);
    } else if (rule.selectors.empty() || std::ranges::any_of(rule.selectors, is_tag_alone)) {
        literals.text_any = number_all(rule.text_any, compiled.text);
    }
}

}  // namespace

Expected<RuleSet::Compiled, RuleError> compile(std::vector<Rule> rules) {
    RuleSet::Compiled compiled;
    compiled.rules = std::move(rules);
    for (const Rule& rule : compiled.rules) {
        RuleLiterals& literals = compiled.literals.emplace_back();
        literals.raw_any = number_all(rule.raw_any, compiled.source);
        literals.raw_all = number_all(rule.raw_all, compiled.source);
        number_text(rule, literals, compiled);
        literals.selectors = number_selectors(rule.selectors, compiled.source);
        literals.unless_selectors = number_selectors(rule.unless_selectors, compiled.source);
        if (compiled.source.total_bytes() > LiteralSet::k_max_total_bytes ||
            compiled.text.total_bytes() > LiteralSet::k_max_total_bytes) {
            return unexpected(RuleError{rule.file, rule.line, "", "the rules hold too much text together"});
        }
    }
    compiled.source.build();
    compiled.text.build();
    return compiled;
}

}  // namespace linktender::verdict
