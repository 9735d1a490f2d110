// Whether a page has what the fragment of a link points to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "linktender/page/facts.hpp"

namespace linktender::page {

enum class FragmentPresence : std::uint8_t {
    present,
    absent,
    unknowable,  ///< scripts make or read it, or what was fetched of the page does not tell
};

struct FragmentInput {
    PageFacts::Kind kind = PageFacts::Kind::html;
    std::string_view body;           ///< HTML and text decoded (`PageFacts::decoded`), of a PDF its bytes
    std::string_view visible_text;   ///< as `PageFacts` has it
    std::size_t visible_length = 0;  ///< likewise
    std::string_view host;           ///< of the final URL; some hosts put marks of their own there
    std::string_view fragment;       ///< as it stands in the URL, without `#`
    bool truncated = false;          ///< `body` is not the whole
};

/// By https://html.spec.whatwg.org/#find-a-potential-indicated-element: ids and the names of `<a>`, as
/// written and percent-decoded; an empty fragment and `top` are always there. Also GitHub's `user-content-`,
/// lines (`L10`, `L10-L20`), text fragments (https://wicg.github.io/scroll-to-text-fragment/) over the
/// visible text, and pages of a PDF (`page=3`). Absent means that a reader lands at the top. Pure;
/// linear in `body`; any thread.
[[nodiscard]] FragmentPresence find_fragment(const FragmentInput& input);

}  // namespace linktender::page
