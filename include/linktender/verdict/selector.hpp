// The small part of CSS selectors that rules use to point at elements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/page/document.hpp"

namespace linktender::verdict {

/// One condition on an attribute.
struct AttributeTest {
    enum class Kind : std::uint8_t {
        present,   ///< `[attr]`
        equal,     ///< `[attr=v]`, `#v`
        contains,  ///< `[attr*=v]`
        token      ///< `[attr~=v]`, `.v`: one of the words
    };
    std::string name;  ///< lower case
    Kind kind = Kind::present;
    std::string value;
};

/// A compound selector: `tag#id.class[attr=value]`, each part optional. No combinators.
struct Selector {
    std::string tag;  ///< lower case; empty for any element
    std::vector<AttributeTest> tests;
    std::string source;  ///< as written

    /// Ids and classes by their exact case, other attributes ignoring ASCII case.
    [[nodiscard]] bool matches(const page::Node& element) const;
};

/// Reads `a, b#c`: at least one selector. The error says in words what is wrong.
[[nodiscard]] Expected<std::vector<Selector>, std::string> parse_selectors(std::string_view text);

}  // namespace linktender::verdict
