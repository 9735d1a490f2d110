#include "linktender/verdict/literal_set.hpp"

#include <cassert>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::verdict {

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
    const auto add_node = [&] {
        next_.resize(next_.size() + classes_, 0);
        literal_.push_back(0);
        return static_cast<std::uint32_t>(literal_.size() - 1);
    };
    add_node();
    for (const auto& [literal, number] : numbers_) {
        std::uint32_t node = 0;
        for (const char byte : literal) {
            const std::size_t edge = std::size_t{node} * classes_ + class_of(byte);
            if (next_[edge] == 0) {
                const std::uint32_t child = add_node();
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

LiteralHits LiteralSet::scan(std::string_view text) const {
    LiteralHits hits(numbers_.size(), false);
    if (next_.empty()) return hits;
    std::uint32_t node = 0;
    for (const char byte : text) {
        node = next_[std::size_t{node} * classes_ + class_of(byte)];
        // Once a literal was seen, so were its suffixes: the walk ends at the first known one.
        for (std::uint32_t end = literal_[node] != 0 ? node : suffix_[node]; end != 0; end = suffix_[end]) {
            const std::size_t number = literal_[end] - 1;
            if (hits[number]) break;
            hits[number] = true;
        }
    }
    return hits;
}

}  // namespace linktender::verdict
