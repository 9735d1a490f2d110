// The blocks of a Markdown document that hold text, and their lines in the issue.
#pragma once

#include <cmark-gfm.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "excerpt.hpp"
#include "issue_text.hpp"

namespace linktender::source {

/// A leaf of the block tree. Lines count from 0 in the whole issue.
struct Block {
    enum class Kind : std::uint8_t {
        paragraph,
        heading,
        table_row,   ///< its cells are children of `node`
        table_lead,  ///< a paragraph that ends where a table begins: pipes are escaped as in cells
        html,
        opaque,  ///< code, rules: no links
    };
    Kind kind = Kind::opaque;
    cmark_node* node = nullptr;
    std::size_t first_line = 0;
    std::size_t last_line = 0;
    std::size_t first_column = 0;  ///< bytes before its content in the first line; 0 when not known
    int quotes = 0;                ///< block quotes around it
};

/// All leaf blocks by their first line. `line_offset` is the number of lines before the text that
/// the tree was made of.
[[nodiscard]] std::vector<Block> list_blocks(cmark_node* root, const IssueText& text,
                                             std::size_t line_offset);

/// The content of a paragraph, heading or table lead: its lines without the marks of its containers.
void read_content(const Block& block, const IssueText& text, Excerpt& content);

/// The content of an HTML block, the same as its literal.
void read_html_content(const Block& block, const IssueText& text, Excerpt& content);

/// The cells of a table row, each the stretch between two pipes, in the issue's text.
[[nodiscard]] std::vector<Span> split_row(const Block& row, const IssueText& text);
/// The content of one of them: `\|` is a pipe.
void read_cell(Span cell, const IssueText& text, Excerpt& content);

/// Where the text of a line begins, after white space and at most `quotes` marks of block quotes.
[[nodiscard]] std::size_t skip_quotes(std::string_view text, Span line, int quotes) noexcept;

}  // namespace linktender::source
