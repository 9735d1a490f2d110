#include "elements.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using enum Element::Trait;

// `noscript` is not silent: it is what is seen where no script runs. The first row stands for all
// elements that are not here. Sorted.
constexpr std::array<Element, k_elements> k_table{{
    {"", 0},
    {"a", in_line, Row::anchor},
    {"abbr", in_line},
    {"acronym", in_line},
    {"address", special | ends_p},
    {"applet", special | scope},
    {"area", is_void | special},
    {"article", special | ends_p},
    {"aside", special | ends_p},
    {"b", in_line | leaves_svg},
    {"base", is_void | special},
    {"basefont", is_void | special},
    {"bdi", in_line},
    {"bdo", in_line},
    {"bgsound", is_void | special},
    {"big", in_line | leaves_svg},
    {"blockquote", special | ends_p | leaves_svg},
    {"body", special | leaves_svg},
    {"br", is_void | special | leaves_svg},
    {"button", special, Row::button},
    {"caption", special | scope, Row::table_part},
    {"center", special | ends_p | leaves_svg},
    {"cite", in_line},
    {"code", in_line | leaves_svg},
    {"col", is_void | special},
    {"colgroup", special, Row::table_part},
    {"data", in_line},
    {"datalist", silent},
    {"dd", special | ends_p | leaves_svg, Row::term},
    {"del", in_line},
    {"details", special | ends_p},
    {"dfn", in_line},
    {"dialog", ends_p},
    {"dir", special | ends_p},
    {"div", special | ends_p | leaves_svg},
    {"dl", special | ends_p | leaves_svg},
    {"dt", special | ends_p | leaves_svg, Row::term},
    {"em", in_line | leaves_svg},
    {"embed", is_void | special | leaves_svg},
    {"fieldset", special | ends_p},
    {"figcaption", special | ends_p},
    {"figure", special | ends_p},
    {"font", in_line},
    {"footer", special | ends_p},
    {"foreignobject", special},
    {"form", special | ends_p},
    {"frame", is_void | special},
    {"frameset", special},
    {"h1", special | ends_p | leaves_svg | heading},
    {"h2", special | ends_p | leaves_svg | heading},
    {"h3", special | ends_p | leaves_svg | heading},
    {"h4", special | ends_p | leaves_svg | heading},
    {"h5", special | ends_p | leaves_svg | heading},
    {"h6", special | ends_p | leaves_svg | heading},
    {"head", special | leaves_svg},
    {"header", special | ends_p},
    {"hgroup", special | ends_p},
    {"hr", is_void | special | ends_p | leaves_svg},
    {"html", special | scope},
    {"i", in_line | leaves_svg},
    {"iframe", silent | special},
    {"image", is_void},
    {"img", is_void | special | leaves_svg},
    {"input", is_void | special},
    {"ins", in_line},
    {"kbd", in_line},
    {"keygen", is_void | special},
    {"label", in_line},
    {"li", special | ends_p | leaves_svg, Row::item},
    {"link", is_void | special},
    {"listing", special | ends_p | leaves_svg},
    {"main", special | ends_p},
    {"mark", in_line},
    {"marquee", special | scope},
    {"math", foreign},
    {"menu", special | ends_p | leaves_svg},
    {"meta", is_void | special | leaves_svg},
    {"nav", special | ends_p},
    {"nobr", in_line | leaves_svg},
    {"noembed", silent | special},
    {"noframes", silent | special},
    {"noscript", special},
    {"object", special | scope},
    {"ol", special | ends_p | leaves_svg},
    {"optgroup", 0, Row::option},
    {"option", 0, Row::option},
    {"p", special | ends_p | leaves_svg},
    {"param", is_void | special},
    {"plaintext", special | ends_p},
    {"pre", special | ends_p | leaves_svg},
    {"q", in_line},
    {"rp", in_line | silent, Row::ruby},
    {"rt", in_line, Row::ruby},
    {"ruby", in_line | leaves_svg},
    {"s", in_line | leaves_svg},
    {"samp", in_line},
    {"script", silent | special},
    {"search", special | ends_p},
    {"section", special | ends_p},
    {"select", special},
    {"small", in_line | leaves_svg},
    {"source", is_void | special},
    {"span", in_line | leaves_svg},
    {"strike", in_line | leaves_svg},
    {"strong", in_line | leaves_svg},
    {"style", silent | special},
    {"sub", in_line | leaves_svg},
    {"summary", special | ends_p},
    {"sup", in_line | leaves_svg},
    {"svg", foreign},
    {"table", special | scope | ends_p | leaves_svg},
    {"tbody", special, Row::table_part},
    {"td", special | scope, Row::cell},
    {"template", silent | special | scope},
    {"textarea", special},
    {"tfoot", special, Row::table_part},
    {"th", special | scope, Row::cell},
    {"thead", special, Row::table_part},
    {"title", silent | special},
    {"tr", special, Row::table_row},
    {"track", is_void | special},
    {"tt", in_line | leaves_svg},
    {"u", in_line | leaves_svg},
    {"ul", special | ends_p | leaves_svg},
    {"var", in_line | leaves_svg},
    {"wbr", in_line | is_void | special},
    {"xmp", special | ends_p},
}};
static_assert(std::is_sorted(k_table.begin(), k_table.end(),
                             [](const Element& a, const Element& b) { return a.name < b.name; }));

constexpr std::size_t k_slots = 1024;

constexpr std::size_t slot_of(std::string_view name) noexcept {
    std::uint32_t hash = static_cast<std::uint32_t>(name.size());
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 10U)) % k_slots;
}

/// Open addressing: the numbers of the table's rows, 0 where a slot is free.
constexpr std::array<std::uint8_t, k_slots> k_index = [] {
    std::array<std::uint8_t, k_slots> index{};
    for (std::size_t i = 1; i < k_table.size(); ++i) {
        std::size_t slot = slot_of(k_table[i].name);
        while (index[slot] != 0) slot = (slot + 1) % k_slots;
        index[slot] = static_cast<std::uint8_t>(i);
    }
    return index;
}();

constexpr std::size_t k_longest_name = 13;

/// `display: none` among the declarations of a style attribute.
bool style_hides(std::string_view style) noexcept {
    while (!style.empty()) {
        const std::size_t end = std::min(style.find(';'), style.size());
        const std::string_view declaration = style.substr(0, end);
        style.remove_prefix(std::min(end + 1, style.size()));
        const std::size_t colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string_view property = core::trim(declaration.substr(0, colon));
        if (!core::equals_ignoring_ascii_case(property, "display")) continue;
        std::string_view value = core::trim(declaration.substr(colon + 1));
        value = core::trim(value.substr(0, value.find('!')));
        if (core::equals_ignoring_ascii_case(value, "none")) return true;
    }
    return false;
}

}  // namespace

const Element& element_of(std::string_view name) noexcept {
    if (name.size() > k_longest_name) return k_table[0];
    for (std::size_t slot = slot_of(name); k_index[slot] != 0; slot = (slot + 1) % k_slots)
        if (k_table[k_index[slot]].name == name) return k_table[k_index[slot]];
    return k_table[0];
}

std::size_t number_of(const Element& element) noexcept {
    return static_cast<std::size_t>(&element - k_table.data());
}

bool is_hidden(std::optional<std::string_view> hidden, std::optional<std::string_view> style) noexcept {
    if (hidden) return !core::equals_ignoring_ascii_case(*hidden, "until-found");
    return style && style_hides(*style);
}

}  // namespace linktender::page
