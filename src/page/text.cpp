#include "text.hpp"

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

// Elements whose text nobody sees: https://html.spec.whatwg.org/#hidden-elements, and those whose
// content is text for programs. `noscript` stays: it is what is seen where no script runs.
constexpr std::array<std::string_view, 9> k_silent{"datalist", "iframe", "noembed",  "noframes", "rp",
                                                   "script",   "style",  "template", "title"};
// Elements that run along in a line; every other one separates words as a line end does.
constexpr std::array<std::string_view, 36> k_inline{
    "a",  "abbr", "acronym", "b",    "bdi",    "bdo",    "big",  "cite", "code", "data", "del", "dfn",
    "em", "font", "i",       "ins",  "kbd",    "label",  "mark", "nobr", "q",    "rp",   "rt",  "ruby",
    "s",  "samp", "small",   "span", "strike", "strong", "sub",  "sup",  "tt",   "u",    "var", "wbr"};
static_assert(std::is_sorted(k_silent.begin(), k_silent.end()));
static_assert(std::is_sorted(k_inline.begin(), k_inline.end()));

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
    return std::binary_search(names.begin(), names.end(), name);
}

/// `display: none` among the declarations of a style attribute.
bool style_hides(std::string_view style) {
    for (const std::string_view declaration : core::split(style, ';')) {
        const std::size_t colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string_view property = core::trim(declaration.substr(0, colon));
        std::string_view value = core::trim(declaration.substr(colon + 1));
        value = core::trim(value.substr(0, value.find('!')));
        if (core::equals_ignoring_ascii_case(property, "display") &&
            core::equals_ignoring_ascii_case(value, "none"))
            return true;
    }
    return false;
}

bool is_hidden(const Node& element) {
    if (element.attribute_count() == 0) return false;
    if (const auto hidden = element.attribute("hidden"))
        return !core::equals_ignoring_ascii_case(hidden->value, "until-found");
    const auto style = element.attribute("style");
    return style && style_hides(style->value);
}

/// At most `max_bytes`, in whole code points.
std::string_view beginning(std::string_view text, std::size_t max_bytes) noexcept {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U) --max_bytes;
    return text.substr(0, max_bytes);
}

}  // namespace

void collect_text(const Node& root, const TextScope& scope, Line& line) {
    const auto is_left_out = [&](const Node& node) {
        return node != root && node.is_element() &&
               (contains(k_silent, node.name()) || (scope.leave_out_hidden && is_hidden(node)));
    };
    const auto add_border = [&](const Node& node) {
        if (node.is_element() && !contains(k_inline, node.name())) line.add_gap();
    };
    std::size_t nodes = 0;
    std::size_t bytes_left = scope.max_bytes;
    for (Node node = root; node && (scope.count_all || !line.is_cut()) && nodes < scope.max_nodes; ++nodes) {
        if (!is_left_out(node)) {
            add_border(node);
            const std::string_view text = beginning(node.text(), bytes_left);
            line.add(text);
            bytes_left -= text.size();
            if (const Node child = node.first_child()) {
                node = child;
                continue;
            }
            add_border(node);
        }
        // Up, past the borders of the blocks that end here, to where there is a next sibling.
        Node next = node == root ? Node{} : node.next_sibling();
        while (node != root && !next) {
            node = node.parent();
            add_border(node);
            next = node == root ? Node{} : node.next_sibling();
        }
        node = next;
    }
}

std::string text_of(const Node& node, std::size_t max_bytes) {
    Line line(max_bytes);
    collect_text(node, {}, line);
    return line.take();
}

std::string short_text(const Node& node, std::size_t max_bytes) {
    constexpr std::size_t k_nodes = 200;
    Line line(max_bytes);
    collect_text(node, {.max_nodes = k_nodes, .max_bytes = 4 * max_bytes}, line);
    return line.take();
}

}  // namespace linktender::page
