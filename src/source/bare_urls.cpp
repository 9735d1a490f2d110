#include "bare_urls.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>

#include "link_syntax.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_npos = std::string_view::npos;
constexpr std::string_view k_trailing = ".,:;!?'*_~|\\";
constexpr std::size_t k_longest_reference = 34;
constexpr std::size_t k_most_brackets = 32;  ///< open at once; a real address has one or two

struct Range {
    char32_t first;
    char32_t last;
};

/// Code points beyond ASCII that end an address: white space, invisible marks, and the punctuation
/// of writing in which words and addresses touch. Sorted.
constexpr std::array<Range, 19> k_enders{{
    {0x00A0, 0x00A0},                                                        // no-break space
    {0x1680, 0x1680}, {0x2000, 0x200B}, {0x200E, 0x200F}, {0x2014, 0x2015},  // dashes
    {0x2018, 0x201F},                                                        // quotation marks
    {0x2026, 0x2026},                                                        // ellipsis
    {0x2028, 0x202F}, {0x205F, 0x2060}, {0x2066, 0x2069}, {0x3000, 0x3003},  // ideographic space, 、 。 〃
    {0x3008, 0x3011},                                                        // 〈 to 】
    {0x3014, 0x301F}, {0x3030, 0x3030}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F},  // full-width ！ to ／
    {0xFF1A, 0xFF20},                                                        // ： to ＠
    {0xFF3B, 0xFF40},                                                        // ［ to ｀
    {0xFF5B, 0xFF65},                                                        // ｛ to ･
}};

bool ends_address(char32_t c) noexcept {
    if (c < 0x80) return c <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '`';
    const auto after =
        std::upper_bound(k_enders.begin(), k_enders.end(), c,
                         [](char32_t value, const Range& range) { return value < range.first; });
    return after != k_enders.begin() && c <= std::prev(after)->last;
}

