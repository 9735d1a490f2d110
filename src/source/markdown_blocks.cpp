#include "markdown_blocks.hpp"

#include <algorithm>
#include <string_view>

#include "cmark_tree.hpp"
#include "link_syntax.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_code_indent = 4;  ///< so many columns of white space begin no underline

/// A line of only `=` or only `-`, which makes the paragraph above it a heading.
bool is_underline(std::string_view text) noexcept {
    while (!text.empty() && is_markdown_space(text.back())) text.remove_suffix(1);
    return !text.empty() && (text[0] == '=' || text[0] == '-') &&
           text.find_first_not_of(text[0]) == text.npos;
}

/// Length of what both end in.
std::size_t common_end(std::string_view a, std::string_view b) noexcept {
    const auto differ = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    return static_cast<std::size_t>(differ.first - a.rbegin());
}

/// Adds a stretch of text in which `\|` stands for a pipe.
void append_with_pipes(std::string_view text, Span span, Excerpt& content) {
    std::size_t begin = span.begin;
    for (std::size_t at = span.begin; at + 1 < span.end; ++at) {
        if (text[at] != '\\' || text[at + 1] != '|') continue;
        content.append(text.substr(begin, at - begin), begin);
        content.append_escaped(text.substr(at + 1, 1), at);
        begin = ++at + 1;
    }
    content.append(text.substr(begin, span.end - begin), begin);
}

}  // namespace

/// Walks the blocks of the tree without recursion.
class Blocks::Lister {
public:
    Lister(Blocks& blocks, std::size_t line_offset)
        : text_(blocks.text_),
          containers_(blocks.containers_),
          blocks_(blocks.blocks_),
          line_offset_(line_offset) {}

    void list(cmark_node* root) {
        for (cmark_node* node = root;;) {
            cmark_node* next = enter(node) ? cmark_node_first_child(node) : nullptr;
            while (next == nullptr) {
                leave(node);
                if (node == root) return;
                next = cmark_node_next(node);
                if (next == nullptr) node = cmark_node_parent(node);
            }
            node = next;
        }
    }

private:
    /// Notes the block; true when its children are blocks too.
    bool enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_BLOCK_QUOTE:
                open_.push_back(containers_.add_quote(container(), line_of(node)));
                return true;
            case CMARK_NODE_ITEM:
                open_.push_back(containers_.add_item(container(), line_of(node), column_of(node)));
                return true;
            case CMARK_NODE_FOOTNOTE_DEFINITION:
                open_.push_back(containers_.add_footnote(container(), line_of(node), column_of(node)));
                return true;
            case CMARK_NODE_PARAGRAPH: return add_paragraph(node);
            case CMARK_NODE_HEADING: return add_heading(node);
            case CMARK_NODE_HTML_BLOCK: return add_html(node);
            case CMARK_NODE_CODE_BLOCK: return add_code(node);
            case CMARK_NODE_THEMATIC_BREAK:
                return add(Block::Kind::opaque, node, line_of(node), end_line_of(node));
            default: break;
        }
        const std::string_view type = cmark_node_get_type_string(node);
        if (type == "table_header") return add_header(node);
        if (type == "table_row") return add(Block::Kind::table_row, node, line_of(node), line_of(node));
        return true;
    }
    void leave(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_BLOCK_QUOTE:
            case CMARK_NODE_ITEM:
            case CMARK_NODE_FOOTNOTE_DEFINITION: open_.pop_back(); break;
            default: break;
        }
    }

    bool add(Block::Kind kind, cmark_node* node, std::size_t first, std::size_t last,
             std::size_t column = 0) {
        if (first < text_.line_count())  // else in the appendix
            blocks_.push_back(
                {kind, node, first, std::clamp(last, first, text_.line_count() - 1), column, container()});
        return false;
    }

    bool add_paragraph(cmark_node* node) {
        if (cmark_node_get_start_line(node) > 0)
            return add(Block::Kind::paragraph, node, line_of(node), end_line_of(node), column_of(node));
        // cmark cut this one off a paragraph that became a table, and tells no place for it.
        cmark_node* table = cmark_node_next(node);
        if (table == nullptr) return false;
        const std::size_t header = header_line(table);
        return add(Block::Kind::table_lead, node, after_definitions(line_of(table), header), header - 1);
    }

    /// Where the text of a paragraph begins that became a table. An underline in it made no heading:
    /// what stood before it was definitions alone, and cmark took them out there and then.
    [[nodiscard]] std::size_t after_definitions(std::size_t first, std::size_t header) const {
        for (std::size_t line = first + 1; line < header; ++line) {
            const Containers::Rest rest = containers_.match(container(), line);
            if (!rest.lazy && rest.indent < k_code_indent && is_underline(content_of(line))) return line;
        }
        return first;
    }

    /// Of a heading with an underline cmark tells the line on which it noticed the end.
    bool add_heading(cmark_node* node) {
        const std::size_t first = line_of(node);
        const std::size_t noticed = std::min(end_line_of(node), text_.line_count() - 1);
        const bool late = noticed > first + 1 && is_underline(content_of(noticed - 1));
        return add(Block::Kind::heading, node, first, late ? noticed - 1 : noticed, column_of(node));
    }

    /// Of a fenced block without a closing fence cmark may tell the line after its end.
    bool add_code(cmark_node* node) {
        const std::size_t first = line_of(node);
        std::size_t last = end_line_of(node);
        const std::size_t inside = lines_of(literal_of(node));
        if (last == first + inside + 1 && last < text_.line_count()) {
            const std::string_view fence = content_of(last);
            if (!fence.starts_with("```") && !fence.starts_with("~~~")) --last;
        }
        return add(Block::Kind::opaque, node, first, last);
    }

    /// Of an HTML block that ends by its own end tag cmark tells the line before.
    bool add_html(cmark_node* node) {
        const std::size_t lines = lines_of(literal_of(node));
        return add(Block::Kind::html, node, line_of(node),
                   line_of(node) + std::max<std::size_t>(lines, 1) - 1);
    }

    /// The marker line below a header goes with it.
    bool add_header(cmark_node* node) {
        cmark_node* table = cmark_node_parent(node);
        const std::size_t line = header_line(table);
        return add(Block::Kind::table_row, node, line, line + 1,
                   line == line_of(table) ? column_of(table) : 0);
    }

    /// A table tells the line of its first row of data, or its end, but not that of its header.
    std::size_t header_line(cmark_node* table) const {
        cmark_node* header = cmark_node_first_child(table);
        cmark_node* row = header == nullptr ? nullptr : cmark_node_next(header);
        const std::size_t marker = row != nullptr ? line_of(row) - 1 : end_line_of(table);
        return std::max(marker, line_of(table) + 1) - 1;
    }

    static std::size_t lines_of(std::string_view literal) {
        return static_cast<std::size_t>(std::count(literal.begin(), literal.end(), '\n'));
    }
    [[nodiscard]] std::size_t line_of(cmark_node* node) const {
        return static_cast<std::size_t>(std::max(cmark_node_get_start_line(node), 1)) - 1 + line_offset_;
    }
    [[nodiscard]] std::size_t end_line_of(cmark_node* node) const {
        return static_cast<std::size_t>(std::max(cmark_node_get_end_line(node), 1)) - 1 + line_offset_;
    }
    [[nodiscard]] static std::size_t column_of(cmark_node* node) {
        return static_cast<std::size_t>(std::max(cmark_node_get_start_column(node), 1)) - 1;
    }
    [[nodiscard]] std::string_view content_of(std::size_t line) const {
        return containers_.content(container(), line).text.of(text_.text());
    }

    [[nodiscard]] int container() const noexcept {
        return open_.empty() ? Containers::k_no_container : open_.back();
    }

    const IssueText& text_;
    Containers& containers_;
    std::vector<Block>& blocks_;
    std::size_t line_offset_;
    std::vector<int> open_;
};

