#include "linktender/verdict/title_match.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"
#include "title_numbers.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_characters = 400;
constexpr std::array<std::string_view, 3> k_matches{"no_statement", "match", "mismatch"};

/// Letters and digits of a text, nothing else.
struct Letters {
    std::u32string text;
    std::size_t length = 0;  ///< a CJK letter counts as two
};

/// Near enough beyond ASCII: one distance each for the capitals of Latin-1, Greek and Cyrillic.
char32_t lower(char32_t c) noexcept {
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

bool is_letter(char32_t c) noexcept {
    if (c < 0x80) return core::is_ascii_alnum(static_cast<char>(c));
    return is_cjk(c) || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0xA000 && c < 0xAC00);
}

Letters letters_of(std::string_view folded) {
    Letters letters;
    for (std::size_t at = 0; at < folded.size();) {
        const core::CodePoint point = core::decode_utf8(folded, at);
        at += point.length;
        if (!is_letter(point.value)) continue;
        letters.text += lower(point.value);
        letters.length += is_cjk(point.value) ? 2U : 1U;
    }
    return letters;
}

/// Anchors and titles that would fit any page.
bool is_generic(const Letters& letters) {
    constexpr std::array<std::u32string_view, 24> k_generic{
        U"clickhere", U"readmore",     U"learnmore", U"fulltext", U"sourcecode", U"projectpage",
        U"download",  U"downloadlink", U"homepage",  U"website",  U"index",      U"untitled",
        U"document",  U"阅读原文",     U"原文链接",  U"查看原文", U"点击这里",   U"论文链接",
        U"代码链接",  U"项目地址",     U"项目主页",  U"下载地址", U"官方网站",   U"无标题文档",
    };
    return std::ranges::find(k_generic, letters.text) != k_generic.end();
}

bool is_address(std::string_view folded) noexcept {
    const bool one_word = folded.find(' ') == std::string_view::npos;
    return folded.find("://") != std::string_view::npos || (one_word && folded.starts_with("www."));
}

/// Where a site's name may begin or end: `|`, `_` and the like anywhere, a dash or dot between spaces.
std::vector<std::size_t> borders_of(std::string_view folded) {
    constexpr std::array<std::string_view, 5> k_borders{"|", "_", "丨", " - ", " · "};
    std::vector<std::size_t> borders;
    for (std::size_t at = 0; at < folded.size(); ++at) {
        const std::string_view rest = folded.substr(at);
        if (std::ranges::any_of(k_borders, [&](std::string_view b) { return rest.starts_with(b); }))
            borders.push_back(at);
    }
    return borders;
}

std::string_view without_bracket(std::string_view folded) noexcept {
    if (!folded.starts_with('[')) return folded;
    const std::size_t end = folded.find(']');
    return end == std::string_view::npos ? folded : folded.substr(end + 1);
}

/// The text as it is, and without what may be the name of a site or an account at its ends.
std::vector<Letters> variants_of(std::string_view folded, std::size_t shortest) {
    std::vector<Letters> variants{letters_of(folded)};
    const auto add = [&](std::string_view part, std::size_t at_least) {
        Letters letters = letters_of(part);
        if (letters.length >= at_least && letters.text != variants.back().text)
            variants.push_back(std::move(letters));
    };
    folded = without_bracket(folded);
    add(folded, shortest);
    const std::vector<std::size_t> borders = borders_of(folded);
    if (borders.empty()) return variants;
    add(folded.substr(0, borders.back()), shortest);
    if (borders.size() > 1) add(folded.substr(0, borders[borders.size() - 2]), shortest);
    // Names stand behind more often than in front: there only what is clearly the shorter part goes.
    add(folded.substr(borders.front()), std::max(shortest, variants.front().length * 2 / 3));
    return variants;
}

/// A last part that both have is the site's name and makes nothing alike.
void drop_common_end(std::string_view& a, std::string_view& b) {
    const std::vector<std::size_t> a_borders = borders_of(a);
    const std::vector<std::size_t> b_borders = borders_of(b);
    if (a_borders.empty() || b_borders.empty()) return;
    if (letters_of(a.substr(a_borders.back())).text != letters_of(b.substr(b_borders.back())).text) return;
    a = a.substr(0, a_borders.back());
    b = b.substr(0, b_borders.back());
}

