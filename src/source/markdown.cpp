#include "markdown.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anchor_text.hpp"
#include "bare_urls.hpp"
#include "cmark_tree.hpp"
#include "excerpt.hpp"
#include "front_matter.hpp"
#include "html_links.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/references.hpp"
#include "markdown_blocks.hpp"
#include "markdown_definitions.hpp"
#include "markdown_inlines.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_npos = std::string_view::npos;
constexpr std::size_t k_longest_footnote_name = 1000;
constexpr std::size_t k_deepest_text = 16;  ///< images in images: further in, their text is not kept

/// References to every footnote of the text, for cmark forgets those that nothing refers to.
std::string refer_to_footnotes(std::string_view text) {
    std::string references;
    for (std::size_t at = text.find("[^"); at != k_npos; at = text.find("[^", at + 2)) {
        const std::string_view name = text.substr(at, k_longest_footnote_name);
        const std::size_t end = name.find_first_of("] \t\r\n");
        if (end == k_npos || !name.substr(end).starts_with("]:")) continue;
        references += references.empty() ? "\n\n" : " ";
        references += name.substr(0, end + 1);
    }
    return references;
}

/// Whether HTML opens or closes an <a>.
bool is_tag_of(std::string_view html, std::string_view begin) noexcept {
    if (!core::starts_with_ignoring_ascii_case(html, begin)) return false;
    const std::string_view rest = html.substr(begin.size());
    return rest.empty() || core::is_ascii_space(rest.front()) || rest.front() == '>' || rest.front() == '/';
}

class MarkdownReader {
public:
    explicit MarkdownReader(const IssueText& text) : text_(text), html_(reading_, refs_) {}

    Expected<Reading, ExtractError> read() {
        const FrontMatter matter = read_front_matter(text_);
        if (matter.lines == text_.line_count()) return finish(matter);
        const std::size_t begin = text_.line(matter.lines).begin;
        const std::string_view markdown = text_.text().substr(begin);
        const auto tree = CmarkTree::parse(markdown, refer_to_footnotes(markdown));
        if (!tree) return unexpected(tree.error());
        const Blocks blocks(tree->root(), text_, matter.lines);
        blocks_ = &blocks;
        definitions_.read(blocks, text_, matter.lines, refs_);
        for (const Block& block : blocks.all()) read_block(block);
        html_.close_anchor();
        add_unused_definitions();
        return finish(matter);
    }

private:
    Reading finish(const FrontMatter& matter) {
        if (reading_.title.empty()) reading_.title = html_.title();
        if (reading_.title.empty()) reading_.title = matter.title;
        reading_.date = matter.date;
        return std::move(reading_);
    }

    void read_block(const Block& block) {
        switch (block.kind) {
            case Block::Kind::opaque: break;
            case Block::Kind::html:
                blocks_->read_html(block, content_);
                html_.read(content_, {0, content_.text().size()});
                break;
            case Block::Kind::table_row: read_row(block); break;
            case Block::Kind::table_lead: read_lines(block, false); break;
            case Block::Kind::paragraph:
            case Block::Kind::heading: read_lines(block, true); break;
        }
    }

    void read_row(const Block& row) {
        const std::vector<Span> cells = blocks_->split_row(row);
        std::size_t index = 0;
        for (cmark_node* node = cmark_node_first_child(row.node); node != nullptr;
             node = cmark_node_next(node)) {
            if (index == cells.size()) break;
            list_inlines(node, false);
            blocks_->read_cell(cells[index++], content_);
            read_content_of(text_.line(row.first_line).begin, 0);
        }
    }

    void read_lines(const Block& block, bool may_define) {
        if (block.kind == Block::Kind::heading && reading_.title.empty()) reading_.title = html_.title();
        const bool titles = block.kind == Block::Kind::heading && reading_.title.empty();
        list_inlines(block.node, titles);
        if (titles) reading_.title = finish_anchor_text(seen_text_);
        const Span lines{text_.line(block.first_line).begin, text_.line(block.last_line).end};
        if (inlines_.empty() && !has_bare_urls(lines.of(text_.text()))) return html_.add_text(html_text_);
        blocks_->read_content(block, content_);
        read_content_of(lines.begin, may_define ? definitions_length(content_.text(), nullptr) : 0);
    }