Blocks::Blocks(cmark_node* root, const IssueText& text, std::size_t line_offset)
    : text_(text), containers_(text) {
    Lister(*this, line_offset).list(root);
    containers_.finish();
    // cmark puts footnotes last, wherever they stand.
    const auto by_line = [](const Block& a, const Block& b) { return a.first_line < b.first_line; };
    if (!std::is_sorted(blocks_.begin(), blocks_.end(), by_line))
        std::stable_sort(blocks_.begin(), blocks_.end(), by_line);
}

/// A line of a block without what its containers put before it.
Containers::Rest Blocks::line_of(const Block& block, std::size_t index) const {
    if (index != block.first_line || block.first_column == 0)
        return containers_.content(block.container, index);
    Span line = text_.line(index);
    line.begin = std::min(line.begin + block.first_column, line.end);
    return {line};
}

void Blocks::read_content(const Block& block, Excerpt& content) const {
    content.clear();
    const std::string_view all = text_.text();
    const bool underlined = block.kind == Block::Kind::heading && block.last_line > block.first_line;
    const std::size_t last = block.last_line - (underlined ? 1 : 0);
    for (std::size_t index = block.first_line; index <= last; ++index) {
        const Containers::Rest line = line_of(block, index);
        content.append_tab(line.tab_rest, line.text.begin);
        if (block.kind == Block::Kind::table_lead)
            append_with_pipes(all, line.text, content);
        else
            content.append(line.text.of(all), line.text.begin);
        if (index < last) content.append_newline(line.text.end);
    }
}

/// Each line of the literal is the end of a line of the issue, but for spaces before it that stand
/// for a tab which the containers used up in part.
void Blocks::read_html(const Block& block, Excerpt& content) const {
    content.clear();
    const std::string_view all = text_.text();
    std::string_view literal = literal_of(block.node);
    for (std::size_t index = block.first_line; !literal.empty() && index < text_.line_count(); ++index) {
        const Span line = text_.line(index);
        const std::size_t length = std::min(literal.find('\n'), literal.size());
        const std::size_t kept = common_end(literal.substr(0, length), line.of(all));
        content.append_tab(length - kept, line.end - kept);
        content.append(all.substr(line.end - kept, kept), line.end - kept);
        literal.remove_prefix(length);
        if (literal.empty()) break;
        content.append_newline(line.end);
        literal.remove_prefix(1);
    }
}

std::vector<Span> Blocks::split_row(const Block& row) const {
    const std::string_view all = text_.text();
    const Span line = line_of(row, row.first_line).text;
    std::vector<Span> cells;
    std::size_t at = line.begin;
    if (at < line.end && all[at] == '|') ++at;
    for (std::size_t begin = at; at <= line.end; ++at) {
        const bool end = at == line.end;
        // For cmark a backslash before a pipe escapes it, whatever stands before that backslash.
        if (end || (all[at] == '|' && (at == begin || all[at - 1] != '\\'))) {
            if (!end || !trim_markdown(all.substr(begin, at - begin)).empty()) cells.push_back({begin, at});
            begin = at + 1;
        }
    }
    return cells;
}

void Blocks::read_cell(Span cell, Excerpt& content) const {
    content.clear();
    append_with_pipes(text_.text(), cell, content);
}

}  // namespace linktender::source
