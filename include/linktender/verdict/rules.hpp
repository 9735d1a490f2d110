// The rule set: TOML files, one family each, that name what a page or URL means.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"

namespace linktender::verdict {

struct Rule;

/// What a rule concludes.
enum class RuleVerdict : std::uint8_t {
    alive,    ///< a veto: no other rule may call the page gone; the status decides
    moved,    ///< to the URL that `target` captures
    dead,     ///< gone for certain: Outcome::not_found
    soft404,  ///< the page is an error message
    parked,
    blocked,
    login,
    unknown  ///< nothing can be said: Outcome::blocked with low confidence
};

[[nodiscard]] std::string_view to_string(RuleVerdict verdict) noexcept;

/// A rule file that cannot be used.
struct RuleError {
    std::string file;
    unsigned line = 0;  ///< 0 when the file as a whole is meant
    std::string key;    ///< empty when no single key is at fault
    std::string message;
};

/// `rules.d/30-x.toml:12: key "status": ...`, one line for people.
[[nodiscard]] std::string describe(const RuleError& error);

/// Compiled rules. Immutable and cheap to copy; any thread.
class RuleSet {
public:
    RuleSet();  ///< no rules
    /// All `*.toml` of a folder, in name order. An unreadable folder or file is an error.
    [[nodiscard]] static Expected<RuleSet, RuleError> load(const std::filesystem::path& folder);
    /// One file's text. Every mistake is an error: unknown keys too.
    [[nodiscard]] static Expected<RuleSet, RuleError> parse(std::string_view toml,
                                                            std::string_view file_name);
    /// Several files as one set; an id may occur once in all of them.
    struct File {
        std::string name;
        std::string text;
    };
    [[nodiscard]] static Expected<RuleSet, RuleError> parse(const std::vector<File>& files);

    [[nodiscard]] std::size_t size() const noexcept;
    /// In the order in which they are tried: by priority, then as written.
    [[nodiscard]] const std::vector<Rule>& rules() const noexcept;

    struct Compiled;
    [[nodiscard]] const Compiled& compiled() const noexcept { return *compiled_; }

private:
    explicit RuleSet(std::shared_ptr<const Compiled> compiled) noexcept;
    std::shared_ptr<const Compiled> compiled_;
};

/// The rules of `config/rules.d` as they were when the program was built.
[[nodiscard]] RuleSet builtin_rules();

}  // namespace linktender::verdict
