#include "elements.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::uint16_t L = Element::in_line;
constexpr std::uint16_t S = Element::silent;
constexpr std::uint16_t V = Element::is_void;
constexpr std::uint16_t X = Element::special;
constexpr std::uint16_t C = Element::scope;
constexpr std::uint16_t P = Element::ends_p;
constexpr std::uint16_t G = Element::leaves_svg;
constexpr std::uint16_t H = Element::heading;
constexpr std::uint16_t F = Element::foreign;

// `noscript` is not silent: it is what is seen where no script runs. The first row stands for all
// elements that are not here. Sorted.
constexpr std::array<Element, k_elements> k_table{{
    {"", 0},
    {"a", L, Row::anchor},
    {"abbr", L},
    {"acronym", L},
    {"address", X | P},
    {"applet", X | C},
    {"area", V | X},
    {"article", X | P},
    {"aside", X | P},
    {"b", L | G},
    {"base", V | X},
    {"basefont", V | X},
    {"bdi", L},
    {"bdo", L},
    {"bgsound", V | X},
    {"big", L | G},
    {"blockquote", X | P | G},
    {"body", X | G},
    {"br", V | X | G},
    {"button", X, Row::button},
    {"caption", X | C, Row::table_part},
    {"center", X | P | G},
    {"cite", L},
    {"code", L | G},
    {"col", V | X},
    {"colgroup", X, Row::table_part},
    {"data", L},
    {"datalist", S},
    {"dd", X | P | G, Row::term},
    {"del", L},
    {"details", X | P},
    {"dfn", L},
    {"dialog", P},
    {"dir", X | P},
    {"div", X | P | G},
    {"dl", X | P | G},
    {"dt", X | P | G, Row::term},
    {"em", L | G},
    {"embed", V | X | G},
    {"fieldset", X | P},
    {"figcaption", X | P},
    {"figure", X | P},
    {"font", L},
    {"footer", X | P},
    {"foreignobject", X},
    {"form", X | P},
    {"frame", V | X},
    {"frameset", X},
    {"h1", X | P | G | H},
    {"h2", X | P | G | H},
    {"h3", X | P | G | H},
    {"h4", X | P | G | H},
    {"h5", X | P | G | H},
    {"h6", X | P | G | H},
    {"head", X | G},
    {"header", X | P},
    {"hgroup", X | P},
    {"hr", V | X | P | G},
    {"html", X | C},
    {"i", L | G},
    {"iframe", S | X},
    {"image", V},
    {"img", V | X | G},
    {"input", V | X},
    {"ins", L},
    {"kbd", L},
    {"keygen", V | X},
    {"label", L},
    {"li", X | P | G, Row::item},
    {"link", V | X},
    {"listing", X | P | G},
    {"main", X | P},
    {"mark", L},
    {"marquee", X | C},
    {"math", F},
    {"menu", X | P | G},
    {"meta", V | X | G},
    {"nav", X | P},
    {"nobr", L | G},
    {"noembed", S | X},
    {"noframes", S | X},
    {"noscript", X},
    {"object", X | C},
    {"ol", X | P | G},
    {"optgroup", 0, Row::option},
    {"option", 0, Row::option},
    {"p", X | P | G},
    {"param", V | X},
    {"plaintext", X | P},
    {"pre", X | P | G},
    {"q", L},
    {"rp", L | S, Row::ruby},
    {"rt", L, Row::ruby},
    {"ruby", L | G},
    {"s", L | G},
    {"samp", L},
    {"script", S | X},
    {"search", X | P},
    {"section", X | P},
    {"select", X},
    {"small", L | G},
    {"source", V | X},
    {"span", L | G},
    {"strike", L | G},
    {"strong", L | G},
    {"style", S | X},
    {"sub", L | G},
    {"summary", X | P},
    {"sup", L | G},
    {"svg", F},
    {"table", X | C | P | G},
    {"tbody", X, Row::table_part},
    {"td", X | C, Row::cell},
    {"template", S | X | C},
    {"textarea", X},
    {"tfoot", X, Row::table_part},
    {"th", X | C, Row::cell},
    {"thead", X, Row::table_part},
    {"title", S | X},
    {"tr", X, Row::table_row},
    {"track", V | X},
    {"tt", L | G},
    {"u", L | G},
    {"ul", X | P | G},
    {"var", L | G},
    {"wbr", L | V | X},
    {"xmp", X | P},
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