std::vector<std::uint64_t> pairs_of(const std::u32string& text) {
    std::vector<std::uint64_t> pairs;
    for (std::size_t i = 1; i < text.size(); ++i)
        pairs.push_back((std::uint64_t{text[i - 1]} << 32U) | std::uint64_t{text[i]});
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

struct Overlap {
    double jaccard = 0;
    double containment = 0;
};

Overlap overlap(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    if (a.empty() || b.empty()) return {};
    std::vector<std::uint64_t> shared;
    std::ranges::set_intersection(a, b, std::back_inserter(shared));
    const auto both = static_cast<double>(shared.size());
    return {.jaccard = both / (static_cast<double>(a.size() + b.size()) - both),
            .containment = both / static_cast<double>(std::min(a.size(), b.size()))};
}

/// The best over all variants that are long enough to say something.
Overlap best_overlap(const std::vector<Letters>& as, const std::vector<Letters>& bs,
                     const TitleMatchOptions& options) {
    std::vector<std::vector<std::uint64_t>> b_pairs;
    b_pairs.reserve(bs.size());
    for (const Letters& b : bs) b_pairs.push_back(pairs_of(b.text));
    Overlap best;
    for (const Letters& a : as) {
        const auto a_pairs = pairs_of(a.text);
        for (std::size_t i = 0; i < bs.size(); ++i) {
            if (a.text == bs[i].text) return {1, 1};
            const std::size_t shorter = std::min(a.length, bs[i].length);
            const Overlap found = overlap(a_pairs, b_pairs[i]);
            if (shorter >= options.match_length) best.jaccard = std::max(best.jaccard, found.jaccard);
            if (shorter >= options.containment_length)
                best.containment = std::max(best.containment, found.containment);
        }
    }
    return best;
}

enum class Script : std::uint8_t { latin, han, kana, hangul, further };

/// Of most of the letters. Kana among Chinese characters make a text Japanese.
Script script_of(const Letters& letters) noexcept {
    std::array<std::size_t, 5> counts{};
    for (const char32_t c : letters.text) {
        const Script script = c < 0x370                      ? Script::latin
                              : !is_cjk(c)                   ? Script::further
                              : c <= 0x30FF                  ? Script::kana
                              : (c >= 0xAC00 && c <= 0xD7AF) ? Script::hangul
                                                             : Script::han;
        counts.at(static_cast<std::size_t>(script)) += is_cjk(c) ? 2U : 1U;
    }
    const std::size_t kana = counts.at(static_cast<std::size_t>(Script::kana));
    const std::size_t han = counts.at(static_cast<std::size_t>(Script::han));
    if (kana * 10 >= kana + han && kana > 0) return Script::kana;
    return static_cast<Script>(std::ranges::max_element(counts) - counts.begin());
}

/// Letters that are Chinese, Japanese or Korean, in per cent of the length.
std::size_t cjk_percent(const Letters& letters) noexcept {
    const auto cjk = static_cast<std::size_t>(std::ranges::count_if(letters.text, is_cjk));
    return letters.length == 0 ? 0 : 200 * cjk / letters.length;
}

bool differ_in_language(const Letters& a, const Letters& b) noexcept {
    // A Chinese title full of English names still is Chinese.
    constexpr std::size_t k_percent = 25;
    const std::size_t a_cjk = cjk_percent(a);
    const std::size_t b_cjk = cjk_percent(b);
    if ((a_cjk == 0 && b_cjk >= k_percent) || (b_cjk == 0 && a_cjk >= k_percent)) return true;
    if (a_cjk > 0 && b_cjk > 0 && script_of(a) == Script::latin) return false;
    if (a_cjk > 0 && b_cjk > 0 && script_of(b) == Script::latin) return false;
    return script_of(a) != script_of(b);
}

constexpr std::array<std::string_view, 3> k_forges{"github", "gitee", "gitlab"};

/// `GitHub - owner/name: about it`, `about it · GitHub`.
bool is_forge_title(std::string_view folded) {
    return std::ranges::any_of(k_forges, [&](std::string_view forge) {
        return folded.ends_with(forge) || folded.starts_with(std::string(forge) + " - ");
    });
}

/// `owner/name` at the beginning of a repository's title or an anchor made from it.
std::optional<std::string_view> repository_of(std::string_view folded) {
    if (is_forge_title(folded)) {
        const std::size_t dash = folded.find(" - ");
        if (dash < folded.find('/')) folded.remove_prefix(dash + 3);
    }
    const auto is_name = [](char c) { return core::is_ascii_alnum(c) || c == '-' || c == '_' || c == '.'; };
    const auto skip_name = [&](std::size_t at) {
        while (at < folded.size() && is_name(folded[at])) ++at;
        return at;
    };
    const std::size_t slash = skip_name(0);
    if (slash == 0 || slash >= folded.size() || folded[slash] != '/') return std::nullopt;
    const std::size_t end = skip_name(slash + 1);
    if (end == slash + 1 || (end < folded.size() && folded[end] != ':' && folded[end] != ' '))
        return std::nullopt;
    return folded.substr(0, end);
}

std::optional<TitleComparison> compare_repositories(std::string_view anchor, std::string_view title) {
    const auto a = repository_of(anchor);
    const auto b = repository_of(title);
    if (!a || !b) return std::nullopt;
    if (*a == *b) return TitleComparison{TitleMatch::match, 1, 1, "same-repository"};
    // Elsewhere two words with a slash between are no name of a repository.
    if (!is_forge_title(anchor) && !is_forge_title(title)) return std::nullopt;
    if (a->substr(a->find('/')) == b->substr(b->find('/')))
        return TitleComparison{TitleMatch::no_statement, 0, 0, "other-owner"};
    return TitleComparison{TitleMatch::mismatch, 0, 0, "other-repository"};
}

/// What the numbers say about two texts that are alike otherwise.
TitleComparison compare_numbers(std::string_view anchor, std::string_view title) {
    const TitleNumbers a = numbers_of(anchor);
    const TitleNumbers b = numbers_of(title);
    const auto conflict = [](const auto& x, const auto& y) { return !x.empty() && !y.empty() && x != y; };
    if (conflict(a.parts, b.parts) || conflict(a.versions, b.versions))
        return {.match = TitleMatch::mismatch, .why = "other-part"};
    if (a.parts.empty() != b.parts.empty()) return {.why = "part-unclear"};
    // A site may add the year; then the rest must be there on both sides.
    if (!std::ranges::includes(a.numbers, b.numbers) && !std::ranges::includes(b.numbers, a.numbers))
        return {.why = "other-number"};
    return {.match = TitleMatch::match, .why = "alike"};
}

std::string prepare(std::string_view text) {
    constexpr std::size_t k_bytes_a_character = 4;
    std::string folded = fold_text(text.substr(0, k_characters * k_bytes_a_character));
    folded.resize(first_characters(folded, k_characters).size());
    return folded;
}

}  // namespace

