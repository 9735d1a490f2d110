#include "linktender/verdict/rule_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"
#include "rule_values.hpp"

namespace linktender::verdict {
namespace {

constexpr std::array<std::string_view, 3> k_stages{"url", "response", "body"};
constexpr std::array<std::string_view, 8> k_verdicts{"alive",  "moved",   "dead",  "soft404",
                                                     "parked", "blocked", "login", "unknown"};
constexpr std::array<std::string_view, 3> k_flags{"archived", "expired_by_design", "withdrawn"};

/// What is wrong with a value, or nothing.
using Fault = std::optional<std::string>;

template <class T>
Fault store(Value<T> value, T& place) {
    if (!value) return std::move(value.error());
    place = std::move(*value);
    return std::nullopt;
}

template <class T>
Fault store(Value<T> value, std::optional<T>& place) {
    if (!value) return std::move(value.error());
    place = std::move(*value);
    return std::nullopt;
}

template <class Enum, std::size_t N>
Fault store_word(const toml::node& node, const std::array<std::string_view, N>& words, Enum& place) {
    const Value<std::string> word = read_string(node);
    if (!word) return word.error();
    const auto found = std::ranges::find(words, *word);
    if (found == words.end()) {
        return fmt::format("\"{}\" is none of: {}", core::escape_control(*word), fmt::join(words, ", "));
    }
    place = static_cast<Enum>(std::distance(words.begin(), found));
    return std::nullopt;
}

Fault store_priority(const toml::node& node, Rule& rule) {
    const Value<std::size_t> priority = read_size(node);
    if (!priority || *priority > 1000) return std::string("a number from 0 to 1000 is wanted");
    rule.priority = static_cast<int>(*priority);
    return std::nullopt;
}

Fault store_folded(const toml::node& node, std::vector<std::string>& place) {
    if (Fault fault = store(read_strings(node), place)) return fault;
    for (std::string& text : place) {
        text = fold_text(text);
        if (text.empty()) return std::string("a text of spaces says nothing");
    }
    return std::nullopt;
}

Fault store_flags(const toml::node& node, Rule& rule) {
    if (Fault fault = store(read_strings(node), rule.flags)) return fault;
    for (const std::string& flag : rule.flags) {
        if (std::ranges::find(k_flags, flag) == k_flags.end()) {
            return fmt::format("\"{}\" is none of: {}", core::escape_control(flag), fmt::join(k_flags, ", "));
        }
    }
    return std::nullopt;
}

Fault store_target(const toml::node& node, Rule& rule) {
    if (Fault fault = store(read_pattern(node), rule.target)) return fault;
    if (rule.target->NumberOfCapturingGroups() != 1)
        return std::string("exactly one group is wanted: the target");
    return std::nullopt;
}

Fault store_examples(const toml::node& node, Rule& rule) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return std::string("a table with match and miss is wanted");
    for (const auto& [key, value] : *table) {
        Fault fault = std::string("only match and miss are known here");
        if (key.str() == "match") fault = store(read_strings(value), rule.match_examples);
        if (key.str() == "miss") fault = store(read_strings(value), rule.miss_examples);
        if (fault) return fmt::format("{}: {}", core::escape_control(key.str()), *fault);
    }
    return std::nullopt;
}

struct Key {
    std::string_view name;
    Fault (*read)(const toml::node&, Rule&);
};

constexpr std::array k_keys{
    Key{"id", [](const toml::node& n, Rule& r) { return store(read_slug(n), r.id); }},
    Key{"priority", store_priority},
    Key{"stage", [](const toml::node& n, Rule& r) { return store_word(n, k_stages, r.stage); }},
    Key{"host", [](const toml::node& n, Rule& r) { return store(read_hosts(n), r.hosts); }},
    Key{"final_host", [](const toml::node& n, Rule& r) { return store(read_hosts(n), r.final_hosts); }},
    Key{"url", [](const toml::node& n, Rule& r) { return store(read_patterns(n), r.url); }},
    Key{"unless_url", [](const toml::node& n, Rule& r) { return store(read_pattern(n), r.unless_url); }},
    Key{"final_url", [](const toml::node& n, Rule& r) { return store(read_pattern(n), r.final_url); }},
    Key{"status", [](const toml::node& n, Rule& r) { return store(read_status(n), r.status); }},
    Key{"header", [](const toml::node& n, Rule& r) { return store(read_headers(n), r.headers); }},
    Key{"title", [](const toml::node& n, Rule& r) { return store(read_pattern(n), r.title); }},
    Key{"title_part", [](const toml::node& n, Rule& r) { return store(read_pattern(n), r.title_part); }},
    Key{"selector", [](const toml::node& n, Rule& r) { return store(read_selectors(n), r.selectors); }},
    Key{"text_any", [](const toml::node& n, Rule& r) { return store_folded(n, r.text_any); }},
    Key{"text", [](const toml::node& n, Rule& r) { return store(read_pattern(n), r.text); }},
    Key{"raw_any", [](const toml::node& n, Rule& r) { return store(read_strings(n), r.raw_any); }},
    Key{"raw_all", [](const toml::node& n, Rule& r) { return store(read_strings(n), r.raw_all); }},
    Key{"unless_selector",
        [](const toml::node& n, Rule& r) { return store(read_selectors(n), r.unless_selectors); }},
    Key{"max_text", [](const toml::node& n, Rule& r) { return store(read_size(n), r.max_text); }},
    Key{"max_bytes", [](const toml::node& n, Rule& r) { return store(read_size(n), r.max_bytes); }},
    Key{"max_prose", [](const toml::node& n, Rule& r) { return store(read_size(n), r.max_prose); }},
    Key{"head_window", [](const toml::node& n, Rule& r) { return store(read_size(n), r.head_window); }},
    Key{"verdict", [](const toml::node& n, Rule& r) { return store_word(n, k_verdicts, r.verdict); }},
    Key{"reason", [](const toml::node& n, Rule& r) { return store(read_slug(n), r.reason); }},
    Key{"target", store_target},
    Key{"confidence",
        [](const toml::node& n, Rule& r) {
            return store_word(n, std::array<std::string_view, 2>{"low", "high"}, r.confidence);
        }},
    Key{"flags", store_flags},
    Key{"evidence", [](const toml::node& n, Rule& r) { return store(read_string(n), r.evidence); }},
    Key{"verified", [](const toml::node& n, Rule& r) { return store(read_date(n), r.verified); }},
    Key{"examples", store_examples},
};

constexpr std::array<std::string_view, 5> k_required{"id", "priority", "stage", "verdict", "reason"};

bool looks_at_body(const Rule& rule) {
    return rule.title || rule.title_part || !rule.selectors.empty() || !rule.text_any.empty() || rule.text ||
           !rule.raw_any.empty() || !rule.raw_all.empty() || rule.max_bytes || rule.max_prose;
}

bool looks_at_response(const Rule& rule) {
    return !rule.final_hosts.empty() || rule.final_url || !rule.status.empty() || !rule.headers.empty();
}

/// Mistakes that no single key makes: the key to point at and what is wrong.
std::optional<std::pair<std::string_view, std::string>> contradiction(const Rule& rule) {
    if (!looks_at_body(rule) && !looks_at_response(rule) && rule.url.empty() && rule.hosts.empty()) {
        return {{"id", "the rule has no condition and would match everything"}};
    }
    if (rule.stage == Stage::url && (looks_at_body(rule) || looks_at_response(rule))) {
        return {{"stage", "a url rule looks at the URL alone: host, url, unless_url"}};
    }
    if (rule.stage == Stage::response &&
        (looks_at_body(rule) || rule.max_text || !rule.unless_selectors.empty())) {
        return {{"stage", "a response rule does not see the page: use stage = \"body\""}};
    }
    if ((rule.verdict == RuleVerdict::moved) != (rule.target != nullptr)) {
        return {{"target", "a verdict of moved has a target, and only it"}};
    }
    return std::nullopt;
}

class RuleFileReader {
public:
    explicit RuleFileReader(std::string_view file) : file_(file) {}

