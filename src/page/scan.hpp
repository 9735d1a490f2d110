// One linear walk over a page, instead of a tree: what it shows, and what it says about itself.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "digest.hpp"

namespace linktender::page {

struct Scan {
    std::string visible_text;        ///< in one line, at most the bytes asked for
    std::size_t visible_length = 0;  ///< characters of the whole visible text
    std::string digest;              ///< HTML to parse for its claims
};

/// `html` is UTF-8. Time in proportion to its length and memory to what is kept, whatever it is:
/// hidden elements, implied end tags and forgotten ones are followed by a bounded stack, which
/// agrees with the parser's tree on pages people write. Any thread.
[[nodiscard]] Scan scan(std::string_view html, std::size_t visible_bytes);

/// The digest without anything that nests, for where the whole one is too dear to parse.
[[nodiscard]] std::string flat_digest(std::string_view html);

}  // namespace linktender::page
