// A small page made of what a page says about itself, for the parser that is too dear for the rest.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "elements.hpp"
#include "line.hpp"
#include "linktender/page/html_tags.hpp"

namespace linktender::page {

enum class DigestPart : bool {
    whole,  ///< with bylines, dates, headings and the first telling paragraph
    flat    ///< only tags that hold nothing: it costs what its length costs, whoever wrote it
};

/// Built along one walk over a page's tokens. Keeps what `collect_claims` reads: the tags `<html>`,
/// `<title>`, `<meta>`, `<base>` and `<link rel=canonical>`, and whole elements that name an author, a date
/// or an item's property. Each is cut after some KB, so the digest is small however large the page is.
class Digest {
public:
    explicit Digest(DigestPart part);

    /// `depth` is where the element stands among the open ones; `stays_open` says that `end` follows.
    void start(const HtmlToken& token, const Element& element, std::size_t depth, bool stays_open);
    /// All elements from `depth` on are closed.
    void end(std::size_t depth);
    /// A text or an end tag.
    void pass(const HtmlToken& token);
    /// What a text token says, decoded.
    void read(std::string_view text);

    [[nodiscard]] std::string take();

private:
    struct Excerpt {
        std::size_t depth = 0;
        std::string name;
        std::size_t begin = 0;      ///< in `out_`
        bool is_paragraph = false;  ///< nothing but a paragraph that may turn out to be telling
        Line text{0};
    };

    void keep(std::string_view piece);
    void copy_into_excerpt(const HtmlToken& token);
    [[nodiscard]] bool fits(std::size_t bytes) const noexcept;  ///< into the excerpt
    void begin_excerpt(const HtmlToken& token, std::size_t depth, bool is_paragraph);
    void end_excerpt();
    void start_body_element(const HtmlToken& token, const Element& element, std::size_t depth,
                            bool stays_open);

    const DigestPart part_;
    std::string out_ = "<!doctype html>";
    std::optional<Excerpt> excerpt_;
    std::optional<std::size_t> article_;  ///< depth of the outermost open one
    int paragraphs_tried_ = 0;
};

}  // namespace linktender::page
