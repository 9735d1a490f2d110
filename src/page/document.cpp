#include "linktender/page/document.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <tuple>
#include <utility>

#include "linktender/core/text.hpp"
#include "parse_guard.hpp"

namespace linktender::page {

namespace {

void* allocate(void* guard, std::size_t size) {
    return static_cast<ParseGuard*>(guard)->allocate(size);
}

void release(void* guard, void* block) {
    static_cast<ParseGuard*>(guard)->release(block);
}

const GumboNode* as_node(const void* node) noexcept {
    return static_cast<const GumboNode*>(node);
}

bool is_element_node(const GumboNode& node) noexcept {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

const GumboElement* as_element(const void* node) noexcept {
    return node != nullptr && is_element_node(*as_node(node)) ? &as_node(node)->v.element : nullptr;
}

const GumboVector* children_of(const GumboNode& node) noexcept {
    if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
    return is_element_node(node) ? &node.v.element.children : nullptr;
}

/// Offset of a pointer that gumbo says points into the text; nullopt when it does not.
std::optional<std::size_t> offset_in(std::string_view text, const char* place) noexcept {
    const auto begin = reinterpret_cast<std::uintptr_t>(text.data());
    const auto at = reinterpret_cast<std::uintptr_t>(place);
    if (place == nullptr || at < begin || at - begin > text.size()) return std::nullopt;
    return at - begin;
}

/// Where the value stands of the attribute whose name ends at `at`: the tokenizer's states from
/// https://html.spec.whatwg.org/#after-attribute-name-state to the end of the value. gumbo's own
/// record of it includes the quotes and starts too late before a character reference.
std::pair<std::size_t, std::size_t> value_span(std::string_view text, std::size_t at) noexcept {
    const auto skip_space = [&] {
        while (at < text.size() && core::is_ascii_space(text[at])) ++at;
    };
    const std::size_t name_end = at;
    skip_space();
    if (at >= text.size() || text[at] != '=') return {name_end, 0};
    ++at;
    skip_space();
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const std::size_t end = text.find(text[at], at + 1);
        return {at + 1, (end == std::string_view::npos ? text.size() : end) - at - 1};
    }
    const std::size_t end = text.find_first_of(" \t\n\f\r>", at);
    return {at, (end == std::string_view::npos ? text.size() : end) - at};
}

/// The name with the prefix that https://html.spec.whatwg.org/#adjust-foreign-attributes took off.
std::string_view attribute_name(const GumboAttribute& attribute) noexcept {
    static constexpr std::array<std::string_view, 12> k_prefixed{
        "xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role", "xlink:show",  "xlink:title",
        "xlink:type",    "xml:base",      "xml:lang",   "xml:space",  "xmlns:xlink", "xmlns"};
    const std::string_view name = attribute.name;
    std::string_view prefix;
    switch (attribute.attr_namespace) {
        case GUMBO_ATTR_NAMESPACE_NONE: return name;
        case GUMBO_ATTR_NAMESPACE_XLINK: prefix = "xlink:"; break;
        case GUMBO_ATTR_NAMESPACE_XML: prefix = "xml:"; break;
        case GUMBO_ATTR_NAMESPACE_XMLNS: prefix = "xmlns:"; break;
    }
    for (const std::string_view full : k_prefixed) {
        if (full.size() == prefix.size() + name.size() && full.starts_with(prefix) && full.ends_with(name))
            return full;
    }
    return name;
}

const GumboNode* child_at(const GumboNode& parent, std::size_t index) noexcept {
    const GumboVector* const children = children_of(parent);
    if (children == nullptr || index >= children->length) return nullptr;
    return static_cast<const GumboNode*>(children->data[index]);
}

/// The node after `node` and its subtree, within `root`.
const GumboNode* after_subtree(const GumboNode* node, const GumboNode* root) noexcept {
    for (; node != nullptr && node != root; node = node->parent) {
        if (node->parent == nullptr) return nullptr;
        if (const GumboNode* const next = child_at(*node->parent, node->index_within_parent + 1)) return next;
    }
    return nullptr;
}

const GumboNode* next_node(const GumboNode* node, const GumboNode* root) noexcept {
    const GumboNode* const child = child_at(*node, 0);
    return child != nullptr ? child : after_subtree(node, root);
}

/// The name of an element that gumbo does not know, in lower case: from its start tag, or a copy
/// where that has capitals.
GumboStringPiece unknown_name(ParseGuard& guard, GumboStringPiece tag) {
    if (tag.data == nullptr || tag.length < 2) return {nullptr, 0};
    const std::string_view inside(tag.data + 1, tag.length - 1);
    const std::string_view name = inside.substr(0, inside.find_first_of(" \t\n\f\r/>"));
    if (std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return {name.data(), name.size()};
    char* const copy = static_cast<char*>(guard.allocate(name.size()));
    std::transform(name.begin(), name.end(), copy, core::ascii_lower);
    return {copy, name.size()};
}

/// Puts names in lower case once, so that reading the tree allocates nothing: those of unknown
/// elements go where gumbo keeps the end tag, which nobody asks for; attribute names that SVG and
/// MathML write with capitals are changed in place.
void finish_names(ParseGuard& guard, GumboNode* document) {
    for (const GumboNode* node = document; node != nullptr; node = next_node(node, document)) {
        if (!is_element_node(*node)) continue;
        GumboElement& element = const_cast<GumboNode*>(node)->v.element;
        if (element.tag == GUMBO_TAG_UNKNOWN)
            element.original_end_tag = unknown_name(guard, element.original_tag);
        if (element.tag_namespace == GUMBO_NAMESPACE_HTML) continue;
        for (unsigned i = 0; i < element.attributes.length; ++i) {
            char* name = const_cast<char*>(static_cast<GumboAttribute*>(element.attributes.data[i])->name);
            for (; *name != '\0'; ++name) *name = core::ascii_lower(*name);
        }
    }
}

/// Null when the guard ended the parse. Nothing here or below has a destructor, since the guard
/// leaves by longjmp. The tree lives in the guard; gumbo_destroy_output is never called, since it
/// recurses as deep as the tree.
const GumboNode* parse_guarded(ParseGuard& guard, const GumboOptions& options, std::string_view html) {
    if (setjmp(guard.exit) != 0) return nullptr;
    guard.begin();
    GumboNode* const document = gumbo_parse_with_options(&options, html.data(), html.size())->document;
    finish_names(guard, document);
    return document;
}

/// gumbo looks at the byte behind the text when that ends in a character reference without `;`.
bool is_read_beyond(std::string_view html) noexcept {
    while (!html.empty() && core::is_ascii_alnum(html.back())) html.remove_suffix(1);
    return html.ends_with('&');
}

}  // namespace

struct Document::Tree {
    explicit Tree(const DocumentLimits& limits) : guard(limits) {}
    ParseGuard guard;
    std::string copy;  ///< of the text where gumbo cannot read it in place
    const GumboNode* document = nullptr;
    std::string_view source;
};

bool Node::is_element() const noexcept {
    return as_element(node_) != nullptr;
}

bool Node::is_text() const noexcept {
    if (node_ == nullptr) return false;
    const GumboNodeType type = as_node(node_)->type;
    return type == GUMBO_NODE_TEXT || type == GUMBO_NODE_CDATA || type == GUMBO_NODE_WHITESPACE;
}

std::string_view Node::name() const noexcept {
    const GumboElement* const element = as_element(node_);
    if (element == nullptr) return {};
    if (element->tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element->tag);
    return {element->original_end_tag.data, element->original_end_tag.length};
}

std::string_view Node::text() const noexcept {
    return is_text() ? as_node(node_)->v.text.text : std::string_view{};
}

bool Node::is_copy() const noexcept {
    if (node_ == nullptr) return false;
    constexpr unsigned copied =
        GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT | GUMBO_INSERTION_ADOPTION_AGENCY_CLONED;
    return (static_cast<unsigned>(as_node(node_)->parse_flags) & copied) != 0;
}

std::optional<std::size_t> Node::offset() const noexcept {
    const GumboElement* const element = as_element(node_);
    if (element == nullptr || is_copy()) return std::nullopt;
    return offset_in(source_, element->original_tag.data);
}

std::size_t Node::attribute_count() const noexcept {
    const GumboElement* const element = as_element(node_);
    return element == nullptr ? 0 : element->attributes.length;
}

Attribute Node::attribute(std::size_t index) const noexcept {
    assert(index < attribute_count());
    const auto& found = *static_cast<const GumboAttribute*>(as_element(node_)->attributes.data[index]);
    Attribute attribute{.name = attribute_name(found), .value = found.value};
    if (is_copy() || found.original_name.data == nullptr) return attribute;
    const auto name_end = offset_in(source_, found.original_name.data + found.original_name.length);
    if (name_end) std::tie(attribute.offset, attribute.length) = value_span(source_, *name_end);
    return attribute;
}

std::optional<Attribute> Node::attribute(std::string_view name) const noexcept {
    const GumboElement* const element = as_element(node_);
    if (element == nullptr) return std::nullopt;
    for (unsigned i = 0; i < element->attributes.length; ++i) {
        if (attribute_name(*static_cast<const GumboAttribute*>(element->attributes.data[i])) == name)
            return attribute(std::size_t{i});
    }
    return std::nullopt;
}

Node Node::parent() const noexcept {
    return node_ == nullptr ? Node{} : Node{as_node(node_)->parent, source_};
}

Node Node::first_child() const noexcept {
    return node_ == nullptr ? Node{} : Node{child_at(*as_node(node_), 0), source_};
}

Node Node::next_sibling() const noexcept {
    if (node_ == nullptr || as_node(node_)->parent == nullptr) return {};
    return Node{child_at(*as_node(node_)->parent, as_node(node_)->index_within_parent + 1), source_};
}

Node Node::next_in(const Node& root) const noexcept {
    return node_ == nullptr ? Node{} : Node{next_node(as_node(node_), as_node(root.node_)), source_};
}

Node Node::next_after_subtree_in(const Node& root) const noexcept {
    return Node{after_subtree(as_node(node_), as_node(root.node_)), source_};
}

Expected<Document, DocumentError> Document::parse(std::string_view html, const DocumentLimits& limits) {
    auto tree = std::make_unique<Tree>(limits);
    if (html.data() == nullptr) html = "";
    if (is_read_beyond(html)) html = tree->copy = html;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = release;
    options.userdata = &tree->guard;
    options.max_errors = 0;  // each recorded error copies the stack of open elements
    tree->source = html;
    tree->document = parse_guarded(tree->guard, options, html);
    tree->guard.end();
    if (tree->document == nullptr) return unexpected(tree->guard.reason());
    return Document(std::move(tree));
}

Document::Document(std::unique_ptr<Tree> tree) noexcept : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Node Document::root() const noexcept {
    return Node{tree_->document, tree_->source};
}

Node Document::find(std::string_view element_name) const noexcept {
    Node node = root();
    while (node && node.name() != element_name) node = node.next_in(root());
    return node;
}

}  // namespace linktender::page
