#include "excerpt.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace linktender::source {

void Excerpt::clear() noexcept {
    joined_.clear();
    pieces_.clear();
    view_ = {};
}

void Excerpt::append(std::string_view piece, std::size_t at) {
    if (piece.empty()) return;
    pieces_.push_back({view_.size(), at});
    if (pieces_.size() == 1) {
        view_ = piece;
        return;
    }
    if (pieces_.size() == 2) joined_ = view_;
    joined_ += piece;
    view_ = joined_;
}

void Excerpt::append_escaped(std::string_view character, std::size_t at) {
    append(character, at);
    pieces_.back().escape = 1;
}

void Excerpt::append_tab(std::size_t spaces, std::size_t end) {
    for (; spaces > 0; --spaces) append(" ", end - 1);
}

void Excerpt::append_newline(std::size_t at) {
    append("\n", at);
}

const Excerpt::Piece& Excerpt::piece_at(std::size_t at) const noexcept {
    assert(!pieces_.empty());
    const auto after =
        std::upper_bound(pieces_.begin(), pieces_.end(), at,
                         [](std::size_t value, const Piece& piece) { return value < piece.at; });
    return after == pieces_.begin() ? pieces_.front() : *std::prev(after);
}

std::size_t Excerpt::source(std::size_t at) const noexcept {
    const Piece& piece = piece_at(at);
    return piece.source + (at - piece.at);
}

Span Excerpt::source(Span span) const noexcept {
    const std::size_t begin = source(span.begin);
    if (span.empty()) return {begin, begin};
    const Piece& last = piece_at(span.end - 1);
    return {begin, last.source + (span.end - last.at) + last.escape};
}

}  // namespace linktender::source
