#include "open_elements.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_steps = 128;

const Element& k_p = element_of("p");
const Element& k_table_element = element_of("table");
const Element& k_template = element_of("template");
const Element& k_foreign_object = element_of("foreignobject");
const Element& k_div = element_of("div");
const Element& k_address = element_of("address");
const Element& k_button = element_of("button");
const Element& k_ruby = element_of("ruby");

/// All headings are one kind: any heading's end tag ends any of them.
std::size_t kind_of(const Element& element) noexcept {
    static const std::size_t heading = number_of(element_of("h1"));
    return element.has(Element::heading) ? heading : number_of(element);
}

bool is_table_border(const OpenElement& open) noexcept {
    return open.element == &k_table_element || open.element == &k_template;
}

bool is_table_row(Row row) noexcept {
    return row == Row::cell || row == Row::table_row || row == Row::table_part;
}

}  // namespace

bool OpenElements::push(const OpenElement& element) {
    if (stack_.size() >= k_most) return false;
    stack_.push_back(element);
    ++open_[kind_of(*element.element)];
    return true;
}

OpenElement OpenElements::pop() {
    const OpenElement element = stack_.back();
    stack_.pop_back();
    --open_[kind_of(*element.element)];
    return element;
}

/// The place of the innermost wanted element below `kept`, or `kept` where `stop` comes first.
template <class Wanted, class Stop>
std::size_t OpenElements::find(std::size_t kept, Wanted wanted, Stop stop) const noexcept {
    const std::size_t last = kept - std::min(kept, k_steps);
    for (std::size_t i = kept; i > last; --i) {
        if (wanted(stack_[i - 1])) return i - 1;
        if (stop(stack_[i - 1])) break;
    }
    return kept;
}

std::size_t OpenElements::without_row(const Element& element, std::size_t kept) const noexcept {
    const auto wanted = [&](const OpenElement& open) { return open.element->row == element.row; };
    if (is_table_row(element.row)) return find(kept, wanted, is_table_border);
    const bool blocks_inside = element.row == Row::item || element.row == Row::term;
    return find(kept, wanted, [&](const OpenElement& open) {
        if (blocks_inside && (open.element == &k_div || open.element == &k_p || open.element == &k_address))
            return false;
        return open.element->has(Element::special) || open.element == &k_ruby;
    });
}

std::size_t OpenElements::kept_by_start(const Element& element) const noexcept {
    std::size_t kept = stack_.size();
    if (element.has(Element::leaves_svg)) {
        kept = find(
            kept, [](const OpenElement& open) { return open.element->has(Element::foreign); },
            [](const OpenElement& open) { return open.element == &k_foreign_object; });
    }
    if (element.row != Row::none) kept = without_row(element, kept);
    if (element.has(Element::ends_p) && open_[number_of(k_p)] > 0) {
        kept = find(
            kept, [](const OpenElement& open) { return open.element == &k_p; },
            [](const OpenElement& open) {
                return open.element->has(Element::scope) || open.element == &k_button;
            });
    }
    if (element.has(Element::heading) && kept > 0 && stack_[kept - 1].element->has(Element::heading)) --kept;
    return kept;
}

std::size_t OpenElements::kept_by_end(const Element& element, std::string_view name) const noexcept {
    const std::size_t kind = kind_of(element);
    if (open_[kind] == 0) return stack_.size();
    const auto wanted = [&](const OpenElement& open) {
        return kind_of(*open.element) == kind &&
               (!element.name.empty() || core::equals_ignoring_ascii_case(open.name, name));
    };
    if (&element == &k_table_element || is_table_row(element.row))
        return find(stack_.size(), wanted, is_table_border);
    const Element::Trait border = element.has(Element::special) ? Element::scope : Element::special;
    return find(stack_.size(), wanted, [&](const OpenElement& open) { return open.element->has(border); });
}

}  // namespace linktender::page
