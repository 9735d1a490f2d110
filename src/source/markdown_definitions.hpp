// Link reference definitions: `[label]: https://example.org "title"`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "excerpt.hpp"
#include "issue_text.hpp"
#include "linktender/page/references.hpp"
#include "markdown_blocks.hpp"

namespace linktender::source {

/// One definition. Places are in the issue's text.
struct Definition {
    std::size_t begin = 0;  ///< of its `[`
    Span address;
    std::string decoded;  ///< the address without escapes
    std::string label;    ///< normalised
    bool used = false;
};

/// The definitions of a document. cmark takes them out of the text without telling where they were,
/// so they are read again where they can stand: at the head of paragraphs, and in lines that belong
/// to no block of its tree.
class Definitions {
public:
    /// Reads all of them from `first_line` (from 0) on.
    void read(const Blocks& blocks, const IssueText& text, std::size_t first_line, page::CharRefs& refs);

    /// The definition that a label means, or null. Its caller sets `used`.
    [[nodiscard]] Definition* find(std::string_view label);
    [[nodiscard]] const std::vector<Definition>& all() const noexcept { return definitions_; }

private:
    void read_gap(std::size_t first_line, std::size_t end_line, const Blocks& blocks, const IssueText& text,
                  page::CharRefs& refs);
    void read_head(const Excerpt& content, page::CharRefs& refs);

    std::vector<Definition> definitions_;  ///< in the order of the document
    std::unordered_map<std::string, std::size_t> by_label_;
};

/// Length of the definitions that a paragraph's content begins with. Each is given to `found`, with
/// its places in the content, when `found` is not null.
std::size_t definitions_length(std::string_view content, std::vector<Definition>* found);

}  // namespace linktender::source
