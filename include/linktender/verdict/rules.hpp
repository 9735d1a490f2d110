// The rule set: TOML files, one family each, that name what a page or URL means.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"

namespace linktender::verdict {

/// A rule file that cannot be used.
struct RuleError {
    std::string file;
    unsigned line = 0;
    std::string key;
    std::string message;
};

/// Compiled rules. Immutable and cheap to copy; any thread.
class RuleSet {
public:
    RuleSet();  ///< no rules
    /// All `*.toml` of a folder, in name order.
    [[nodiscard]] static Expected<RuleSet, RuleError> load(const std::filesystem::path& folder);
    [[nodiscard]] static Expected<RuleSet, RuleError> parse(std::string_view toml,
                                                            std::string_view file_name);
    [[nodiscard]] std::size_t size() const noexcept;

    struct Compiled;
    [[nodiscard]] const Compiled& compiled() const noexcept { return *compiled_; }

private:
    std::shared_ptr<const Compiled> compiled_;
};

/// The rules of `config/rules.d` as they were when the program was built.
[[nodiscard]] RuleSet builtin_rules();

}  // namespace linktender::verdict
