// A host in other hands: the page answers, and advertises what no editor linked to.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "linktender/verdict/outcome.hpp"

namespace linktender::verdict {

/// Pure. `title` is the page's, `anchors` the texts by which all issues link to it; a title the page
/// had before may stand among them. A verdict (`parked`, reason `hijacked-title`) needs words of
/// gambling, pharmacy or adult advertising in the title, and that no anchor has anything in common
/// with it nor speaks of such things itself. Words that honest pages use as well (`casino`, `彩票`)
/// count in pairs alone. High confidence when an anchor in the title's language says something else;
/// low when all anchors are too short or in another language. Looks at the first 64 anchors.
[[nodiscard]] std::optional<Verdict> hijack_by_title(std::string_view title,
                                                     std::span<const std::string> anchors);

}  // namespace linktender::verdict