    Expected<std::vector<Rule>, RuleError> read(const toml::table& root) const {
        std::vector<Rule> rules;
        for (const auto& [key, value] : root) {
            const toml::array* array = value.as_array();
            if (key.str() != "rule") return fail(key.source(), key.str(), "only [[rule]] is known here");
            if (array == nullptr) return fail(key.source(), key.str(), "rules are written as [[rule]]");
            for (const toml::node& item : *array) {
                const toml::table* table = item.as_table();
                if (table == nullptr) return fail(item.source(), "rule", "rules are written as [[rule]]");
                auto rule = read_rule(*table);
                if (!rule) return unexpected(std::move(rule.error()));
                rules.push_back(std::move(*rule));
            }
        }
        return rules;
    }

private:
    Expected<Rule, RuleError> read_rule(const toml::table& table) const {
        Rule rule;
        rule.file = file_;
        rule.line = table.source().begin.line;
        for (const auto& [key, value] : table) {
            const auto* known = std::ranges::find(k_keys, key.str(), &Key::name);
            if (known == k_keys.end()) return fail(key.source(), key.str(), "this key is not known");
            if (Fault fault = known->read(value, rule)) return fail(key.source(), key.str(), *fault);
        }
        for (const std::string_view key : k_required) {
            if (!table.contains(key)) return fail(table.source(), key, "this key is missing");
        }
        if (const auto found = contradiction(rule)) {
            const toml::node* node = table.get(found->first);
            return fail(node != nullptr ? node->source() : table.source(), found->first, found->second);
        }
        return rule;
    }

    tl::unexpected<RuleError> fail(const toml::source_region& place, std::string_view key,
                                   std::string_view message) const {
        return unexpected(RuleError{file_, place.begin.line, std::string(key), std::string(message)});
    }

    std::string file_;
};

}  // namespace

std::string_view to_string(Stage stage) noexcept {
    return k_stages.at(static_cast<std::size_t>(stage));
}

std::string_view to_string(RuleVerdict verdict) noexcept {
    return k_verdicts.at(static_cast<std::size_t>(verdict));
}

Expected<std::vector<Rule>, RuleError> read_rules(std::string_view toml, std::string_view file_name) {
    if (toml.size() > k_max_rule_file_bytes) {
        return unexpected(RuleError{std::string(file_name), 0, "", "the file is too large for a rule file"});
    }
    try {
        return RuleFileReader(file_name).read(toml::parse(toml));
    } catch (const toml::parse_error& error) {
        return unexpected(RuleError{std::string(file_name), error.source().begin.line, "",
                                    std::string(error.description())});
    }
}

}  // namespace linktender::verdict