char closing(char open) noexcept {
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

/// The mark right before an address that also ends it, such as the quote in `'https://a.example'`.
char mark_before(std::string_view text, std::size_t begin) noexcept {
    const char c = begin == 0 ? '\0' : text[begin - 1];
    return c == '\'' || c == '*' || c == '_' || c == '~' ? c : '\0';
}

/// Length of the named character reference that `text` begins with, 0 when it does not.
std::size_t reference_length(std::string_view text) noexcept {
    std::size_t at = 1;
    while (at < text.size() && at + 1 < k_longest_reference && core::is_ascii_alnum(text[at])) ++at;
    return at > 1 && at < text.size() && text[at] == ';' ? at + 1 : 0;
}

/// Whether the character reference stands for something that ends an address.
bool reference_ends_address(std::string_view reference) noexcept {
    constexpr std::array<std::string_view, 4> k_names{"&lt;", "&gt;", "&quot;", "&nbsp;"};
    return std::find(k_names.begin(), k_names.end(), reference) != k_names.end();
}

std::size_t without_trailing(std::string_view text, Span span, Escapes escapes) noexcept {
    while (!span.empty()) {
        const char last = text[span.end - 1];
        if (last == ';' && escapes == Escapes::markdown) {
            const std::string_view tail =
                span.of(text).substr(span.size() - std::min(span.size(), k_longest_reference));
            const std::size_t ampersand = tail.rfind('&');
            if (ampersand != k_npos && reference_length(tail.substr(ampersand)) == tail.size() - ampersand) {
                span.end -= tail.size() - ampersand;
                continue;
            }
        }
        if (k_trailing.find(last) == k_npos) break;
        --span.end;
    }
    return span.end;
}

/// End of the address whose part after the scheme begins at `from`.
std::size_t address_end(std::string_view text, Span within, std::size_t begin, std::size_t from,
                        Escapes escapes) {
    const char mark = mark_before(text, begin);
    std::array<std::size_t, k_most_brackets> open{};
    std::size_t open_count = 0;
    std::size_t at = from;
    while (at < within.end) {
        const core::CodePoint point = core::decode_utf8(text, at);
        if (ends_address(point.value)) break;
        const char c = point.value < 0x80 ? static_cast<char>(point.value) : '\0';
        if (c != '\0' && c == mark && (at + 1 == within.end || !core::is_ascii_alnum(text[at + 1]))) break;
        std::size_t length = point.length;
        if (c == '(' || c == '[' || c == '{') {
            if (open_count == open.size()) break;
            open[open_count++] = at;
        } else if (c == ')' || c == ']' || c == '}') {
            if (open_count == 0 || closing(text[open[open_count - 1]]) != c) break;
            --open_count;
        } else if (escapes == Escapes::markdown && c == '\\' && at + 1 < within.end &&
                   is_ascii_punctuation(text[at + 1])) {
            if (ends_address(static_cast<unsigned char>(text[at + 1]))) break;
            length = 2;
        } else if (escapes == Escapes::markdown && c == '&') {
            const std::string_view rest = text.substr(at, within.end - at);
            if (reference_ends_address(rest.substr(0, reference_length(rest)))) break;
        }
        at += length;
    }
    if (open_count != 0) at = open[0];
    return without_trailing(text, {from, at}, escapes);
}

/// Where `http` or `https` before the `://` at `colon` begins, when an address can begin there.
std::optional<std::size_t> scheme_begin(std::string_view text, Span within, std::size_t colon) noexcept {
    for (const std::string_view scheme : {"https", "http"}) {
        if (colon - within.begin < scheme.size()) continue;
        const std::size_t begin = colon - scheme.size();
        if (!core::equals_ignoring_ascii_case(text.substr(begin, scheme.size()), scheme)) continue;
        const char before = begin == 0 ? ' ' : text[begin - 1];
        if (core::is_ascii_alnum(before) || before == '+') return std::nullopt;
        return begin;
    }
    return std::nullopt;
}

std::optional<std::size_t> www_begin(std::string_view text, std::size_t begin) noexcept {
    const char before = begin == 0 ? ' ' : text[begin - 1];
    const bool inside =
        core::is_ascii_alnum(before) || std::string_view("/.-_@:=&%#+").find(before) != k_npos;
    return inside ? std::nullopt : std::optional(begin);
}

}  // namespace

void find_bare_urls(std::string_view text, Span within, Escapes escapes, std::vector<Span>& found) {
    const std::string_view seen = text.substr(0, within.end);
    std::size_t at = within.begin;
    std::size_t colon = seen.find("://", at);
    std::size_t www = seen.find("www.", at);
    while (colon != k_npos || www != k_npos) {
        const bool by_www = www < colon;
        const std::optional<std::size_t> begin =
            by_www ? www_begin(text, www) : scheme_begin(text, {at, within.end}, colon);
        at = by_www ? www + 4 : colon + 3;
        if (begin) {
            const Span span{*begin, address_end(text, within, *begin, at, escapes)};
            const std::string_view rest = text.substr(at, span.end - at);
            // After `www.` the host needs one more dot.
            const std::string_view host = rest.substr(0, rest.find_first_of("/?#:"));
            const bool has_host = !rest.empty() && (!by_www || host.find('.') != k_npos);
            if (has_host) {
                found.push_back(span);
                at = span.end;
            }
        }
        if (colon != k_npos && colon < at) colon = seen.find("://", at);
        if (www != k_npos && www < at) www = seen.find("www.", at);
    }
}

std::string decode_bare_url(std::string_view raw, Escapes escapes, page::CharRefs& refs) {
    std::string address = raw.starts_with("www.") ? "http://" : "";
    const bool has_escapes = escapes == Escapes::markdown && raw.find_first_of("\\&") != k_npos;
    if (address.empty() && !has_escapes) return {};
    return address + (has_escapes ? decode_destination(raw, refs) : std::string(raw));
}

}  // namespace linktender::source
