#include "linktender/page/references.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/document.hpp"

namespace linktender::page {

namespace {

using Rules = CharRefs::Rules;

/// The references that real pages are full of. Sorted.
constexpr std::array<std::pair<std::string_view, std::string_view>, 45> k_common{
    {{"&aacute;", "á"},    {"&agrave;", "à"},    {"&amp;", "&"},    {"&apos;", "'"},
     {"&auml;", "ä"},      {"&bull;", "•"},      {"&ccedil;", "ç"}, {"&copy;", "©"},
     {"&deg;", "°"},       {"&eacute;", "é"},    {"&egrave;", "è"}, {"&emsp;", "\u2003"},
     {"&ensp;", "\u2002"}, {"&euro;", "€"},      {"&gt;", ">"},     {"&hellip;", "…"},
     {"&iacute;", "í"},    {"&laquo;", "«"},     {"&larr;", "←"},   {"&ldquo;", "“"},
     {"&lsaquo;", "‹"},    {"&lsquo;", "‘"},     {"&lt;", "<"},     {"&mdash;", "—"},
     {"&middot;", "·"},    {"&nbsp;", "\u00A0"}, {"&ndash;", "–"},  {"&ntilde;", "ñ"},
     {"&oacute;", "ó"},    {"&ouml;", "ö"},      {"&para;", "¶"},   {"&quot;", "\""},
     {"&raquo;", "»"},     {"&rarr;", "→"},      {"&rdquo;", "”"},  {"&reg;", "®"},
     {"&rsaquo;", "›"},    {"&rsquo;", "’"},     {"&sect;", "§"},   {"&shy;", "\u00AD"},
     {"&szlig;", "ß"},     {"&times;", "×"},     {"&trade;", "™"},  {"&uuml;", "ü"},
     {"&zwnj;", "\u200C"}}};
static_assert(std::is_sorted(k_common.begin(), k_common.end()));

constexpr std::size_t k_longest_name = 32;    ///< of the names in the standard, 31 letters and `;`
constexpr std::size_t k_longest_number = 10;  ///< in digits; leading zeros beyond that are no real text
constexpr std::size_t k_longest_markdown_number = 7;

/// An unusual name costs a small parse; no real issue has so many different ones, and a hostile one
/// must not make us parse for minutes.
constexpr std::size_t k_most_lookups = 2000;

/// `&#`, digits and, for HTML, perhaps no `;`. The value, or nothing when it is no reference.
struct Number {
    char32_t value = 0;
    std::size_t digits = 0;
    std::size_t length = 0;
};

Number read_number(std::string_view text) noexcept {
    std::size_t at = 2;
    const bool hexadecimal = at < text.size() && (text[at] == 'x' || text[at] == 'X');
    if (hexadecimal) ++at;
    const std::size_t first = at;
    char32_t value = 0;
    for (; at < text.size() && at - first < k_longest_number; ++at) {
        const int digit = core::hex_value(text[at]);
        if (digit < 0 || (!hexadecimal && digit > 9)) break;
        value = std::min<char32_t>(value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
    }
    if (at == first) return {};
    return {value == 0 ? 0x110000 : value, at - first, at};
}

std::size_t name_length(std::string_view text) noexcept {
    std::size_t at = 1;
    while (at < text.size() && at <= k_longest_name && core::is_ascii_alnum(text[at])) ++at;
    return at;
}

}  // namespace

std::string CharRefs::decode(std::string_view text, Rules rules) {
    std::string out;
    out.reserve(text.size());
    decode_onto(text, rules, out);
    return out;
}

void CharRefs::decode_onto(std::string_view text, Rules rules, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t ampersand = std::min(text.find('&', at), text.size());
        out += text.substr(at, ampersand - at);
        at = ampersand;
        if (at == text.size()) break;
        const std::size_t length = decode_at(text, at, rules, out);
        if (length == 0) out += '&';
        at += std::max<std::size_t>(length, 1);
    }
}

std::size_t CharRefs::decode_at(std::string_view text, std::size_t at, Rules rules, std::string& out) {
    const std::string_view rest = text.substr(at);
    const bool numeric = rest.size() > 1 && rest[1] == '#';
    const Number number = numeric ? read_number(rest) : Number{};
    const std::size_t end = numeric ? number.length : name_length(rest);
    if (end < 2) return 0;
    const bool closed = end < rest.size() && rest[end] == ';';
    if (rules == Rules::markdown && (!closed || number.digits > k_longest_markdown_number)) return 0;
    if (numeric && (rules == Rules::markdown || number.value < 0x80 || number.value > 0x9F)) {
        core::append_utf8(out, number.value);
        return end + (closed ? 1 : 0);
    }
    // Without `;` a name counts only where nothing could continue it.
    if (!closed && rules == Rules::attribute && end < rest.size() && rest[end] == '=') return 0;
    const std::string_view reference = rest.substr(0, end + (closed ? 1 : 0));
    const auto* const common =
        std::lower_bound(k_common.begin(), k_common.end(), reference,
                         [](const auto& row, std::string_view wanted) { return row.first < wanted; });
    if (common != k_common.end() && common->first == reference) {
        out += common->second;
        return reference.size();
    }
    const std::string& value = look_up(reference, rules);
    out += value;
    return value.empty() ? 0 : reference.size();
}

/// The parser of HTML knows all 2,231 names and the odd numbers; ask it for one. In text a name may
/// also begin a longer word: `&copyright`.
const std::string& CharRefs::look_up(std::string_view reference, Rules rules) {
    static const std::string k_unknown;
    const bool in_text = rules == Rules::text;
    std::string html = in_text ? "<p>" : "<p title=\"";
    html.append(reference);
    const auto known = known_.find(html);
    if (known != known_.end()) return known->second;
    if (known_.size() >= k_most_lookups) return k_unknown;
    std::string value;
    const std::string whole = html + (in_text ? "" : "\">");  // the document refers to it
    if (const auto document = Document::parse(whole)) {
        const Node paragraph = document->find("p");
        if (in_text) {
            value = paragraph.first_child().text();
        } else if (const auto title = paragraph.attribute("title")) {
            value = title->value;
        }
    }
    if (value == reference) value.clear();
    return known_.emplace(std::move(html), std::move(value)).first->second;
}

}  // namespace linktender::page
