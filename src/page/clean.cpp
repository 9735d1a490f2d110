#include "clean.hpp"

#include <algorithm>
#include <array>

#include "line.hpp"
#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_author_bytes = 128;
constexpr std::size_t k_doi_bytes = 256;

constexpr std::array k_bylines{"by "sv,  "by: "sv, "author: "sv, "作者："sv, "作者:"sv,
                               "文："sv, "文:"sv,  "文/"sv,      "撰文："sv, "撰文:"sv};
// Those with spaces first: what is left of a title must not end in half of one.
constexpr std::array k_title_separators{" - "sv, " | "sv,  " – "sv, " — "sv, " · "sv, " • "sv,
                                        " » "sv, " :: "sv, "——"sv,  "_"sv,   "-"sv,   "|"sv,
                                        "｜"sv,  "丨"sv,   "－"sv,  "—"sv,   "–"sv};

/// With the `…` that shows the cut inside the limit.
std::string cut(std::string_view text, std::size_t max_bytes) {
    constexpr std::size_t k_ellipsis = 3;
    return std::string(text.size() <= max_bytes ? text : core::truncate_utf8(text, max_bytes - k_ellipsis));
}

std::string_view without_byline(std::string_view text) noexcept {
    for (const std::string_view byline : k_bylines) {
        if (core::starts_with_ignoring_ascii_case(text, byline))
            return core::trim(text.substr(byline.size()));
    }
    return text;
}

/// Between names in a list. Not the comma, which stands inside names as well.
std::size_t find_separator(std::string_view text, std::size_t& length) noexcept {
    std::size_t first = std::string_view::npos;
    for (const std::string_view separator : {";"sv, "；"sv, "、"sv, "，"sv}) {
        const std::size_t found = text.find(separator);
        if (found >= first) continue;
        first = found;
        length = separator.size();
    }
    return first;
}

std::string given_name_first(std::string_view name) {
    const std::size_t comma = name.find(", ");
    if (comma == std::string_view::npos || name.find(',', comma + 1) != std::string_view::npos)
        return std::string(name);
    return std::string(name.substr(comma + 2)).append(" ").append(name.substr(0, comma));
}

bool can_be_name(std::string_view name) noexcept {
    return !name.empty() && name.find("://") == std::string_view::npos && !name.starts_with("www.") &&
           !name.starts_with('/');
}

/// `Work_Channel_Site`, where both begin alike (新浪科技, 新浪网), is `Work`.
std::string_view without_channel(std::string_view title, std::string_view separator,
                                 std::string_view site) noexcept {
    constexpr std::size_t k_shared = 6;  // bytes: two Chinese characters
    const std::size_t at = title.rfind(separator);
    if (at == std::string_view::npos || at == 0 || site.size() < k_shared) return title;
    const std::string_view channel = title.substr(at + separator.size());
    const bool chinese = static_cast<unsigned char>(site.front()) >= 0xE3;
    return chinese && channel.starts_with(site.substr(0, k_shared)) ? core::trim(title.substr(0, at)) : title;
}

std::string only_letters_and_digits(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (core::is_ascii_alnum(c)) plain.push_back(core::ascii_lower(c));
        if (static_cast<unsigned char>(c) >= 0x80) return {};
    }
    return plain;
}

bool is_doi_character(char c) noexcept {
    return core::is_ascii_alnum(c) || "-._;()/:"sv.find(c) != std::string_view::npos;
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t max_bytes) {
    // A little more than is kept, so that what is longer shows as cut.
    Line line(max_bytes + 8);
    line.add(text);
    if (line.text().find("\uFFFD") != std::string::npos) return {};
    return cut(line.text(), max_bytes);
}

std::vector<std::string> clean_authors(std::string_view text, bool family_first) {
    std::vector<std::string> names;
    const std::string line = clean_line(text, 8 * k_author_bytes);
    std::string_view rest = without_byline(line);
    while (!rest.empty()) {
        std::size_t separator = 0;
        const std::size_t end = std::min(find_separator(rest, separator), rest.size());
        const std::string_view name = core::trim(rest.substr(0, end));
        if (can_be_name(name))
            names.push_back(cut(family_first ? given_name_first(name) : std::string(name), k_author_bytes));
        rest.remove_prefix(end == rest.size() ? end : end + separator);
    }
    return names;
}

