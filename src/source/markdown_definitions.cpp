#include "markdown_definitions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "link_syntax.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at;
}

/// Blanks with at most one line end among them.
std::size_t skip_blanks_and_line_end(std::string_view text, std::size_t at) noexcept {
    at = skip_blanks(text, at);
    return at < text.size() && text[at] == '\n' ? skip_blanks(text, at + 1) : at;
}

/// After the end of the line when only blanks stand before it.
std::optional<std::size_t> line_end(std::string_view text, std::size_t at) noexcept {
    at = skip_blanks(text, at);
    if (at == text.size()) return at;
    return text[at] == '\n' ? std::optional(at + 1) : std::nullopt;
}

/// The definition at `at` and its length.
std::optional<std::size_t> parse_definition(std::string_view text, std::size_t at, Definition& definition) {
    const auto label = parse_label(text, at);
    if (!label || label->end + 1 >= text.size() || text[label->end + 1] != ':') return std::nullopt;
    const auto destination = parse_destination(text, skip_blanks_and_line_end(text, label->end + 2));
    // Unlike a link's, the destination of a definition needs something after it, if only a line end.
    if (!destination || (destination->address.empty() && text[destination->end - 1] != '>'))
        return std::nullopt;
    definition.begin = at;
    definition.address = destination->address;
    definition.label = normalise_label(label->of(text));
    if (definition.label.empty()) return std::nullopt;
    const std::size_t after = skip_blanks_and_line_end(text, destination->end);
    if (after != destination->end)
        if (const auto title = parse_title(text, after))
            if (const auto end = line_end(text, *title)) return end;
    return line_end(text, destination->end);
}

/// After a marker of a list item or a footnote, or `at` itself.
std::size_t skip_marker(std::string_view text, std::size_t at, std::size_t end) noexcept {
    std::size_t after = at;
    if (at < end && (text[at] == '-' || text[at] == '+' || text[at] == '*')) {
        ++after;
    } else if (at < end && core::is_ascii_digit(text[at])) {
        while (after < end && core::is_ascii_digit(text[after])) ++after;
        if (after == end || (text[after] != '.' && text[after] != ')')) return at;
        ++after;
    } else if (at + 1 < end && text[at] == '[' && text[at + 1] == '^') {
        const std::size_t close = text.substr(at, end - at).find("]:");
        return close == std::string_view::npos ? at : at + close + 2;
    }
    return after < end && (text[after] == ' ' || text[after] == '\t') ? after : at;
}

/// After white space, quote marks and, if wanted, the markers of lists and footnotes.
std::size_t skip_containers(std::string_view text, Span line, bool markers) noexcept {
    std::size_t at = line.begin;
    for (;;) {
        while (at < line.end && (text[at] == ' ' || text[at] == '\t' || text[at] == '>')) ++at;
        const std::size_t after = markers ? skip_marker(text, at, line.end) : at;
        if (after == at) return at;
        at = after;
    }
}

}  // namespace

std::size_t definitions_length(std::string_view content, std::vector<Definition>* found) {
    std::size_t at = 0;
    while (at < content.size() && content[at] == '[') {
        Definition definition;
        const auto end = parse_definition(content, at, definition);
        if (!end) break;
        if (found != nullptr) found->push_back(std::move(definition));
        at = *end;
    }
    return at;
}

void Definitions::read(const std::vector<Block>& blocks, const IssueText& text, std::size_t first_line,
                       CharRefs& refs) {
    if (text.text().find("]:") == std::string_view::npos) return;
    Excerpt content;
    std::size_t next_line = first_line;
    for (const Block& block : blocks) {
        if (block.first_line > next_line) read_gap(next_line, block.first_line, text, refs);
        next_line = std::max(next_line, block.last_line + 1);
        if (block.kind != Block::Kind::paragraph && block.kind != Block::Kind::heading) continue;
        const Span line = text.line(block.first_line);
        if (line.size() <= block.first_column || line.of(text.text())[block.first_column] != '[') continue;
        read_content(block, text, content);
        read_head(content, refs);
    }
    read_gap(next_line, text.line_count(), text, refs);
    std::stable_sort(definitions_.begin(), definitions_.end(),
                     [](const Definition& a, const Definition& b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i < definitions_.size(); ++i) by_label_.emplace(definitions_[i].label, i);
}

/// Lines that no block covers hold definitions, blanks and bare markers.
void Definitions::read_gap(std::size_t first_line, std::size_t end_line, const IssueText& text,
                           CharRefs& refs) {
    const std::string_view all = text.text();
    Excerpt content;
    for (std::size_t index = first_line; index < end_line;) {
        content.clear();
        // A paragraph: from a line that begins with `[` to one that is blank or begins another block.
        for (bool first = true; index < end_line; first = false, ++index) {
            const Span line = text.line(index);
            const std::size_t begin = skip_containers(all, line, first);
            const bool other_block = !first && skip_marker(all, begin, line.end) != begin;
            if (begin == line.end || other_block || (first && all[begin] != '[')) break;
            content.append(all.substr(begin, line.end - begin), begin);
            content.append_newline(line.end);
        }
        if (content.text().empty())
            ++index;
        else
            read_head(content, refs);
    }
}

void Definitions::read_head(const Excerpt& content, CharRefs& refs) {
    const std::size_t before = definitions_.size();
    definitions_length(content.text(), &definitions_);
    for (std::size_t i = before; i < definitions_.size(); ++i) {
        Definition& definition = definitions_[i];
        definition.decoded = decode_destination(definition.address.of(content.text()), refs);
        definition.begin = content.source(definition.begin);
        definition.address = content.source(definition.address);
    }
}

Definition* Definitions::find(std::string_view label) {
    const auto found = by_label_.find(normalise_label(label));
    return found == by_label_.end() ? nullptr : &definitions_[found->second];
}

}  // namespace linktender::source
