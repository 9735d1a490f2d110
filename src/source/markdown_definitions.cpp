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

/// Skips the marker of a footnote at the start of a line's text. cmark drops the second footnote of a
/// name, but not the definitions in it.
bool skip_footnote_marker(std::string_view text, Span& line) noexcept {
    const std::string_view rest = line.of(text);
    if (!rest.starts_with("[^")) return false;
    const std::size_t close = rest.find_first_of("] \t", 2);
    if (close == std::string_view::npos || close == 2 || !rest.substr(close).starts_with("]:")) return false;
    line.begin = std::min(skip_blanks(text, line.begin + close + 2), line.end);
    return true;
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

void Definitions::read(const Blocks& blocks, const IssueText& text, std::size_t first_line,
                       page::CharRefs& refs) {
    if (text.text().find("]:") == std::string_view::npos) return;
    Excerpt content;
    std::size_t next_line = first_line;
    for (const Block& block : blocks.all()) {
        if (block.first_line > next_line) read_gap(next_line, block.first_line, blocks, text, refs);
        next_line = std::max(next_line, block.last_line + 1);
        if (block.kind != Block::Kind::paragraph && block.kind != Block::Kind::heading) continue;
        const Span line = text.line(block.first_line);
        if (line.size() <= block.first_column || line.of(text.text())[block.first_column] != '[') continue;
        blocks.read_content(block, content);
        read_head(content, refs);
    }
    read_gap(next_line, text.line_count(), blocks, text, refs);
    std::stable_sort(definitions_.begin(), definitions_.end(),
                     [](const Definition& a, const Definition& b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i < definitions_.size(); ++i) by_label_.emplace(definitions_[i].label, i);
}

/// Lines that no block covers hold definitions, blanks and bare markers.
void Definitions::read_gap(std::size_t first_line, std::size_t end_line, const Blocks& blocks,
                           const IssueText& text, page::CharRefs& refs) {
    const std::string_view all = text.text();
    const Containers& containers = blocks.containers();
    Excerpt content;
    for (std::size_t index = first_line; index < end_line;) {
        content.clear();
        // A paragraph: up to a line that is blank or begins another container. One that begins with other
        // text is in a footnote that cmark dropped; no definition can interrupt it.
        const int container = containers.innermost_at(index);
        Containers::Rest line = containers.content(container, index);
        skip_footnote_marker(all, line.text);
        if (trim_markdown(line.text.of(all)).empty()) {
            ++index;
            continue;
        }
        do {
            content.append_tab(line.tab_rest, line.text.begin);
            content.append(line.text.of(all), line.text.begin);
            content.append_newline(line.text.end);
            if (++index == end_line) break;
            line = containers.content(container, index);
        } while (!trim_markdown(line.text.of(all)).empty() && !containers.begins_at(index) &&
                 !skip_footnote_marker(all, line.text));
        read_head(content, refs);
    }
}

void Definitions::read_head(const Excerpt& content, page::CharRefs& refs) {
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
