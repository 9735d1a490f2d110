#include "linktender/page/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::uint64_t k_golden = 0x9E3779B97F4A7C15U;

/// The finaliser of SplitMix64: every bit of the input reaches every bit of the result.
constexpr std::uint64_t mix(std::uint64_t h) noexcept {
    h = (h ^ (h >> 30U)) * 0xBF58476D1CE4E5B9U;
    h = (h ^ (h >> 27U)) * 0x94D049BB133111EBU;
    return h ^ (h >> 31U);
}

/// How often each of the 64 bits was set. Counts stand upright: bit i of `planes_[k]` is worth 2^k in
/// the count of bit i, so that one addition serves all 64. Eight words are added together by a tree
/// of carry-save adders (Harley and Seal), which spares most of the rippling.
class BitCounts {
public:
    void add(std::uint64_t word) noexcept {
        waiting_[waiting_count_++] = word;
        if (waiting_count_ == waiting_.size()) add_waiting();
    }

    /// The bits set in more than half of the `total` words that were added.
    [[nodiscard]] std::uint64_t majority(std::uint32_t total) noexcept {
        for (std::size_t i = 0; i < waiting_count_; ++i) ripple(waiting_[i], 0);
        waiting_count_ = 0;
        std::uint64_t result = 0;
        for (unsigned bit = 0; bit < 64; ++bit) {
            std::uint64_t count = 0;
            for (std::size_t k = 0; k < planes_.size(); ++k) count |= ((planes_[k] >> bit) & 1U) << k;
            if (count * 2 > total) result |= std::uint64_t{1} << bit;
        }
        return result;
    }

private:
    /// Adds `carry` and `word` to `sum`; the new carry is returned.
    static std::uint64_t carry_save(std::uint64_t& sum, std::uint64_t word, std::uint64_t other) noexcept {
        const std::uint64_t both = sum ^ word;
        const std::uint64_t carry = (sum & word) | (both & other);
        sum = both ^ other;
        return carry;
    }

    void add_waiting() noexcept {
        const auto& w = waiting_;
        const std::uint64_t two_a = carry_save(planes_[0], w[0], w[1]);
        const std::uint64_t two_b = carry_save(planes_[0], w[2], w[3]);
        const std::uint64_t two_c = carry_save(planes_[0], w[4], w[5]);
        const std::uint64_t two_d = carry_save(planes_[0], w[6], w[7]);
        const std::uint64_t four_a = carry_save(planes_[1], two_a, two_b);
        const std::uint64_t four_b = carry_save(planes_[1], two_c, two_d);
        ripple(carry_save(planes_[2], four_a, four_b), 3);
        waiting_count_ = 0;
    }

    void ripple(std::uint64_t carry, std::size_t plane) noexcept {
        for (; carry != 0 && plane < planes_.size(); ++plane) {
            const std::uint64_t next = planes_[plane] & carry;
            planes_[plane] ^= carry;
            carry = next;
        }
    }

    std::array<std::uint64_t, 32> planes_{};  // counts to 2^32, as many as `shingles` holds
    std::array<std::uint64_t, 8> waiting_{};
    std::size_t waiting_count_ = 0;
};

/// Lower-case form of an ASCII letter, 0 for everything else in ASCII.
constexpr std::array<unsigned char, 128> k_letters = [] {
    std::array<unsigned char, 128> table{};
    for (unsigned c = 'a'; c <= 'z'; ++c) {
        table[c] = static_cast<unsigned char>(c);
        table[c - ('a' - 'A')] = static_cast<unsigned char>(c);
    }
    return table;
}();

/// Scripts that write no spaces between words, and Hangul, whose words carry their endings along.
constexpr bool is_wordless(char32_t c) noexcept {
    return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/// Beyond ASCII: letters by block, which is near enough; punctuation, symbols, emoji are none.
constexpr bool is_word_letter(char32_t c) noexcept {
    return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0xA000 && c < 0xAC00);
}

/// Full-width Latin letters are Latin letters.
constexpr char32_t plain_form(char32_t c) noexcept {
    if (c >= 0xFF21 && c <= 0xFF3A) return c - 0xFF21 + 'a';
    if (c >= 0xFF41 && c <= 0xFF5A) return c - 0xFF41 + 'a';
    return c;
}

/// Turns letters into shingles.
class Shingler {
public:
    void add_letter(std::uint64_t letter) noexcept {
        word_ = std::rotl(word_, 9) + letter;
        ++letters_;
    }
    void end_word() noexcept {
        if (letters_ == 0) return;
        length_ += letters_;
        const std::uint64_t unit = word_ * k_golden + letters_;
        counts_.add(mix(unit + std::rotl(last_, 23)));
        push(unit);
        word_ = 0;
        letters_ = 0;
    }
    void add_character(char32_t c) noexcept {
        end_word();
        length_ += 2;
        const std::uint64_t unit = c * k_golden;
        counts_.add(mix(unit + std::rotl(last_, 23) + std::rotl(before_last_, 46)));
        push(unit);
    }
    [[nodiscard]] Fingerprint finish() noexcept {
        end_word();
        return {.simhash = counts_.majority(shingles_), .length = length_, .shingles = shingles_};
    }

private:
    void push(std::uint64_t unit) noexcept {
        before_last_ = last_;
        last_ = unit;
        ++shingles_;
    }

    BitCounts counts_;
    std::uint64_t word_ = 0;
    std::uint32_t letters_ = 0;  // of the word that is being read
    std::uint64_t last_ = 0;
    std::uint64_t before_last_ = 0;
    std::uint32_t length_ = 0;
    std::uint32_t shingles_ = 0;
};

}  // namespace

Fingerprint fingerprint(std::string_view text) noexcept {
    // Counts are 32 bits wide; a page's text is far shorter.
    text = text.substr(0, std::numeric_limits<std::uint32_t>::max() / 2);
    Shingler shingler;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            ++at;
            if (const unsigned char letter = k_letters[byte]; letter != 0)
                shingler.add_letter(letter);
            else
                shingler.end_word();
            continue;
        }
        const core::CodePoint point = core::decode_utf8(text, at);
        at += point.length;
        const char32_t c = plain_form(point.value);
        if (is_wordless(c))
            shingler.add_character(c);
        else if (c < 0x80 || is_word_letter(c))
            shingler.add_letter(c);
        else
            shingler.end_word();
    }
    return shingler.finish();
}

int hamming(const Fingerprint& a, const Fingerprint& b) noexcept {
    return std::popcount(a.simhash ^ b.simhash);
}

double similarity(const Fingerprint& a, const Fingerprint& b) noexcept {
    if (a.shingles == 0 || b.shingles == 0) return a == b ? 1.0 : 0.0;
    return std::max(0.0, std::cos(std::numbers::pi * hamming(a, b) / 64.0));
}

double length_ratio(const Fingerprint& a, const Fingerprint& b) noexcept {
    if (a.length == b.length) return 1.0;
    return static_cast<double>(b.length) / std::max(static_cast<double>(a.length), 1e-6);
}

}  // namespace linktender::page
