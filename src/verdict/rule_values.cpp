#include "rule_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_max_string = 4096;
constexpr std::size_t k_max_strings = 256;
constexpr std::int64_t k_pattern_memory = std::int64_t{256} << 10U;

Value<Pattern> compile(const std::string& text) {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(k_pattern_memory);
    auto pattern = std::make_shared<const RE2>(text, options);
    if (!pattern->ok()) return unexpected(fmt::format("the pattern does not compile: {}", pattern->error()));
    return Pattern(std::move(pattern));
}

/// Applies `convert` to each of the node's strings and gathers the results.
template <class T, class Convert>
Value<std::vector<T>> convert_each(const toml::node& node, Convert convert) {
    const auto strings = read_strings(node);
    if (!strings) return unexpected(strings.error());
    std::vector<T> values;
    for (const std::string& text : *strings) {
        Value<T> value = convert(text);
        if (!value) return unexpected(std::move(value.error()));
        values.push_back(std::move(*value));
    }
    return values;
}

bool is_host(std::string_view name) noexcept {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || core::is_ascii_digit(c) || c == '-' || c == '.' || c == '_';
    });
}

Value<HostPattern> parse_host(std::string_view text) {
    HostPattern pattern;
    if (text.starts_with("*.")) {
        pattern.kind = HostPattern::Kind::subdomains;
        text.remove_prefix(2);
    } else if (text.starts_with('=')) {
        pattern.kind = HostPattern::Kind::registrable;
        text.remove_prefix(1);
    }
    if (!is_host(text)) return unexpected(fmt::format("\"{}\" is no host in lower-case ASCII", text));
    pattern.name = text;
    return pattern;
}

Value<int> parse_status(std::string_view text) {
    text = core::trim(text);
    int status = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    if (error != std::errc{} || end != text.data() + text.size() || status < 100 || status > 999) {
        return unexpected(fmt::format("\"{}\" is no status from 100 to 999", text));
    }
    return status;
}

Value<StatusRange> parse_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const Value<int> first = parse_status(text.substr(0, dash));
    if (!first) return unexpected(first.error());
    if (dash == std::string_view::npos) return StatusRange{*first, *first};
    const Value<int> last = parse_status(text.substr(dash + 1));
    if (!last) return unexpected(last.error());
    if (*last < *first) return unexpected(fmt::format("the range \"{}\" is the wrong way round", text));
    return StatusRange{*first, *last};
}

}  // namespace

Value<std::string> read_string(const toml::node& node) {
    const auto* text = node.as_string();
    if (text == nullptr) return unexpected(std::string("a string is wanted"));
    if (text->get().size() > k_max_string) return unexpected(std::string("the string is too long"));
    return text->get();
}

Value<std::vector<std::string>> read_strings(const toml::node& node) {
    std::vector<std::string> strings;
    const auto add = [&](const toml::node& item) -> std::optional<std::string> {
        auto text = read_string(item);
        if (!text) return text.error();
        if (text->empty()) return std::string("an empty string says nothing");
        strings.push_back(std::move(*text));
        return std::nullopt;
    };
    if (const toml::array* array = node.as_array(); array != nullptr) {
        if (array->size() > k_max_strings) return unexpected(std::string("the list is too long"));
        for (const toml::node& item : *array) {
            if (auto error = add(item)) return unexpected(std::move(*error));
        }
        if (strings.empty()) return unexpected(std::string("the list is empty"));
    } else if (auto error = add(node)) {
        return unexpected("a string or a list of strings is wanted, and: " + *error);
    }
    return strings;
}

Value<std::size_t> read_size(const toml::node& node) {
    const auto* number = node.as_integer();
    if (number == nullptr || number->get() < 0) return unexpected(std::string("a number from 0 is wanted"));
    return static_cast<std::size_t>(number->get());
}

Value<Pattern> read_pattern(const toml::node& node) {
    auto alternatives = read_strings(node);
    if (!alternatives) return unexpected(std::move(alternatives.error()));
    if (alternatives->size() == 1) return compile(alternatives->front());
    // Each has to be whole by itself: `(?:a)|(?:b)` must not make sense of halves.
    for (const std::string& text : *alternatives) {
        if (const auto alone = compile(text); !alone) return alone;
    }
    return compile(fmt::format("(?:{})", fmt::join(*alternatives, ")|(?:")));
}

Value<std::vector<Pattern>> read_patterns(const toml::node& node) {
    return convert_each<Pattern>(node, compile);
}

Value<std::vector<HostPattern>> read_hosts(const toml::node& node) {
    return convert_each<HostPattern>(node, [](const std::string& text) { return parse_host(text); });
}

Value<std::vector<StatusRange>> read_status(const toml::node& node) {
    std::vector<std::string> parts;
    const auto add = [&](const toml::node& item) {
        if (const auto* number = item.as_integer(); number != nullptr) {
            parts.push_back(std::to_string(number->get()));
        } else if (const auto* text = item.as_string(); text != nullptr) {
            for (const std::string_view part : core::split(text->get(), ',')) parts.emplace_back(part);
        } else {
            return false;
        }
        return parts.size() <= k_max_strings;
    };
    bool understood = true;
    if (const toml::array* array = node.as_array(); array != nullptr) {
        for (const toml::node& item : *array) understood = understood && add(item);
    } else {
        understood = add(node);
    }
    if (!understood || parts.empty()) {
        return unexpected(std::string("statuses are wanted, as in 404, \"500-599\" or [404, 410]"));
    }
    std::vector<StatusRange> ranges;
    for (const std::string& part : parts) {
        const Value<StatusRange> range = parse_range(part);
        if (!range) return unexpected(range.error());
        ranges.push_back(*range);
    }
    return ranges;
}

Value<std::vector<HeaderPattern>> read_headers(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr || table->empty()) {
        return unexpected(std::string("a table of header names and patterns is wanted"));
    }
    std::vector<HeaderPattern> headers;
    for (const auto& [name, value] : *table) {
        auto pattern = read_pattern(value);
        if (!pattern) return unexpected(fmt::format("{}: {}", name.str(), pattern.error()));
        headers.push_back({core::to_ascii_lower(name.str()), std::move(*pattern)});
    }
    return headers;
}

Value<std::vector<Selector>> read_selectors(const toml::node& node) {
    const auto strings = read_strings(node);
    if (!strings) return unexpected(strings.error());
    std::vector<Selector> selectors;
    for (const std::string& text : *strings) {
        auto parsed = parse_selectors(text);
        if (!parsed) return unexpected(fmt::format("\"{}\": {}", text, parsed.error()));
        std::ranges::move(*parsed, std::back_inserter(selectors));
    }
    return selectors;
}

Value<std::string> read_date(const toml::node& node) {
    const auto* date = node.as_date();
    if (date == nullptr) return unexpected(std::string("a date is wanted, as in 2026-07-21"));
    const toml::date& value = date->get();
    const std::chrono::year_month_day day{std::chrono::year{value.year}, std::chrono::month{value.month},
                                          std::chrono::day{value.day}};
    return core::format_date(day);
}

Value<std::string> read_slug(const toml::node& node) {
    const Value<std::string> text = read_string(node);
    if (!text) return unexpected(text.error());
    const bool is_slug = !text->empty() && text->front() != '-' && text->back() != '-' &&
                         std::ranges::all_of(*text, [](char c) {
                             return (c >= 'a' && c <= 'z') || core::is_ascii_digit(c) || c == '-';
                         });
    if (!is_slug) return unexpected(std::string("lower-case letters, digits and inner hyphens are wanted"));
    return *text;
}

}  // namespace linktender::verdict
