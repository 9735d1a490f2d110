#include "claims.hpp"

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"
#include "text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_name_bytes = 64;
constexpr std::size_t k_text_bytes = 4096;
constexpr std::size_t k_class_bytes = 256;
constexpr int k_paragraphs_tried = 64;

/// `DC.Title`, `dc:title` and `dc.title` are one name; `og:title` keeps its colon.
std::string meta_key(std::string_view name) {
    std::string key = core::to_ascii_lower(core::trim(name).substr(0, k_name_bytes));
    const std::size_t colon = key.find(':');
    if (colon == std::string::npos) return key;
    const std::string_view prefix = std::string_view(key).substr(0, colon);
    if (prefix == "dc" || prefix == "dcterms" || prefix == "prism") key[colon] = '.';
    return key;
}

class Collector {
public:
    std::vector<Claim> run(const Document& document) {
        const Node root = document.root();
        Node article_end;
        bool in_article = false;
        for (Node node = root; node && claims_.size() < k_max_claims;) {
            if (in_article && node == article_end) in_article = false;
            const std::string_view name = node.name();
            if (name == "svg" || name == "math" || name == "template") {
                node = node.next_after_subtree_in(root);
                continue;
            }
            if (name == "article" && !in_article) {
                in_article = true;
                article_end = node.next_after_subtree_in(root);
            }
            if (!name.empty()) read(node, name, in_article);
            node = node.next_in(root);
        }
        return std::move(claims_);
    }

private:
    void add(ClaimFrom from, std::string key, std::string_view value) {
        if (claims_.size() < k_max_claims && value.size() <= k_claim_bytes)
            claims_.push_back({from, std::move(key), std::string(value)});
    }

    void add_attribute(const Node& node, std::string_view attribute, ClaimFrom from, std::string key) {
        if (const auto found = node.attribute(attribute)) add(from, std::move(key), found->value);
    }

    void read(const Node& node, std::string_view name, bool in_article) {
        if (name == "title") add(ClaimFrom::title, {}, text_of(node, k_text_bytes));
        if (name == "p") read_paragraph(node);
        if (node.attribute_count() == 0 && name != "h1") return;
        if (name == "meta") return read_meta(node);
        if (name == "html") {
            add_attribute(node, "lang", ClaimFrom::html, "lang");
            add_attribute(node, "xml:lang", ClaimFrom::html, "lang");
        } else if (name == "base") {
            add_attribute(node, "href", ClaimFrom::base, {});
        } else if (name == "link") {
            read_link(node);
        } else if (name == "h1") {
            add(ClaimFrom::heading, {}, short_text(node, k_text_bytes));
        } else if (name == "time" && in_article) {
            add_attribute(node, "datetime", ClaimFrom::time, {});
        } else if (name == "a") {
            const auto rel = node.attribute("rel");
            if (rel && core::equals_ignoring_ascii_case(core::trim(rel->value), "author"))
                add(ClaimFrom::rel, "author", short_text(node, k_text_bytes));
        }
        if (const auto property = node.attribute("itemprop")) read_item(node, name, property->value);
        if (const auto classes = node.attribute("class"); classes && is_byline_class(classes->value))
            add(ClaimFrom::byline, {}, short_text(node, k_text_bytes));
    }

    void read_paragraph(const Node& node) {
        if (paragraphs_tried_ == k_paragraphs_tried) return;
        ++paragraphs_tried_;
        const std::string text = short_text(node, k_text_bytes);
        if (!is_telling(text)) return;
        add(ClaimFrom::paragraph, {}, text);
        paragraphs_tried_ = k_paragraphs_tried;
    }

    void read_meta(const Node& node) {
        const auto content = node.attribute("content");
        if (!content) return;
        for (const std::string_view attribute : {"property", "name"}) {
            const auto key = node.attribute(attribute);
            if (key && !key->value.empty()) add(ClaimFrom::meta, meta_key(key->value), content->value);
        }
        if (const auto key = node.attribute("itemprop"))
            add(ClaimFrom::itemprop, core::to_ascii_lower(key->value.substr(0, k_name_bytes)),
                content->value);
        if (const auto key = node.attribute("http-equiv"))
            add(ClaimFrom::pragma, core::to_ascii_lower(key->value.substr(0, k_name_bytes)), content->value);
    }

