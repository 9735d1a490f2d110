// What HTML says about each element, as far as reading text needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace linktender::page {

/// Elements of which a new one ends the one before: `<li>`, and `<p>` in its own way.
enum class Row : std::uint8_t { none, item, term, option, ruby, cell, table_row, table_part, anchor, button };

struct Element {
    enum Trait : std::uint16_t {
        in_line = 1 << 0,     ///< runs along in a line; every other element separates words
        silent = 1 << 1,      ///< nobody sees its text
        is_void = 1 << 2,     ///< has no content and no end tag
        special = 1 << 3,     ///< https://html.spec.whatwg.org/#special, what end tags inside do not end
        scope = 1 << 4,       ///< https://html.spec.whatwg.org/#has-an-element-in-scope, the same for blocks
        ends_p = 1 << 5,      ///< its start tag ends a paragraph
        leaves_svg = 1 << 6,  ///< its start tag ends SVG and MathML that somebody forgot to end
        heading = 1 << 7,     ///< any heading's end tag ends any heading
        foreign = 1 << 8,     ///< `svg`, `math`
    };

    std::string_view name;
    std::uint16_t traits = 0;
    Row row = Row::none;

    [[nodiscard]] bool has(Trait trait) const noexcept { return (traits & trait) != 0; }
};

/// By its name in lower case; an element without a name and traits for one that HTML does not know.
/// The same address for the same name.
[[nodiscard]] const Element& element_of(std::string_view name) noexcept;

/// Where that element stands in the table, below `k_elements`.
[[nodiscard]] std::size_t number_of(const Element& element) noexcept;
inline constexpr std::size_t k_elements = 127;

/// Whether an element hides itself: `hidden`, `style="display: none"`.
[[nodiscard]] bool is_hidden(std::optional<std::string_view> hidden,
                             std::optional<std::string_view> style) noexcept;

}  // namespace linktender::page
