#include "linktender/verdict/hijack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_title_bytes = 1600;
constexpr std::size_t k_title_bytes_shown = 160;
constexpr std::size_t k_anchors = 64;

enum class Weight : std::uint8_t { weak, strong };

struct SpamWord {
    std::string_view word;  ///< folded
    std::string_view trade;
    Weight weight;
};

// Strong ones occur in advertisements alone. Weak ones have honest uses: poker is played by programs,
// a lottery ticket is a hypothesis about networks, a bandit one about decisions.
constexpr std::array k_words{
    SpamWord{"gacor", "gambling", Weight::strong},
    SpamWord{"togel", "gambling", Weight::strong},
    SpamWord{"sbobet", "gambling", Weight::strong},
    SpamWord{"judi online", "gambling", Weight::strong},
    SpamWord{"situs judi", "gambling", Weight::strong},
    SpamWord{"slot88", "gambling", Weight::strong},
    SpamWord{"slot online", "gambling", Weight::strong},
    SpamWord{"maxwin", "gambling", Weight::strong},
    SpamWord{"no deposit bonus", "gambling", Weight::strong},
    SpamWord{"viagra", "pharmacy", Weight::strong},
    SpamWord{"cialis", "pharmacy", Weight::strong},
    SpamWord{"levitra", "pharmacy", Weight::strong},
    SpamWord{"tramadol", "pharmacy", Weight::strong},
    SpamWord{"娱乐城", "gambling", Weight::strong},
    SpamWord{"博彩", "gambling", Weight::strong},
    SpamWord{"六合彩", "gambling", Weight::strong},
    SpamWord{"时时彩", "gambling", Weight::strong},
    SpamWord{"百家乐", "gambling", Weight::strong},
    SpamWord{"北京赛车", "gambling", Weight::strong},
    SpamWord{"线上赌场", "gambling", Weight::strong},
    SpamWord{"真人荷官", "gambling", Weight::strong},
    SpamWord{"体育投注", "gambling", Weight::strong},
    SpamWord{"成人电影", "adult", Weight::strong},
    SpamWord{"成人视频", "adult", Weight::strong},
    SpamWord{"裸聊", "adult", Weight::strong},
    SpamWord{"casino", "gambling", Weight::weak},
    SpamWord{"casinos", "gambling", Weight::weak},
    SpamWord{"poker", "gambling", Weight::weak},
    SpamWord{"slot", "gambling", Weight::weak},
    SpamWord{"slots", "gambling", Weight::weak},
    SpamWord{"betting", "gambling", Weight::weak},
    SpamWord{"gambling", "gambling", Weight::weak},
    SpamWord{"jackpot", "gambling", Weight::weak},
    SpamWord{"free spins", "gambling", Weight::weak},
    SpamWord{"bonus", "gambling", Weight::weak},
    SpamWord{"porn", "adult", Weight::weak},
    SpamWord{"xxx", "adult", Weight::weak},
    SpamWord{"escorts", "adult", Weight::weak},
    SpamWord{"pharmacy", "pharmacy", Weight::weak},
    SpamWord{"without prescription", "pharmacy", Weight::weak},
    SpamWord{"彩票", "gambling", Weight::weak},
    SpamWord{"老虎机", "gambling", Weight::weak},
    SpamWord{"棋牌", "gambling", Weight::weak},
    SpamWord{"下注", "gambling", Weight::weak},
    SpamWord{"投注", "gambling", Weight::weak},
    SpamWord{"赌场", "gambling", Weight::weak},
    SpamWord{"开奖", "gambling", Weight::weak},
};

/// As a whole word where it is written in Latin letters: `specialist` is no `cialis`.
bool has_word(std::string_view folded, std::string_view word) {
    const bool latin = core::is_ascii_alpha(word.front());
    for (std::size_t at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool inside = (at > 0 && core::is_ascii_alnum(folded[at - 1])) ||
                            (end < folded.size() && core::is_ascii_alnum(folded[end]));
        if (!latin || !inside) return true;
    }
    return false;
}

std::vector<const SpamWord*> spam_words(std::string_view text) {
    const std::string folded = fold_text(text.substr(0, k_title_bytes));
    std::vector<const SpamWord*> found;
    for (const SpamWord& word : k_words) {
        // `体育投注` holds `投注`, and counts once.
        const bool within = std::ranges::any_of(found, [&](const SpamWord* other) {
            return other->word.find(word.word) != std::string_view::npos;
        });
        if (!within && has_word(folded, word.word)) found.push_back(&word);
    }
    return found;
}

enum class AnchorSays : std::uint8_t { nothing, other_language, something_else, the_same };

AnchorSays ask_anchor(std::string_view anchor, std::string_view title) {
    if (!spam_words(anchor).empty()) return AnchorSays::the_same;
    const TitleComparison found = compare_titles(anchor, title);
    // Latin titles share letters by chance; 999 of 1000 unrelated pairs stay below these.
    const bool apart = found.jaccard < 0.22 && found.containment < 0.45;
    if (found.match == TitleMatch::mismatch || (found.why == "undecided" && apart))
        return AnchorSays::something_else;
    if (found.why == "other-language") return AnchorSays::other_language;
    const bool silent = found.why == "too-short" || found.why == "generic" || found.why == "no-title" ||
                        found.why == "an-address";
    return silent ? AnchorSays::nothing : AnchorSays::the_same;
}

}  // namespace

std::optional<Verdict> hijack_by_title(std::string_view title, std::span<const std::string> anchors) {
    const std::vector<const SpamWord*> words = spam_words(title);
    const bool strong =
        std::ranges::any_of(words, [](const SpamWord* word) { return word->weight == Weight::strong; });
    if (!strong && words.size() < 2) return std::nullopt;
    bool contradicted = false;
    anchors = anchors.first(std::min(anchors.size(), k_anchors));
    for (const std::string& anchor : anchors) {
        const AnchorSays says = ask_anchor(anchor, title);
        if (says == AnchorSays::the_same) return std::nullopt;
        contradicted = contradicted || says == AnchorSays::something_else;
    }
    if (!strong && !contradicted) return std::nullopt;
    Verdict verdict;
    verdict.outcome = Outcome::parked;
    verdict.reason = "hijacked-title";
    verdict.evidence = fmt::format(
        R"(the title "{}" advertises {} ("{}"), and none of {} anchor texts has anything in common with it)",
        core::escape_control(core::truncate_utf8(title, k_title_bytes_shown)), words.front()->trade,
        words.front()->word, anchors.size());
    verdict.confidence = strong && contradicted ? Confidence::high : Confidence::low;
    return verdict;
}

}  // namespace linktender::verdict