std::string_view without_site_suffix(std::string_view title, std::string_view site) noexcept {
    if (site.empty() || title.size() <= site.size()) return title;
    const std::string_view head = title.substr(0, title.size() - site.size());
    if (!core::equals_ignoring_ascii_case(title.substr(head.size()), site)) return title;
    for (const std::string_view separator : k_title_separators) {
        if (head.size() <= separator.size() || !head.ends_with(separator)) continue;
        return without_channel(core::trim(head.substr(0, head.size() - separator.size())), separator, site);
    }
    return title;
}

std::string_view behind_title_separator(std::string_view rest) noexcept {
    for (const std::string_view separator : k_title_separators) {
        if (!rest.starts_with(separator)) continue;
        // Of a channel and its site the site is the last.
        const std::size_t last = rest.rfind(separator);
        return core::trim(rest.substr(last + separator.size()));
    }
    return {};
}

std::string_view site_suffix_of_domain(std::string_view title, std::string_view domain) {
    const std::string_view label = domain.substr(0, domain.find('.'));
    for (const std::string_view separator : k_title_separators) {
        if (separator == "-"sv) continue;  // joins words as well
        const std::size_t at = title.rfind(separator);
        if (at == std::string_view::npos || at == 0) continue;
        const std::string_view last = core::trim(title.substr(at + separator.size()));
        const std::string plain = only_letters_and_digits(last);
        if (!plain.empty() &&
            (plain == only_letters_and_digits(label) || plain == only_letters_and_digits(domain)))
            return last;
    }
    return {};
}

bool is_short_byline(std::string_view text) noexcept {
    constexpr std::size_t k_longest = 64;
    return text.size() <= k_longest && std::none_of(text.begin(), text.end(), core::is_ascii_digit);
}

std::string clean_language(std::string_view tag) {
    constexpr std::size_t k_longest = 35;  // BCP 47 asks for room for as many
    // Of a list the first counts; `zh_CN.UTF-8` has an encoding as well.
    std::string language(core::trim(tag.substr(0, tag.find_first_of(",;."))));
    std::replace(language.begin(), language.end(), '_', '-');
    const std::size_t primary = std::min(language.find('-'), language.size());
    const auto primary_end = language.begin() + static_cast<std::ptrdiff_t>(primary);
    const bool plausible = language.size() <= k_longest && primary >= 2 && primary <= 3 &&
                           !language.ends_with('-') &&
                           std::all_of(language.begin(), primary_end, core::is_ascii_alpha) &&
                           std::all_of(language.begin(), language.end(),
                                       [](char c) { return core::is_ascii_alnum(c) || c == '-'; });
    if (!plausible) return {};
    std::transform(language.begin(), primary_end, language.begin(), core::ascii_lower);
    // Countries that pages take for languages.
    if (language == "cn") return "zh-CN";
    if (language == "jp") return "ja";
    return language;
}

std::string find_doi(std::string_view text) {
    constexpr std::string_view k_prefix = "10.";
    for (std::size_t at = text.find(k_prefix); at != std::string_view::npos;
         at = text.find(k_prefix, at + 1)) {
        if (at > 0 && core::is_ascii_alnum(text[at - 1])) continue;
        std::size_t end = at + k_prefix.size();
        while (end < text.size() && core::is_ascii_digit(text[end])) ++end;
        const std::size_t registrant = end - at - k_prefix.size();
        if (registrant < 4 || registrant > 9 || end >= text.size() || text[end] != '/') continue;
        const std::size_t suffix = ++end;
        while (end < text.size() && end - at <= k_doi_bytes && is_doi_character(text[end])) ++end;
        while (end > suffix && ".;:"sv.find(text[end - 1]) != std::string_view::npos) --end;
        if (end > suffix && end - at <= k_doi_bytes) return std::string(text.substr(at, end - at));
    }
    return {};
}

}  // namespace linktender::page
