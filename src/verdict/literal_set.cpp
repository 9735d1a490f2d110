#include "linktender/verdict/literal_set.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::verdict {

namespace {

constexpr std::size_t k_longest_prefix = 4;
constexpr std::size_t k_longest_stride = 4;

std::uint32_t four_bytes(const char* bytes) noexcept {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// The beginning of a text, zeros where that is shorter.
std::uint32_t first_bytes(std::string_view text) noexcept {
    std::array<char, k_longest_prefix> bytes{};
    std::copy_n(text.begin(), std::min(text.size(), bytes.size()), bytes.begin());
    return four_bytes(bytes.data());
}

/// 14 bits, as many as the filter has. A bit set in each byte makes letters equal in both cases; other
/// bytes may fall together as well.
std::uint32_t hash_of(std::uint32_t bytes, std::uint32_t mask) noexcept {
    return (((bytes | 0x20202020U) & mask) * 0x9E3779B1U) >> 18U;
}

}  // namespace

std::uint32_t LiteralSet::class_of(char byte) const noexcept {
    return class_of_[static_cast<unsigned char>(core::ascii_lower(byte))];
}

std::size_t LiteralSet::add(std::string_view literal) {
    assert(!literal.empty() && next_.empty());
    const auto [place, is_new] = numbers_.try_emplace(core::to_ascii_lower(literal), numbers_.size());
    if (is_new) total_bytes_ += literal.size();
    return place->second;
}

void LiteralSet::build() {
    assert(total_bytes_ <= k_max_total_bytes);
    number_bytes();
    grow_trie();
    close_transitions();
    fill_filter();
}

void LiteralSet::number_bytes() {
    for (const auto& [literal, number] : numbers_) {
        for (const char byte : literal) {
            std::uint8_t& place = class_of_[static_cast<unsigned char>(byte)];
            // 26 capitals never occur, so the classes fit a byte.
            if (place == 0) place = static_cast<std::uint8_t>(classes_++);
        }
    }
}

void LiteralSet::grow_trie() {
    const auto add_node = [&](std::uint32_t depth) {
        next_.resize(next_.size() + classes_, 0);
        literal_.push_back(0);
        depth_.push_back(depth);
        return static_cast<std::uint32_t>(literal_.size() - 1);
    };
    add_node(0);
    for (const auto& [literal, number] : numbers_) {
        std::uint32_t node = 0;
        for (const char byte : literal) {
            const std::size_t edge = std::size_t{node} * classes_ + class_of(byte);
            if (next_[edge] == 0) {
                const std::uint32_t child = add_node(depth_[node] + 1);
                next_[edge] = child;
            }
            node = next_[edge];
        }
        literal_[node] = static_cast<std::uint32_t>(number + 1);
    }
    suffix_.assign(literal_.size(), 0);
}

/// Breadth first: a node's failure node is nearer to the root and thus already complete.
void LiteralSet::close_transitions() {
    std::vector<std::uint32_t> failure(literal_.size(), 0);
    std::vector<std::uint32_t> order;
    order.reserve(literal_.size());
    for (std::uint32_t c = 0; c < classes_; ++c) {
        if (next_[c] != 0) order.push_back(next_[c]);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint32_t node = order[i];
        const std::uint32_t fallback = failure[node];
        suffix_[node] = literal_[fallback] != 0 ? fallback : suffix_[fallback];
        for (std::uint32_t c = 0; c < classes_; ++c) {
            std::uint32_t& edge = next_[std::size_t{node} * classes_ + c];
            const std::uint32_t by_fallback = next_[std::size_t{fallback} * classes_ + c];
            if (edge == 0) {
                edge = by_fallback;
            } else {
                failure[edge] = by_fallback;
                order.push_back(edge);
            }
        }
    }
}

void LiteralSet::fill_filter() {
    std::size_t shortest = k_max_total_bytes;
    for (const auto& [literal, number] : numbers_) shortest = std::min(shortest, literal.size());
    prefix_ = std::min(shortest, k_longest_prefix);
    stride_ = std::clamp<std::size_t>(shortest - prefix_ + 1, 1, k_longest_stride);
    prefix_mask_ = first_bytes(std::string_view("\xFF\xFF\xFF\xFF", prefix_));
    for (const auto& [literal, number] : numbers_) {
        for (std::size_t offset = 0; offset < stride_; ++offset) {
            const std::uint32_t hash =
                hash_of(first_bytes(std::string_view(literal).substr(offset)), prefix_mask_);
            filter_[hash / 64] |= std::uint64_t{1} << (hash % 64);
        }
    }
}

bool LiteralSet::passes(std::uint32_t first_bytes) const noexcept {
    const std::uint32_t hash = hash_of(first_bytes, prefix_mask_);
    return (filter_[hash / 64] >> (hash % 64) & 1U) != 0;
}

/// The next probe from `at` on that may stand within the first bytes of a literal; the text's size when there
/// is none. A literal that begins at or after `at` has a probe within its first `stride_` bytes.
std::size_t LiteralSet::next_probe(std::string_view text, std::size_t at) const noexcept {
    for (; at + k_longest_prefix <= text.size(); at += stride_)
        if (passes(four_bytes(text.data() + at))) return at;
    for (; at + prefix_ <= text.size(); at += stride_)
        if (passes(first_bytes(text.substr(at)))) return at;
    return text.size();
}

void LiteralSet::note(std::uint32_t node, LiteralHits& hits) const {
    // Once a literal was seen, so were its suffixes: the walk ends at the first known one.
    for (std::uint32_t end = literal_[node] != 0 ? node : suffix_[node]; end != 0; end = suffix_[end]) {
        const std::size_t number = literal_[end] - 1;
        if (hits[number]) return;
        hits[number] = true;
    }
}

LiteralHits LiteralSet::scan(std::string_view text) const {
    LiteralHits hits(numbers_.size(), false);
    if (next_.empty()) return hits;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t probe = next_probe(text, from);
        if (probe == text.size()) break;
        // The automaton goes on while what it has read last could begin a literal.
        std::size_t at = std::max(from, probe - std::min(probe, stride_ - 1));
        std::uint32_t node = 0;
        do {
            node = next_[std::size_t{node} * classes_ + class_of(text[at++])];
            note(node, hits);
        } while (at < text.size() && (at < probe + prefix_ || depth_[node] >= prefix_));
        from = at < text.size() ? at - depth_[node] : at;
    }
    return hits;
}

}  // namespace linktender::verdict
