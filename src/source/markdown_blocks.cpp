#include "markdown_blocks.hpp"

#include <algorithm>
#include <string_view>

#include "cmark_tree.hpp"
#include "link_syntax.hpp"

namespace linktender::source {

namespace {

bool is_blank(std::string_view text) noexcept {
    return skip_markdown_space(text, 0) == text.size();
}

/// A line of only `=` or only `-`, which makes the paragraph above it a heading.
bool is_underline(std::string_view text) noexcept {
    while (!text.empty() && is_markdown_space(text.back())) text.remove_suffix(1);
    return !text.empty() && (text[0] == '=' || text[0] == '-') &&
           text.find_first_not_of(text[0]) == text.npos;
}

/// Walks the blocks of the tree without recursion.
class BlockLister {
public:
    BlockLister(const IssueText& text, std::size_t line_offset) : text_(text), line_offset_(line_offset) {}

    std::vector<Block> list(cmark_node* root) {
        cmark_node* node = root;
        for (;;) {
            cmark_node* child = enter(node) ? cmark_node_first_child(node) : nullptr;
            if (child != nullptr) {
                node = child;
                continue;
            }
            for (;;) {
                leave(node);
                if (node == root) return std::move(blocks_);
                if (cmark_node* next = cmark_node_next(node); next != nullptr) {
                    node = next;
                    break;
                }
                node = cmark_node_parent(node);
            }
        }
    }

private:
    /// Notes the block; true when its children are blocks too.
    bool enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_BLOCK_QUOTE: ++quotes_; return true;
            case CMARK_NODE_PARAGRAPH: return add_paragraph(node);
            case CMARK_NODE_HEADING: return add_heading(node);
            case CMARK_NODE_HTML_BLOCK: return add_html(node);
            case CMARK_NODE_CODE_BLOCK:
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
        if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE) --quotes_;
    }

    bool add(Block::Kind kind, cmark_node* node, std::size_t first, std::size_t last) {
        if (first >= text_.line_count()) return false;  // in the appendix
        const bool has_column = kind == Block::Kind::paragraph || kind == Block::Kind::heading;
        blocks_.push_back({kind, node, first, std::clamp(last, first, text_.line_count() - 1),
                           has_column ? column_of(node) : 0, quotes_});
        return false;
    }

    bool add_paragraph(cmark_node* node) {
        if (cmark_node_get_start_line(node) > 0)
            return add(Block::Kind::paragraph, node, line_of(node), end_line_of(node));
        // cmark cut this one off a paragraph that became a table, and tells no place for it.
        cmark_node* table = cmark_node_next(node);
        if (table == nullptr) return false;
        return add(Block::Kind::table_lead, node, line_of(table), header_line(table) - 1);
    }

    /// Of a heading with an underline cmark tells the line on which it noticed the end.
    bool add_heading(cmark_node* node) {
        const std::size_t first = line_of(node);
        const std::size_t noticed = std::min(end_line_of(node), text_.line_count() - 1);
        const bool late = noticed > first + 1 && is_underline(content_of(noticed - 1));
        return add(Block::Kind::heading, node, first, late ? noticed - 1 : noticed);
    }

    /// Of an HTML block that ends on a line of its own kind cmark tells the line before.
    bool add_html(cmark_node* node) {
        const std::string_view literal = literal_of(node);
        const auto lines = static_cast<std::size_t>(std::count(literal.begin(), literal.end(), '\n'));
        return add(Block::Kind::html, node, line_of(node),
                   line_of(node) + std::max<std::size_t>(lines, 1) - 1);
    }

    /// The marker line below a header goes with it.
    bool add_header(cmark_node* node) {
        cmark_node* table = cmark_node_parent(node);
        const std::size_t line = header_line(table);
        add(Block::Kind::table_row, node, line, line + 1);
        if (line == line_of(table)) blocks_.back().first_column = column_of(table);
        return false;
    }

    /// A table tells the line of its first row of data, or its end, but not that of its header.
    std::size_t header_line(cmark_node* table) const {
        cmark_node* header = cmark_node_first_child(table);
        cmark_node* row = header == nullptr ? nullptr : cmark_node_next(header);
        const std::size_t marker = row != nullptr ? line_of(row) - 1 : end_line_of(table);
        return std::max(marker, line_of(table) + 1) - 1;
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
        Span span = text_.line(line);
        span.begin = skip_quotes(text_.text(), span, quotes_);
        return span.of(text_.text());
    }

