#include "text.hpp"

#include "elements.hpp"

namespace linktender::page {

std::string_view beginning(std::string_view text, std::size_t max_bytes) noexcept {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U) --max_bytes;
    return text.substr(0, max_bytes);
}

void collect_text(const Node& root, const TextScope& scope, Line& line) {
    const auto is_left_out = [&](const Node& node) {
        return node != root && element_of(node.name()).has(Element::silent);
    };
    const auto add_border = [&](const Node& node) {
        if (node.is_element() && !element_of(node.name()).has(Element::in_line)) line.add_gap();
    };
    std::size_t nodes = 0;
    std::size_t bytes_left = scope.max_bytes;
    for (Node node = root; node && !line.is_cut() && nodes < scope.max_nodes; ++nodes) {
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

std::string text_of(const Node& node, std::size_t max_bytes, std::size_t max_nodes) {
    Line line(max_bytes);
    collect_text(node, {.max_nodes = max_nodes}, line);
    return line.take();
}

std::string short_text(const Node& node, std::size_t max_bytes) {
    constexpr std::size_t k_nodes = 200;
    Line line(max_bytes);
    collect_text(node, {.max_nodes = k_nodes, .max_bytes = 4 * max_bytes}, line);
    return line.take();
}

}  // namespace linktender::page
