// The tags, comments and texts of HTML, one after another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::page {

/// An attribute of a start tag. Of two with the same name the first counts.
struct HtmlAttribute {
    std::string_view name;   ///< lower case
    std::string_view value;  ///< in the HTML, without quotes, as written; empty where there is none
};

/// A piece of HTML. Except for names in capitals all views are parts of the HTML itself, so that
/// their place is known.
struct HtmlToken {
    enum class Kind : std::uint8_t { start_tag, end_tag, comment, text };
    Kind kind = Kind::text;
    std::string_view source;
    std::string_view name;  ///< of a tag, lower case
    std::vector<HtmlAttribute> attributes;
    bool self_closing = false;  ///< `<br/>`
    std::string_view
        raw_text;  ///< what follows the start tag of a <title>, <script> or the like, up to its end tag

    [[nodiscard]] const HtmlAttribute* attribute(std::string_view wanted) const noexcept;  ///< or null
};

/// Cuts HTML into tokens by https://html.spec.whatwg.org/multipage/parsing.html#tokenization,
/// without building a tree: time and memory are in proportion to the input, however broken it is.
/// What scripts, styles and other raw text hold is no token. `noscript` is read as where no script
/// runs. Refers to `html`, which must outlive it.
class HtmlTags {
public:
    explicit HtmlTags(std::string_view html) noexcept : html_(html) {}

    /// The next token, valid until the next call; null at the end.
    [[nodiscard]] const HtmlToken* next();
    /// Whether what comes next stands in SVG or MathML, where `<title/>` is a whole element.
    void set_foreign(bool foreign) noexcept { foreign_ = foreign; }

private:
    bool read_tag(std::size_t name_begin, HtmlToken::Kind kind);
    bool read_attribute();
    void read_comment(std::size_t begin);
    void skip_raw_text();
    void add_attribute(std::string_view name, bool has_capitals, std::string_view value);
    [[nodiscard]] std::string_view lowered(std::string_view name);
    [[nodiscard]] std::size_t end_of_script(std::size_t from) const noexcept;
    [[nodiscard]] std::size_t end_of_raw_text(std::string_view name, std::size_t from) const noexcept;
    [[nodiscard]] bool is_tag_at(std::size_t name_begin, std::string_view name) const noexcept;
    [[nodiscard]] char at(std::size_t position) const noexcept;

    std::string_view html_;
    std::size_t at_ = 0;
    bool foreign_ = false;
    HtmlToken token_;
    std::deque<std::string> lowered_;  ///< names of the token that are written with capitals
};

}  // namespace linktender::page
