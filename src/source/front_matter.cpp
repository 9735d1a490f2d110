#include "front_matter.hpp"

#include <string_view>

#include "issue_date.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

/// A line `key: value` or `key = value` at the left margin.
struct Setting {
    std::string_view key;
    std::string_view value;
};

std::optional<Setting> read_setting(std::string_view line, char separator) noexcept {
    const std::size_t at = line.find(separator);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    std::string_view key = line.substr(0, at);
    while (!key.empty() && (key.back() == ' ' || key.back() == '\t')) key.remove_suffix(1);
    for (const char c : key)
        if (!core::is_ascii_alnum(c) && c != '_' && c != '-' && c != '.' && c != '"' && c != '\'')
            return std::nullopt;
    const std::string_view rest = line.substr(at + 1);
    if (separator == ':' && !rest.empty() && rest.front() != ' ' && rest.front() != '\t') return std::nullopt;
    return Setting{key, core::trim(rest)};
}

std::string_view unquoted(std::string_view value) noexcept {
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
        const std::size_t close = value.find(value.front(), 1);
        if (close != std::string_view::npos) return value.substr(1, close - 1);
    }
    return core::trim(value.substr(0, value.find(" #")));
}

/// Whether the line may stand first: a setting, a comment, a table of TOML, a blank.
bool can_begin(std::string_view line, char separator) noexcept {
    return core::trim(line).empty() || line.front() == '#' || (separator == '=' && line.front() == '[') ||
           read_setting(line, separator).has_value();
}

}  // namespace

FrontMatter read_front_matter(const IssueText& text) {
    const std::string_view all = text.text();
    const auto line = [&](std::size_t index) {
        std::string_view content = text.line(index).of(all);
        while (!content.empty() && core::is_ascii_space(content.back())) content.remove_suffix(1);
        return content;
    };
    FrontMatter matter;
    const std::string_view fence = line(0);
    if (fence != "---" && fence != "+++") return matter;
    const char separator = fence == "---" ? ':' : '=';

    std::size_t end = 1;
    bool has_setting = false;
    for (; end < text.line_count() && line(end) != fence && !(separator == ':' && line(end) == "...");
         ++end) {
        const std::string_view content = line(end);
        const auto setting = read_setting(content, separator);
        if (!has_setting && !can_begin(content, separator)) return {};
        if (!setting) continue;
        has_setting = true;
        const std::string_view value = unquoted(setting->value);
        if (setting->key == "title" && matter.title.empty()) matter.title = core::collapse_space(value);
        if (setting->key == "date" && !matter.date) matter.date = leading_date(value);
    }
    if (end == text.line_count() || (!has_setting && end > 1)) return {};
    matter.lines = end + 1;
    return matter;
}

}  // namespace linktender::source
