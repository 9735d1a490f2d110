// A Markdown document as cmark-gfm's tree, behind a guard of memory and time.
#pragma once

#include <cmark-gfm.h>

#include <cstddef>
#include <string_view>
#include <utility>

#include "linktender/core/expected.hpp"
#include "linktender/source/extract.hpp"

namespace linktender::source {

/// A parsed document. cmark-gfm 0.29 has inputs of 100 KB that take it minutes or gigabytes, so its
/// memory comes from an arena of the thread that counts bytes and looks at the clock, and leaves by
/// longjmp over C frames only. One tree a thread at a time; move-only.
///
/// Of GitHub's extensions only tables are on, beside footnotes: bare addresses are found by our own
/// rules, and the others change no link while their set-up writes to tables that all threads share.
class CmarkTree {
public:
    /// Parses `markdown` with `appendix` after it.
    [[nodiscard]] static Expected<CmarkTree, ExtractError> parse(std::string_view markdown,
                                                                 std::string_view appendix = {});
    CmarkTree(CmarkTree&& other) noexcept : root_(std::exchange(other.root_, nullptr)) {}
    CmarkTree& operator=(CmarkTree&&) = delete;
    ~CmarkTree();

    /// The document node. cmark's accessors take a mutable node even to read it.
    [[nodiscard]] cmark_node* root() const noexcept { return root_; }

private:
    explicit CmarkTree(cmark_node* root) noexcept : root_(root) {}
    cmark_node* root_;
};

/// Views of what a node says; empty when it says nothing of the kind.
[[nodiscard]] std::string_view literal_of(cmark_node* node);
[[nodiscard]] std::string_view url_of(cmark_node* node);

}  // namespace linktender::source
