// What a page says and shows by its whole tree: what the linear walk has to agree with.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "linktender/page/document.hpp"
#include "page/claims.hpp"
#include "page/elements.hpp"
#include "page/line.hpp"
#include "page/scan.hpp"

namespace linktender::page {

/// The text a reader sees below `root`: silent and hidden elements left out, blocks apart.
inline std::string tree_text(const Node& root) {
    Line line(std::size_t{64} * 1024);
    const auto border = [&](const Node& node) {
        if (node.is_element() && !element_of(node.name()).has(Element::in_line)) line.add_gap();
    };
    const auto left_out = [&](const Node& node) {
        if (!node.is_element() || node == root) return false;
        const auto value = [&](std::string_view name) {
            const auto found = node.attribute(name);
            return found ? std::optional(found->value) : std::nullopt;
        };
        return element_of(node.name()).has(Element::silent) || is_hidden(value("hidden"), value("style"));
    };
    for (Node node = root; node;) {
        if (!left_out(node)) {
            border(node);
            line.add(node.text());
            if (const Node child = node.first_child()) {
                node = child;
                continue;
            }
            border(node);
        }
        Node next = node == root ? Node{} : node.next_sibling();
        while (node != root && !next) {
            node = node.parent();
            border(node);
            next = node == root ? Node{} : node.next_sibling();
        }
        node = next;
    }
    return line.take();
}

/// The claims that stand in the head of a page, as `key value` lines, in their order.
inline std::vector<std::string> head_claims(const std::vector<Claim>& claims) {
    std::vector<std::string> lines;
    for (const Claim& claim : claims) {
        const bool canonical = claim.from == ClaimFrom::link && claim.key == "canonical";
        if (claim.from == ClaimFrom::title || claim.from == ClaimFrom::meta ||
            claim.from == ClaimFrom::pragma || claim.from == ClaimFrom::html ||
            claim.from == ClaimFrom::base || canonical)
            lines.push_back(std::to_string(static_cast<int>(claim.from)) + ' ' + claim.key + ' ' +
                            claim.value);
    }
    return lines;
}

/// The values of all claims of a kind.
inline std::vector<std::string> claims_from(const std::vector<Claim>& claims, ClaimFrom from) {
    std::vector<std::string> values;
    for (const Claim& claim : claims)
        if (claim.from == from) values.push_back(claim.key + ' ' + claim.value);
    return values;
}

}  // namespace linktender::page
