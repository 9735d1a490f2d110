// Pieces of an issue's text read as one, each byte still knowing where it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "span.hpp"

namespace linktender::source {

/// The content of a block: the lines of a paragraph without the quote marks and the indentation
/// before them, a table cell without the backslashes before its pipes. Pieces are views into the
/// issue's text, which must outlive the excerpt. One object serves many blocks: `clear` keeps memory.
class Excerpt {
public:
    void clear() noexcept;
    /// Adds a piece that stands at `at` in the text.
    void append(std::string_view piece, std::size_t at);
    /// Adds one character that stands after a backslash at `at`.
    void append_escaped(std::string_view character, std::size_t at);
    /// Adds the spaces that stand for a tab, or what is left of one, that ends at `end`.
    void append_tab(std::size_t spaces, std::size_t end);
    /// Adds a line end as `\n`, whatever stands for it at `at`.
    void append_newline(std::size_t at);

    [[nodiscard]] std::string_view text() const noexcept { return view_; }
    /// Where the byte at `at` stands in the text.
    [[nodiscard]] std::size_t source(std::size_t at) const noexcept;
    /// The stretch of the text from the first to the last byte of `span`, whatever was left
    /// out between them included.
    [[nodiscard]] Span source(Span span) const noexcept;

private:
    struct Piece {
        std::size_t at = 0;  ///< in this excerpt
        std::size_t source = 0;
        std::size_t escape = 0;  ///< bytes of an escape before it
    };
    [[nodiscard]] const Piece& piece_at(std::size_t at) const noexcept;
    std::string joined_;     ///< used from the second piece on
    std::string_view view_;  ///< of the only piece, or of joined_
    std::vector<Piece> pieces_;
};

}  // namespace linktender::source
