#include "scope.hpp"

#include <algorithm>
#include <cstddef>

#include "linktender/verdict/fold.hpp"

namespace linktender::verdict {
namespace {

// Pages repeat a class hundreds of times; a notice stands near the top. Together with the caps on
// each text this bounds what one rule can cost on a page made to be dear.
constexpr std::size_t k_max_elements = 256;
constexpr std::size_t k_max_text_bytes = 2048;
constexpr std::size_t k_max_nodes = 4096;
constexpr std::size_t k_max_script_bytes = 64 * 1024;

const Selector* matching(const std::vector<Selector>& selectors, const page::Node& node) {
    const auto found = std::ranges::find_if(selectors, [&](const Selector& s) { return s.matches(node); });
    return found == selectors.end() ? nullptr : &*found;
}

std::string folded_text_of(const page::Node& element) {
    if (element.name() != "script") return fold_text(page::text_of(element, k_max_text_bytes, k_max_nodes));
    const page::Node code = element.first_child();
    return code && code.is_text() ? fold_text(code.text().substr(0, k_max_script_bytes)) : std::string();
}

}  // namespace

std::optional<std::string> find_in_text(const Rule& rule, std::string_view folded) {
    std::string found;
    if (rule.text) {
        re2::StringPiece match;
        const re2::StringPiece input(folded.data(), folded.size());
        if (!rule.text->Match(input, 0, input.size(), RE2::UNANCHORED, &match, 1)) return std::nullopt;
        found.assign(match.data(), match.size());
    }
    if (!rule.text_any.empty()) {
        const auto hit = std::ranges::find_if(rule.text_any, [&](const std::string& text) {
            return folded.find(text) != std::string_view::npos;
        });
        if (hit == rule.text_any.end()) return std::nullopt;
        found = *hit;
    }
    return found;
}

std::optional<ElementFound> find_in_elements(const Rule& rule, const page::Document& document) {
    const bool wants_text = rule.text || !rule.text_any.empty();
    const page::Node root = document.root();
    std::size_t looked_at = 0;
    for (page::Node node = root.first_child(); node && looked_at < k_max_elements;
         node = node.next_in(root)) {
        const Selector* selector = matching(rule.selectors, node);
        if (selector == nullptr) continue;
        if (!wants_text) return ElementFound{selector->source, {}};
        ++looked_at;
        if (auto found = find_in_text(rule, folded_text_of(node)))
            return ElementFound{selector->source, *found};
    }
    return std::nullopt;
}

bool has_element(const std::vector<Selector>& selectors, const page::Document& document) {
    const page::Node root = document.root();
    for (page::Node node = root.first_child(); node; node = node.next_in(root)) {
        if (matching(selectors, node) != nullptr) return true;
    }
    return false;
}

}  // namespace linktender::verdict
