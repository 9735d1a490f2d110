// Where a rule's text is looked for: in the visible text or in chosen elements. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/page/document.hpp"
#include "linktender/verdict/rule.hpp"

namespace linktender::verdict {

/// What of the rule's `text_any` and `text` the folded text holds: something to show, empty when
/// the rule asks for no text; nullopt when it is not there.
[[nodiscard]] std::optional<std::string> find_in_text(const Rule& rule, std::string_view folded);

struct ElementFound {
    std::string selector;
    std::string text;  ///< what was found in it; empty when the element alone was wanted
};

/// The first element that one of the rule's selectors matches and whose text holds what is wanted.
/// A script's text is its code. Looks at a bounded number of elements.
[[nodiscard]] std::optional<ElementFound> find_in_elements(const Rule& rule, const page::Document& document);

[[nodiscard]] bool has_element(const std::vector<Selector>& selectors, const page::Document& document);

}  // namespace linktender::verdict
