// Where the links of one block of Markdown are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/page/references.hpp"
#include "markdown_definitions.hpp"
#include "span.hpp"

namespace linktender::source {

/// Something that cmark saw in a block and that takes up text with a meaning of its own.
struct Inline {
    enum class Kind : std::uint8_t { code, html, link, image };
    Kind kind = Kind::code;
    std::string_view says;  ///< the literal of code and HTML, the address of a link or image
    std::string text;       ///< of a link or image; before HTML, in an <a>

    // What locating adds, all in the block's content.
    bool located = false;
    Span place;                        ///< of all of it: from its `[` to after its `)`
    Span address;                      ///< of a link or image, unless a definition has it
    Definition* definition = nullptr;  ///< of a reference link
    bool autolink = false;             ///< `<https://example.org>`
};

/// Finds the place of every inline of a block. cmark tells what links there are, but not where their
/// addresses stand; one scan over the content, led by the order in which cmark's inlines end, finds
/// them all again. Linear in the content. One object serves many blocks.
class InlineLocator {
public:
    /// `inlines` in the order of their ends; they are in `content` from `from` on.
    void locate(std::string_view content, std::size_t from, std::vector<Inline>& inlines,
                Definitions& definitions, page::CharRefs& refs);

    /// Stretches of the content that are no running text, in order and apart: code, HTML, links.
    [[nodiscard]] const std::vector<Span>& structure() const noexcept { return structure_; }

private:
    struct Opener {
        std::size_t at = 0;  ///< of `[`
        bool image = false;  ///< `!` stands before it
        bool bracket_after = false;
    };
    /// The longest run of backticks that can delimit code, as cmark has it.
    static constexpr std::size_t k_longest_run = 80;

    std::size_t read_backticks(std::size_t at);
    std::size_t read_angle(std::size_t at);
    std::size_t read_closer(std::size_t at);
    bool match_inline(Inline& link, std::size_t after, Span& place);
    bool match_reference(Inline& link, const Opener& opener, std::size_t closer, Span& place);
    void open(std::size_t at, bool image);
    void settle(Inline& found, Span place);
    [[nodiscard]] std::size_t closing_run(std::size_t from, std::size_t length);
    [[nodiscard]] Inline* next() noexcept { return next_ < inlines_->size() ? &(*inlines_)[next_] : nullptr; }

    std::string_view content_;
    std::vector<Inline>* inlines_ = nullptr;
    Definitions* definitions_ = nullptr;
    page::CharRefs* refs_ = nullptr;
    std::size_t next_ = 0;
    std::vector<Opener> openers_;
    std::size_t inactive_ = 0;  ///< so many of the openers stand before a link: no link can begin there
    std::vector<Span> structure_;
    std::size_t runs_seen_ = 0;                     ///< up to where runs of backticks were noted
    std::size_t last_run_[k_longest_run + 1] = {};  ///< where the last run of that length was seen
};

}  // namespace linktender::source
