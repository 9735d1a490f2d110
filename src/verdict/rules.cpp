#include "linktender/verdict/rules.hpp"

namespace linktender::verdict {

struct RuleSet::Compiled {};

RuleSet::RuleSet() : compiled_(std::make_shared<const Compiled>()) {}

std::size_t RuleSet::size() const noexcept {
    return 0;
}

Expected<RuleSet, RuleError> RuleSet::load(const std::filesystem::path& /*folder*/) {
    return RuleSet();
}

Expected<RuleSet, RuleError> RuleSet::parse(std::string_view /*toml*/, std::string_view /*file_name*/) {
    return RuleSet();
}

RuleSet builtin_rules() {
    return {};
}

}  // namespace linktender::verdict
