// The tags and comments of HTML, with the place of every attribute.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "span.hpp"

namespace linktender::source {

/// An attribute of a start tag. Of two with the same name the first counts.
struct HtmlAttribute {
    std::string name;  ///< lower case
    Span value;        ///< without quotes, as written; empty when there is none
};

/// A piece of HTML.
struct HtmlToken {
    enum class Kind : std::uint8_t { start_tag, end_tag, comment, text };
    Kind kind = Kind::text;
    Span place;
    std::string name;  ///< of a tag, lower case
    std::vector<HtmlAttribute> attributes;
    Span raw_text;  ///< what follows the start tag of a <title>, <script> or the like, up to its end tag

    [[nodiscard]] const HtmlAttribute* attribute(std::string_view wanted) const noexcept;  ///< or null
};

/// Cuts HTML into tokens by https://html.spec.whatwg.org/multipage/parsing.html#tokenization,
/// without building a tree: a list of links needs only tags, and this way costs time and memory in
/// proportion to the input, however broken it is. What scripts, styles and other raw text hold is
/// no token. The only departure from the standard: `</script>` ends a script even inside `<!--`.
class HtmlTags {
public:
    explicit HtmlTags(std::string_view html) noexcept : html_(html) {}

    /// The next token, valid until the next call; null at the end.
    [[nodiscard]] const HtmlToken* next();

private:
    bool read_tag(std::size_t name_begin, HtmlToken::Kind kind);
    bool read_attribute();
    void read_comment(std::size_t begin);
    void skip_raw_text(std::string_view name);
    [[nodiscard]] char at(std::size_t position) const noexcept;

    std::string_view html_;
    std::size_t at_ = 0;
    HtmlToken token_;
};

}  // namespace linktender::source
