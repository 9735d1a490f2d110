#include "linktender/verdict/prose.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_scrap = 24;            ///< a text node up to this is a label, not a sentence
constexpr std::size_t k_article_length = 150;  ///< an <article> with more than this is no notice

constexpr std::array<std::string_view, 23> k_not_prose{
    "a",        "aside",  "button", "datalist", "dialog", "footer",   "h1",      "h2",
    "h3",       "h4",     "h5",     "h6",       "head",   "header",   "iframe",  "nav",
    "noscript", "script", "select", "style",    "svg",    "template", "textarea"};

std::size_t weigh(std::string_view text) noexcept {
    std::size_t weight = 0;
    bool space_due = false;
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        at += point.length;
        if (point.value < 0x80 && core::is_ascii_space(static_cast<char>(point.value))) {
            space_due = weight > 0;
            continue;
        }
        weight += (is_cjk(point.value) ? k_cjk_weight : 1) + (space_due ? 1 : 0);
        space_due = false;
    }
    return weight;
}

/// By what the element itself says; style sheets are not read.
bool is_hidden(const page::Node& element) {
    if (element.attribute("hidden")) return true;
    const auto style = element.attribute("style");
    return style && (style->value.find("display:none") != std::string_view::npos ||
                     style->value.find("display: none") != std::string_view::npos);
}

bool is_skipped(const page::Node& element) {
    return std::ranges::find(k_not_prose, element.name()) != k_not_prose.end() || is_hidden(element);
}

bool says_article(const page::Node& meta) {
    const auto property = meta.attribute("property");
    const auto content = meta.attribute("content");
    return property && content && core::equals_ignoring_ascii_case(property->value, "og:type") &&
           core::equals_ignoring_ascii_case(content->value, "article");
}

std::size_t prose_below(const page::Node& root) {
    std::size_t length = 0;
    for (page::Node node = root.first_child(); node;) {
        if (node.is_element() && is_skipped(node)) {
            node = node.next_after_subtree_in(root);
            continue;
        }
        if (node.is_text()) {
            const std::size_t weight = weigh(node.text());
            if (weight > k_scrap) length += weight;
        }
        node = node.next_in(root);
    }
    return length;
}

/// Articles are measured whole and not entered again, so that nested ones cost nothing extra.
bool has_article(const page::Node& root) {
    for (page::Node node = root.first_child(); node;) {
        if (node.name() == "article") {
            if (prose_below(node) > k_article_length) return true;
            node = node.next_after_subtree_in(root);
            continue;
        }
        if (node.name() == "meta" && says_article(node)) return true;
        node = node.next_in(root);
    }
    return false;
}

}  // namespace

Prose measure_prose(const page::Document& document, const page::Metadata& metadata) {
    Prose prose;
    prose.length = prose_below(document.root());
    // A date in the address is no word of the page.
    const bool dated = !metadata.published.empty() && metadata.sources.published != "url";
    prose.is_article = dated || !metadata.doi.empty() || has_article(document.root());
    return prose;
}

}  // namespace linktender::verdict
