// Has a page that still answers become another page than the one that was linked?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "linktender/page/fingerprint.hpp"
#include "linktender/url/url.hpp"

namespace linktender::verdict {

/// What is kept of a page to compare it with itself later.
struct PageMark {
    page::Fingerprint fingerprint;
    std::string title;
};

enum class Drift : std::uint8_t {
    no_statement,  ///< too little text on either side
    unchanged,
    changed,  ///< edited, redesigned, or too unclear to call it more
    drifted,  ///< another text under another title: a candidate, which a later check has to confirm
};

[[nodiscard]] std::string_view to_string(Drift drift) noexcept;

struct DriftOptions {
    /// Near-duplicate pages differ in a few bits; pages that share four fifths of their shingles in six.
    int unchanged_bits = 6;
    /// Edits of the same text stay below; unrelated texts of one language lie around 32.
    int drifted_bits = 24;
    /// Beyond, the texts have next to nothing in common (a cosine under 0.12), whatever their lengths.
    int unrelated_bits = 30;
    /// A text that kept its size is more often rewritten than replaced.
    double shortest_ratio = 0.3;
    double longest_ratio = 3.0;
    /// Fewer shingles make bits jump at every edit: app shells, one-line notices.
    std::uint32_t fewest_shingles = 30;
};

struct DriftFinding {
    Drift drift = Drift::no_statement;
    std::string evidence;  ///< for people, one line
};

/// Pure. A drifted page needs all of: other text, other title, and other length or nothing in common.
[[nodiscard]] DriftFinding compare_with_baseline(const PageMark& baseline, const PageMark& now,
                                                 const DriftOptions& options = {});

/// Pages that are meant to change under the same address: home pages, repositories and their
/// branches, documentation, wikis, listings. Their drift says nothing.
[[nodiscard]] bool expected_to_change(const url::Url& url);

}  // namespace linktender::verdict