std::string_view to_string(TitleMatch match) noexcept {
    return k_matches.at(static_cast<std::size_t>(match));
}

TitleComparison compare_titles(std::string_view anchor, std::string_view title,
                               const TitleMatchOptions& options) {
    const std::string a_text = prepare(anchor);
    const std::string b_text = prepare(title);
    std::string_view a = a_text;
    std::string_view b = b_text;
    if (a != b) drop_common_end(a, b);
    const auto as = variants_of(a, options.match_length);
    const auto bs = variants_of(b, options.match_length);
    if (as.front().text.empty() || bs.front().text.empty()) return {.why = "no-title"};
    if (is_address(a) || is_address(b)) return {.why = "an-address"};
    if (is_generic(as.front()) || is_generic(bs.front())) return {.why = "generic"};
    if (const auto repositories = compare_repositories(a, b)) return *repositories;

    const Overlap best = best_overlap(as, bs, options);
    const bool alike = best.jaccard >= options.match_jaccard || best.containment >= options.match_containment;
    TitleComparison result;
    if (alike)
        result = compare_numbers(a, b);
    else if (differ_in_language(as.front(), bs.front()))
        result.why = "other-language";
    else if (std::min(as.front().length, bs.front().length) < options.mismatch_length)
        result.why = "too-short";
    else if (best.jaccard < options.mismatch_jaccard && best.containment < options.mismatch_containment)
        result = {.match = TitleMatch::mismatch, .why = "nothing-in-common"};
    else
        result.why = "undecided";
    result.jaccard = best.jaccard;
    result.containment = best.containment;
    return result;
}

}  // namespace linktender::verdict