    const IssueText& text_;
    std::size_t line_offset_;
    std::vector<Block> blocks_;
    int quotes_ = 0;
};

/// A line of the block without what its containers put before it.
Span content_line(const Block& block, const IssueText& text, std::size_t index) {
    Span line = text.line(index);
    if (index == block.first_line && block.first_column != 0)
        line.begin = std::min(line.begin + block.first_column, line.end);
    else
        line.begin = skip_quotes(text.text(), line, block.quotes);
    return line;
}

/// Adds a stretch of text in which `\|` stands for a pipe.
void append_with_pipes(std::string_view text, Span span, Excerpt& content) {
    std::size_t begin = span.begin;
    for (std::size_t at = span.begin; at + 1 < span.end; ++at) {
        if (text[at] != '\\' || text[at + 1] != '|') continue;
        content.append(text.substr(begin, at - begin), begin);
        begin = ++at;
    }
    content.append(text.substr(begin, span.end - begin), begin);
}

}  // namespace

std::vector<Block> list_blocks(cmark_node* root, const IssueText& text, std::size_t line_offset) {
    std::vector<Block> blocks = BlockLister(text, line_offset).list(root);
    // cmark puts footnotes last, wherever they stand.
    const auto by_line = [](const Block& a, const Block& b) { return a.first_line < b.first_line; };
    if (!std::is_sorted(blocks.begin(), blocks.end(), by_line))
        std::stable_sort(blocks.begin(), blocks.end(), by_line);
    return blocks;
}

std::size_t skip_quotes(std::string_view text, Span line, int quotes) noexcept {
    std::size_t at = line.begin;
    for (;;) {
        while (at < line.end && (text[at] == ' ' || text[at] == '\t')) ++at;
        if (quotes-- <= 0 || at == line.end || text[at] != '>') return at;
        ++at;
    }
}

void read_content(const Block& block, const IssueText& text, Excerpt& content) {
    content.clear();
    const std::string_view all = text.text();
    const bool underlined = block.kind == Block::Kind::heading && block.last_line > block.first_line;
    const std::size_t last = block.last_line - (underlined ? 1 : 0);
    for (std::size_t index = block.first_line; index <= last; ++index) {
        const Span line = content_line(block, text, index);
        if (block.kind == Block::Kind::table_lead)
            append_with_pipes(all, line, content);
        else
            content.append(line.of(all), line.begin);
        if (index < last) content.append_newline(line.end);
    }
}

/// Each line of the literal is the end of a line of the issue; only its indentation can differ,
/// where a tab was cut.
void read_html_content(const Block& block, const IssueText& text, Excerpt& content) {
    content.clear();
    const std::string_view all = text.text();
    std::string_view literal = literal_of(block.node);
    for (std::size_t index = block.first_line; !literal.empty() && index < text.line_count(); ++index) {
        const Span line = text.line(index);
        const std::size_t length = std::min(literal.find_first_of("\r\n"), literal.size());
        const std::size_t kept = std::min(length, line.size());
        content.append({all.data() + line.end - kept, kept}, line.end - kept);
        literal.remove_prefix(length);
        if (literal.empty()) break;
        content.append_newline(line.end);
        literal.remove_prefix(literal.starts_with("\r\n") ? 2 : 1);
    }
}

std::vector<Span> split_row(const Block& row, const IssueText& text) {
    const std::string_view all = text.text();
    const Span line = content_line(row, text, row.first_line);
    std::vector<Span> cells;
    std::size_t at = line.begin;
    if (at < line.end && all[at] == '|') ++at;
    for (std::size_t begin = at; at <= line.end; ++at) {
        const bool end = at == line.end;
        if (!end && all[at] == '\\' && at + 1 < line.end && is_ascii_punctuation(all[at + 1])) {
            ++at;
        } else if (end || all[at] == '|') {
            if (!end || !is_blank(all.substr(begin, at - begin))) cells.push_back({begin, at});
            begin = at + 1;
        }
    }
    return cells;
}

void read_cell(Span cell, const IssueText& text, Excerpt& content) {
    content.clear();
    append_with_pipes(text.text(), cell, content);
}

}  // namespace linktender::source
