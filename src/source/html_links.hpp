// The links of HTML.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "excerpt.hpp"
#include "found.hpp"
#include "issue_text.hpp"
#include "linktender/page/html_tags.hpp"
#include "linktender/page/references.hpp"

namespace linktender::source {

/// Collects the links of pieces of HTML that follow one another in an issue: a whole document, or
/// the raw HTML in Markdown, where an <a> may be opened in one piece and closed in another.
class HtmlLinks {
public:
    /// Adds to `reading`, which must outlive it.
    HtmlLinks(Reading& reading, page::CharRefs& refs) noexcept : reading_(reading), refs_(refs) {}

    /// Reads the stretch `piece` of `excerpt`. Without `exact` the excerpt stands somewhere else in
    /// the issue than its text: links get a use, but no place.
    void read(const Excerpt& excerpt, Span piece, bool exact = true);
    /// Text between pieces, as a reader sees it.
    void add_text(std::string_view text);
    /// Ends the text of an <a> that is still open.
    void close_anchor();
    [[nodiscard]] bool in_anchor() const noexcept { return anchor_.has_value(); }
    /// Text of the first heading read, else of <title>.
    [[nodiscard]] std::string title() const;

private:
    struct Piece;
    void read_start_tag(const Piece& piece, const page::HtmlToken& token);
    void read_meta(const Piece& piece, const page::HtmlToken& token);
    void read_candidates(const Piece& piece, const page::HtmlToken& token, Span value);
    void read_list(const Piece& piece, const page::HtmlToken& token, Span value);
    void add(const Piece& piece, const page::HtmlToken& token, Span address);
    [[nodiscard]] std::string own_text(const page::HtmlToken& token);

    Reading& reading_;
    page::CharRefs& refs_;
    std::optional<std::size_t> anchor_;  ///< in reading_.links: the <a> that is open
    std::string anchor_text_;
    std::string heading_;
    std::string title_;
    bool in_heading_ = false;
};

/// Reads a whole document.
[[nodiscard]] Reading read_html(const IssueText& text);

}  // namespace linktender::source
