// The blocks of a Markdown document that hold text, and their lines in the issue.
#pragma once

#include <cmark-gfm.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "excerpt.hpp"
#include "issue_text.hpp"
#include "markdown_containers.hpp"
#include "span.hpp"

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
    int container = Containers::k_no_container;
};

/// The leaf blocks of a tree, which must outlive them, as the text must.
class Blocks {
public:
    /// `line_offset` is the number of lines before the text that the tree was made of.
    Blocks(cmark_node* root, const IssueText& text, std::size_t line_offset);

    /// By their first line.
    [[nodiscard]] const std::vector<Block>& all() const noexcept { return blocks_; }

    [[nodiscard]] const Containers& containers() const noexcept { return containers_; }

    /// The content of a paragraph, heading or table lead: its lines without the marks of its containers.
    void read_content(const Block& block, Excerpt& content) const;
    /// The content of an HTML block, the same as its literal.
    void read_html(const Block& block, Excerpt& content) const;
    /// The cells of a table row, each the stretch between two pipes, in the issue's text.
    [[nodiscard]] std::vector<Span> split_row(const Block& row) const;
    /// The content of one of them: `\|` is a pipe.
    void read_cell(Span cell, Excerpt& content) const;

private:
    class Lister;
    [[nodiscard]] Containers::Rest line_of(const Block& block, std::size_t index) const;

    const IssueText& text_;
    Containers containers_;
    std::vector<Block> blocks_;
};

}  // namespace linktender::source