    void read_link(const Node& node) {
        const auto rel = node.attribute("rel");
        const auto href = node.attribute("href");
        if (!rel || !href) return;
        const std::string tokens = core::collapse_space(rel->value.substr(0, k_name_bytes));
        for (const std::string_view token : core::split(tokens, ' '))
            add(ClaimFrom::link, core::to_ascii_lower(token), href->value);
    }

    /// https://html.spec.whatwg.org/#values, the elements that occur. An author or publisher that is
    /// an item of its own has a name there; its text counts as well.
    void read_item(const Node& node, std::string_view name, std::string_view property) {
        std::string key = core::to_ascii_lower(property.substr(0, k_name_bytes));
        if (const auto content = node.attribute("content"))
            return add(ClaimFrom::itemprop, key, content->value);
        const auto datetime = node.attribute("datetime");
        if (name == "time" && datetime) return add(ClaimFrom::itemprop, key, datetime->value);
        if (name == "img") return add_attribute(node, "src", ClaimFrom::itemprop, key);
        if (name == "link") return add_attribute(node, "href", ClaimFrom::itemprop, key);
        if (node.attribute("itemscope") && (key == "author" || key == "publisher")) read_name(node, key);
        add(ClaimFrom::itemprop, key, short_text(node, k_text_bytes));
    }

    void read_name(const Node& item, const std::string& key) {
        constexpr int k_nodes = 100;
        Node node = item.next_in(item);
        for (int i = 0; node && i < k_nodes; ++i, node = node.next_in(item)) {
            const auto property = node.attribute("itemprop");
            if (!property || property->value != "name") continue;
            const auto content = node.attribute("content");
            return add(ClaimFrom::itemprop, key + ".name",
                       content ? std::string(content->value) : short_text(node, k_text_bytes));
        }
    }

    std::vector<Claim> claims_;
    int paragraphs_tried_ = 0;
};

/// What is written without spaces says twice as much with each character.
std::size_t weight(char32_t c) noexcept {
    return c >= 0x2E80 ? 2 : 1;
}

}  // namespace

bool is_byline_class(std::string_view classes) noexcept {
    static constexpr std::array k_names{"author"sv,      "author-name"sv,  "author_name"sv,
                                        "byline"sv,      "byline-name"sv,  "article-author"sv,
                                        "post-author"sv, "entry-author"sv, "authorname"sv};
    classes = classes.substr(0, k_class_bytes);
    while (!classes.empty()) {
        const std::size_t end = std::min(classes.find_first_of(" \t\n\f\r"), classes.size());
        const std::string_view one = classes.substr(0, end);
        const auto is_it = [&](std::string_view name) { return core::equals_ignoring_ascii_case(one, name); };
        if (std::any_of(k_names.begin(), k_names.end(), is_it)) return true;
        classes.remove_prefix(std::min(end + 1, classes.size()));
    }
    return false;
}

bool is_telling(std::string_view paragraph) noexcept {
    constexpr std::size_t k_least = 60;
    std::size_t sum = 0;
    for (std::size_t at = 0; at < paragraph.size() && sum < k_least;) {
        const core::CodePoint point = core::decode_utf8(paragraph, at);
        at += point.length;
        sum += weight(point.value);
    }
    return sum >= k_least;
}

std::vector<Claim> collect_claims(const Document& document) {
    return Collector().run(document);
}

const std::string* find_claim(const std::vector<Claim>& claims, ClaimFrom from,
                              std::string_view key) noexcept {
    const auto found = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
        return claim.from == from && claim.key == key;
    });
    return found == claims.end() ? nullptr : &found->value;
}

}  // namespace linktender::page
