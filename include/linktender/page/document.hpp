// An HTML document as a tree to read. The only door to gumbo, behind a guard of memory and time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"

namespace linktender::page {

/// What a parse may cost. Exceeding either ends it; a size limit would not help, since 14 KB of
/// hostile HTML can take 372 MB.
struct DocumentLimits {
    std::size_t memory_bytes = std::size_t{64} << 20U;
    std::chrono::milliseconds cpu_time{250};  ///< of the calling thread
};

enum class DocumentError : std::uint8_t { out_of_memory_budget, out_of_time };

/// One attribute. `offset` and `length` give the raw bytes of its value in the parsed text (quotes
/// excluded, entities as written); `length` 0 with `offset` 0 when it has no place there. An empty
/// value has the place where it would stand.
struct Attribute {
    std::string_view name;   ///< lower case; with its prefix in SVG and MathML: `xlink:href`
    std::string_view value;  ///< entities decoded
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// A place in a `Document`, which must outlive it. A small value.
class Node {
public:
    Node() = default;
    explicit operator bool() const noexcept { return node_ != nullptr; }

    [[nodiscard]] bool is_element() const noexcept;
    [[nodiscard]] bool is_text() const noexcept;           ///< text, CDATA or white space
    [[nodiscard]] std::string_view name() const noexcept;  ///< element name, lower case; empty for others
    [[nodiscard]] std::string_view text() const noexcept;  ///< of a text node, entities decoded
    /// Byte offset of the start tag's `<` in the parsed text; nullopt where the parser made it up.
    [[nodiscard]] std::optional<std::size_t> offset() const noexcept;
    /// Whether the parser made this element as a copy of another, as it does for formatting
    /// elements that are closed out of order: `<b><p>x</b>` has `b` twice. A copy has attributes,
    /// but no place of its own.
    [[nodiscard]] bool is_copy() const noexcept;

    [[nodiscard]] std::size_t attribute_count() const noexcept;
    [[nodiscard]] Attribute attribute(std::size_t index) const noexcept;
    [[nodiscard]] std::optional<Attribute> attribute(std::string_view name) const noexcept;

    [[nodiscard]] Node parent() const noexcept;
    [[nodiscard]] Node first_child() const noexcept;
    [[nodiscard]] Node next_sibling() const noexcept;

    /// The next node of a walk in document order over the subtree of `root`; null at its end.
    /// Constant stack, however deep the tree.
    [[nodiscard]] Node next_in(const Node& root) const noexcept;
    /// The same, without entering this node.
    [[nodiscard]] Node next_after_subtree_in(const Node& root) const noexcept;

    friend bool operator==(const Node&, const Node&) = default;

private:
    friend class Document;
    explicit Node(const void* node, std::string_view source) noexcept : node_(node), source_(source) {}
    const void* node_ = nullptr;
    std::string_view source_;
};

/// A parsed document. Owns the tree; refers to `html`, which must outlive it. Move-only.
class Document {
public:
    /// `html` is UTF-8. Any thread. A timer that sends SIGVTALRM to the calling thread ends a parse
    /// that stops looking at its limits; the process must not use that signal for anything else.
    [[nodiscard]] static Expected<Document, DocumentError> parse(std::string_view html,
                                                                 const DocumentLimits& limits = {});
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    [[nodiscard]] Node root() const noexcept;  ///< the document node; its children hold <html>
    /// First element of that name in document order.
    [[nodiscard]] Node find(std::string_view element_name) const noexcept;

private:
    struct Tree;
    explicit Document(std::unique_ptr<Tree> tree) noexcept;
    std::unique_ptr<Tree> tree_;
};

/// Text of a subtree as a person would read it in one line: scripts, styles and templates left
/// out, white space collapsed, at most `max_bytes` from the first `max_nodes` nodes.
[[nodiscard]] std::string text_of(const Node& node, std::size_t max_bytes = 4096,
                                  std::size_t max_nodes = std::numeric_limits<std::size_t>::max());

}  // namespace linktender::page
