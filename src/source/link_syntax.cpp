#include "link_syntax.hpp"

#include <clocale>
#include <cwctype>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

constexpr int k_most_parentheses = 32;  ///< open at once, as cmark has it
constexpr std::size_t k_longest_label = 1000;

/// Lower case of the upper case, so that both forms of the Greek sigma fold to one.
wint_t fold(wint_t c) noexcept {
    static const locale_t k_unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (k_unicode == nullptr) return c;
    return towlower_l(towupper_l(c, k_unicode), k_unicode);
}

bool has_escapes(std::string_view text) noexcept {
    return text.find_first_of("\\&") != std::string_view::npos;
}

std::string without_backslashes(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size() && is_ascii_punctuation(text[at + 1])) ++at;
        out += text[at];
    }
    return out;
}

}  // namespace

bool is_markdown_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trim_markdown(std::string_view text) noexcept {
    while (!text.empty() && is_markdown_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_markdown_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_ascii_punctuation(char c) noexcept {
    return c > ' ' && c < '\x7F' && !core::is_ascii_alnum(c);
}

std::size_t skip_markdown_space(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && (core::is_ascii_space(text[at]) || text[at] == '\v')) ++at;
    return at;
}

std::optional<Destination> parse_destination(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size()) return std::nullopt;
    const std::size_t begin = at;
    const auto escapes = [&](std::size_t i) {
        return text[i] == '\\' && i + 1 < text.size() && is_ascii_punctuation(text[i + 1]);
    };
    if (text[at] == '<') {
        for (++at; at < text.size(); ++at) {
            if (text[at] == '>') {
                const std::string_view inside = trim_markdown(text.substr(begin + 1, at - begin - 1));
                const auto from = static_cast<std::size_t>(inside.data() - text.data());
                return Destination{{from, from + inside.size()}, at + 1};
            }
            if (text[at] == '\n' || text[at] == '<') break;
            if (text[at] == '\\') ++at;  // for cmark 0.29 it escapes any character
        }
        return std::nullopt;
    }
    int open = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (is_markdown_space(c) || (c == ')' && open == 0)) break;
        if (c == '(' && ++open > k_most_parentheses) return std::nullopt;
        if (c == ')') --open;
        if (escapes(at)) ++at;
    }
    return Destination{{begin, at}, at};
}

std::optional<std::size_t> parse_title(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size()) return std::nullopt;
    const char open = text[at];
    if (open != '"' && open != '\'' && open != '(') return std::nullopt;
    const char close = open == '(' ? ')' : open;
    // A title that never ends otherwise ends at its last escaped quote.
    std::optional<std::size_t> end;
    for (++at; at < text.size(); ++at) {
        if (text[at] == close) return at + 1;
        if (text[at] == open) return end;
        if (text[at] != '\\' || at + 1 == text.size()) continue;
        if (text[at + 1] == close) end = at + 2;
        if (is_ascii_punctuation(text[at + 1])) ++at;
    }
    return end;
}

std::optional<Span> parse_label(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size() || text[at] != '[') return std::nullopt;
    const std::size_t begin = ++at;
    for (; at < text.size() && at - begin <= k_longest_label; ++at) {
        if (text[at] == ']') return Span{begin, at};
        if (text[at] == '[') break;
        if (text[at] == '\\' && at + 1 < text.size() && is_ascii_punctuation(text[at + 1])) ++at;
    }
    return std::nullopt;
}

std::string normalise_label(std::string_view label) {
    std::string out;
    label = trim_markdown(label);
    for (std::size_t at = 0; at < label.size();) {
        const core::CodePoint point = core::decode_utf8(label, at);
        if (point.value == 0xDF || point.value == 0x1E9E)
            out += "ss";  // the sharp s, of the letters that fold to several the one that is in use
        else if (point.value >= 0x80)
            core::append_utf8(out, static_cast<char32_t>(fold(static_cast<wint_t>(point.value))));
        else if (!is_markdown_space(label[at]))
            out += core::ascii_lower(label[at]);
        else if (out.back() != ' ')
            out += ' ';
        at += point.length;
    }
    return out;
}

std::string decode_destination(std::string_view raw, page::CharRefs& refs) {
    return without_backslashes(refs.decode(raw, page::CharRefs::Rules::markdown));
}

bool decodes_to(std::string_view raw, std::string_view address, page::CharRefs& refs) {
    return has_escapes(raw) ? decode_destination(raw, refs) == address : raw == address;
}

}  // namespace linktender::source
