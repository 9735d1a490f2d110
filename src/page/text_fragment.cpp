#include "text_fragment.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstddef>

#include "line.hpp"
#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_most_directives = 4;
constexpr std::size_t k_term_bytes = 512;

/// Of scripts that put spaces between their words.
bool is_word_character(char32_t c) noexcept {
    if (c < 0x80) return core::is_ascii_alnum(static_cast<char>(c));
    return c < 0x0E00 && u_isalnum(static_cast<UChar32>(c));
}

char32_t before(std::string_view text, std::size_t at) noexcept {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    return core::decode_utf8(text, at).value;
}

/// Not inside a word.
bool is_boundary(std::string_view text, std::size_t at) noexcept {
    if (at == 0 || at >= text.size()) return true;
    return !is_word_character(before(text, at)) || !is_word_character(core::decode_utf8(text, at).value);
}

bool has_prefix(std::string_view text, std::size_t at, std::string_view prefix) noexcept {
    if (prefix.empty()) return true;
    const std::string_view front = core::trim(text.substr(0, at));
    return front.ends_with(prefix) && is_boundary(text, front.size() - prefix.size());
}

bool has_suffix(std::string_view text, std::size_t at, std::string_view suffix) noexcept {
    if (suffix.empty()) return true;
    if (at < text.size() && text[at] == ' ') ++at;
    return text.substr(at).starts_with(suffix) && is_boundary(text, at + suffix.size());
}

/// Empty when it is longer than a term can be.
std::string folded_term(std::string_view term) {
    std::string folded = fold_for_match(percent_decode(term));
    return folded.size() <= k_term_bytes ? folded : std::string{};
}

std::optional<TextDirective> parse(std::string_view value) {
    std::vector<std::string_view> terms = core::split(value, ',');
    TextDirective directive;
    if (terms.size() > 1 && terms.front().ends_with('-')) {
        directive.prefix = folded_term(terms.front().substr(0, terms.front().size() - 1));
        terms.erase(terms.begin());
    }
    if (terms.size() > 1 && terms.back().starts_with('-')) {
        directive.suffix = folded_term(terms.back().substr(1));
        terms.pop_back();
    }
    if (terms.empty() || terms.size() > 2) return std::nullopt;
    directive.start = folded_term(terms.front());
    if (terms.size() == 2) directive.end = folded_term(terms.back());
    const bool valid = !directive.start.empty() && (terms.size() == 1 || !directive.end.empty());
    return valid ? std::optional(directive) : std::nullopt;
}

}  // namespace

std::string percent_decode(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? core::hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? core::hex_value(text[i + 2]) : -1;
        bytes.push_back(low >= 0 ? static_cast<char>(high * 16 + low) : text[i]);
        if (low >= 0) i += 2;
    }
    return core::to_valid_utf8(bytes);
}

std::string fold_for_match(std::string_view text) {
    Line line(text.size());
    line.add(text);
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t at = 0; at < line.text().size();) {
        const core::CodePoint point = core::decode_utf8(line.text(), at);
        at += point.length;
        core::append_utf8(folded, static_cast<char32_t>(
                                      u_foldCase(static_cast<UChar32>(point.value), U_FOLD_CASE_DEFAULT)));
    }
    return folded;
}

std::vector<TextDirective> parse_text_directives(std::string_view directives) {
    constexpr std::string_view k_name = "text=";
    std::vector<TextDirective> found;
    for (const std::string_view one : core::split(directives, '&')) {
        if (found.size() == k_most_directives) break;
        if (!one.starts_with(k_name)) continue;
        if (auto directive = parse(one.substr(k_name.size()))) found.push_back(std::move(*directive));
    }
    return found;
}

bool has_text(std::string_view text, const TextDirective& directive) {
    const std::string& start = directive.start;
    const bool is_range = !directive.end.empty();
    // Of a range the first beginning and the last end are enough to know that both are there in order.
    std::size_t begin = text.find(start);
    for (; begin != std::string_view::npos; begin = text.find(start, begin + 1)) {
        const std::size_t after = begin + start.size();
        if (!is_boundary(text, begin) || !has_prefix(text, begin, directive.prefix)) continue;
        if (is_range || (is_boundary(text, after) && has_suffix(text, after, directive.suffix))) break;
    }
    if (!is_range || begin == std::string_view::npos) return begin != std::string_view::npos;
    const std::string& end = directive.end;
    for (std::size_t at = text.rfind(end); at != std::string_view::npos && at >= begin + start.size();
         at = at == 0 ? std::string_view::npos : text.rfind(end, at - 1)) {
        const std::size_t after = at + end.size();
        if (is_boundary(text, at) && is_boundary(text, after) && has_suffix(text, after, directive.suffix))
            return true;
    }
    return false;
}

}  // namespace linktender::page
