// Does a page's title go with the words by which an editor linked to it?
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace linktender::verdict {

enum class TitleMatch : std::uint8_t { no_statement, match, mismatch };

[[nodiscard]] std::string_view to_string(TitleMatch match) noexcept;

/// Thresholds over pairs of neighbouring characters; measured on unrelated pairs of Chinese and
/// English titles, of which one in ten thousand gets past the upper ones.
struct TitleMatchOptions {
    double match_jaccard = 0.36;
    double match_containment = 0.65;
    double mismatch_jaccard = 0.10;
    double mismatch_containment = 0.25;
    /// Shorter texts share their pairs by chance. A CJK letter counts as two, here and below.
    std::size_t match_length = 8;
    /// The same where a short text is sought in a long one, which has many pairs.
    std::size_t containment_length = 16;
    /// `here`, `read more`, a product's name: short anchors name the page in words of their own.
    std::size_t mismatch_length = 12;
};

struct TitleComparison {
    TitleMatch match = TitleMatch::no_statement;
    double jaccard = 0;      ///< shared pairs of all pairs
    double containment = 0;  ///< shared pairs of those of the shorter text
    /// Stable slug: `alike`, `same-repository`, `other-part`, `other-language` ...
    std::string_view why;
};

/// Pure; `anchor` and `title` may change places. Case, width, punctuation
/// and site names at the ends (`Title | Account`, `Title - Site`, `[1812.00332] Title`) do not count.
/// Parts of a series and versions that differ are a mismatch however alike the rest is; other numbers
/// that differ leave it open, and so do texts in two languages. Only the first 400 characters of
/// each are looked at. A mismatch is no failure by itself.
[[nodiscard]] TitleComparison compare_titles(std::string_view anchor, std::string_view title,
                                             const TitleMatchOptions& options = {});

}  // namespace linktender::verdict
