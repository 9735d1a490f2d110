// A page's text in a few bytes: near texts have near fingerprints.
#pragma once

#include <cstdint>
#include <string_view>

namespace linktender::page {

/// The simhash of a text with what tells how far to trust it. A value to store beside a check.
struct Fingerprint {
    std::uint64_t simhash = 0;
    std::uint32_t length = 0;    ///< letters; a Chinese, Japanese or Korean one counts twice
    std::uint32_t shingles = 0;  ///< how many went into the hash; 0 for a text without letters

    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// Pairs of neighbouring words, or three neighbouring characters where words are not written apart
/// (Chinese, Japanese, Korean), each as often as it occurs; case of ASCII letters, digits and
/// punctuation make no difference, so counters and dates change nothing. `text` is UTF-8, ill-formed
/// bytes separate words. Linear, one pass, no allocation. Charikar 2002; Manku et al. 2007.
[[nodiscard]] Fingerprint fingerprint(std::string_view text) noexcept;

/// How many of the 64 bits differ.
[[nodiscard]] int hamming(const Fingerprint& a, const Fingerprint& b) noexcept;

/// The cosine of the two texts' shingle counts as their simhashes estimate it: 1 for equal texts, 0
/// for unrelated ones, and when either has no shingles. Each bit differs with probability angle/pi.
[[nodiscard]] double similarity(const Fingerprint& a, const Fingerprint& b) noexcept;

/// How long `b` is compared with `a`; 1 when both are empty, a very large number when `a` alone is.
[[nodiscard]] double length_ratio(const Fingerprint& a, const Fingerprint& b) noexcept;

}  // namespace linktender::page