    static bool has_bare_urls(std::string_view text) noexcept {
        return text.find("://") != k_npos || text.find("www.") != k_npos;
    }

    /// Lists what is in a block, in the order of the ends.
    void list_inlines(cmark_node* block, bool keep_text) {
        inlines_.clear();
        open_.clear();
        seen_text_.clear();
        html_text_.clear();
        keep_text_ = keep_text;
        in_anchor_ = html_.in_anchor();
        for (cmark_node* node = cmark_node_first_child(block); node != nullptr;) {
            enter(node);
            cmark_node* next = cmark_node_first_child(node);
            while (next == nullptr) {
                leave(node);
                next = cmark_node_next(node);
                if (next != nullptr) break;
                node = cmark_node_parent(node);
                if (node == block) return;
            }
            node = next;
        }
    }

    void enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_TEXT: see_text(node); break;
            case CMARK_NODE_SOFTBREAK:
            case CMARK_NODE_LINEBREAK: see_text(nullptr); break;
            case CMARK_NODE_CODE:
                see_text(node);
                add_inline(Inline::Kind::code, literal_of(node));
                break;
            case CMARK_NODE_HTML_INLINE:
                add_inline(Inline::Kind::html, literal_of(node));
                inlines_.back().text = std::exchange(html_text_, {});
                if (is_tag_of(inlines_.back().says, "<a")) in_anchor_ = true;
                if (is_tag_of(inlines_.back().says, "</a")) in_anchor_ = false;
                break;
            case CMARK_NODE_LINK:
            case CMARK_NODE_IMAGE:
                if (open_.empty() && !keep_text_) seen_text_.clear();
                open_.push_back(seen_text_.size());
                break;
            default: break;
        }
    }

    void leave(cmark_node* node) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (type != CMARK_NODE_LINK && type != CMARK_NODE_IMAGE) return;
        add_inline(type == CMARK_NODE_LINK ? Inline::Kind::link : Inline::Kind::image, url_of(node));
        if (open_.size() <= k_deepest_text)
            inlines_.back().text = finish_anchor_text(std::string_view(seen_text_).substr(open_.back()));
        open_.pop_back();
    }

    /// Keeps the text of a node, or a space for none, for whom it concerns.
    void see_text(cmark_node* node) {
        if (!keep_text_ && !in_anchor_ && open_.empty()) return;
        const std::string_view text = node == nullptr ? " " : literal_of(node);
        if (keep_text_ || !open_.empty()) append_anchor_text(seen_text_, text);
        if (in_anchor_) append_anchor_text(html_text_, text);
    }

    void add_inline(Inline::Kind kind, std::string_view says) {
        inlines_.push_back({});
        inlines_.back().kind = kind;
        inlines_.back().says = says;
    }

    /// Finds the inlines in the content, from `skip` on, and adds their links and the bare ones.
    void read_content_of(std::size_t block_begin, std::size_t skip) {
        locator_.locate(content_.text(), skip, inlines_, definitions_, refs_);
        covered_ = locator_.structure();
        std::size_t anchor = html_.in_anchor() ? 0 : k_npos;
        std::size_t searched = skip;
        for (Inline& found : inlines_) {
            if (!found.located) search(found, searched);
            if (found.located) searched = found.place.end;
            if (found.kind == Inline::Kind::html) {
                add_html(found, block_begin);
                if (html_.in_anchor() && anchor == k_npos) anchor = found.place.begin;
                if (!html_.in_anchor() && anchor != k_npos)
                    covered_.push_back({std::exchange(anchor, k_npos), found.place.end});
            } else if (found.kind != Inline::Kind::code && !found.says.empty()) {
                add_link(found, block_begin);
            }
        }
        html_.add_text(html_text_);
        if (anchor != k_npos) covered_.push_back({anchor, content_.text().size()});
        add_bare_urls(skip);
    }

    /// A last resort for what the locator missed.
    void search(Inline& missed, std::size_t from) const {
        if (missed.kind == Inline::Kind::code || missed.says.empty()) return;
        const std::size_t at = content_.text().find(missed.says, from);
        if (at != k_npos) missed.place = missed.address = {at, at + missed.says.size()};
    }

    void add_html(const Inline& found, std::size_t block_begin) {
        html_.add_text(found.text);
        if (found.located || !found.place.empty()) {
            html_.read(content_, found.place);
            return;
        }
        Excerpt literal;
        literal.append(found.says, block_begin);
        html_.read(literal, {0, found.says.size()}, false);
    }

    void add_link(Inline& inlined, std::size_t block_begin) {
        Found found;
        found.exact = inlined.located;
        if (!inlined.autolink) found.text = std::move(inlined.text);
        const bool placed = inlined.located || !inlined.place.empty();
        found.use = placed ? content_.source(inlined.place.begin) : block_begin;
        if (inlined.definition != nullptr) {
            inlined.definition->used = true;
            found.address = inlined.definition->address;
        } else {
            found.address = placed ? content_.source(inlined.address) : Span{block_begin, block_begin};
        }
        found.form = inlined.kind == Inline::Kind::image ? Form::image
                     : inlined.definition != nullptr     ? Form::reference
                     : inlined.autolink                  ? Form::autolink
                                                         : Form::inline_;
        if (found.address.of(text_.text()) != inlined.says) found.decoded = inlined.says;
        reading_.links.push_back(std::move(found));
    }

    /// In what is neither code nor HTML nor part of a link.
    void add_bare_urls(std::size_t from) {
        const std::string_view content = content_.text();
        if (!has_bare_urls(content.substr(from))) return;
        std::sort(covered_.begin(), covered_.end(),
                  [](const Span& a, const Span& b) { return a.begin < b.begin; });
        covered_.push_back({content.size(), content.size()});
        bare_.clear();
        for (const Span& cover : covered_) {
            if (cover.begin > from) find_bare_urls(content, {from, cover.begin}, Escapes::markdown, bare_);
            from = std::max(from, cover.end);
        }
        for (const Span& span : bare_) {
            Found found;
            found.address = content_.source(span);
            found.use = found.address.begin;
            found.form = Form::bare;
            found.decoded = decode_bare_url(span.of(content), Escapes::markdown, refs_);
            if (found.decoded.empty() && found.address.size() != span.size())
                found.decoded = span.of(content);
            reading_.links.push_back(std::move(found));
        }
    }

    void add_unused_definitions() {
        for (const Definition& definition : definitions_.all()) {
            if (definition.used || definition.decoded.empty()) continue;
            Found found;
            found.use = definition.begin;
            found.address = definition.address;
            found.form = Form::definition;
            if (found.address.of(text_.text()) != definition.decoded) found.decoded = definition.decoded;
            reading_.links.push_back(std::move(found));
        }
    }

    const IssueText& text_;
    const Blocks* blocks_ = nullptr;  ///< while reading
    Reading reading_;
    page::CharRefs refs_;
    Definitions definitions_;
    HtmlLinks html_;
    InlineLocator locator_;

    // Of the block at hand:
    Excerpt content_;
    std::vector<Inline> inlines_;
    std::vector<std::size_t> open_;  ///< where in seen_text_ the text of each open link begins
    std::string seen_text_;          ///< of the heading or the outermost open link
    std::string html_text_;          ///< since the last HTML, in an <a>
    bool keep_text_ = false;
    bool in_anchor_ = false;
    std::vector<Span> covered_;
    std::vector<Span> bare_;
};

}  // namespace

Expected<Reading, ExtractError> read_markdown(const IssueText& text) {
    return MarkdownReader(text).read();
}

}  // namespace linktender::source
