// Why a link is what it is, in words and as JSON.
#pragma once

#include <string>
#include <vector>

#include "linktender/store/records.hpp"
#include "linktender/verdict/replay.hpp"

namespace linktender::app {

/// All there is to say about one link.
struct Explanation {
    store::LinkView link;
    std::vector<store::PastCheck> checks;    ///< as they were made, oldest first
    std::vector<verdict::ReplayStep> steps;  ///< one for each of them
    bool complete = true;                    ///< false when older checks are no longer there
};

[[nodiscard]] Explanation explain_link(store::LinkView link, std::vector<store::PastCheck> newest_first,
                                       std::size_t limit, const verdict::LadderOptions& ladder);

/// What a check came to: "strike of 1.00, 2.00 in all", "no strike: ...".
[[nodiscard]] std::string effect_words(const Explanation& explanation, std::size_t check,
                                       const verdict::LadderOptions& ladder);

/// Why the next check is due when it is.
[[nodiscard]] std::string due_words(const Explanation& explanation, core::TimePoint now,
                                    const verdict::LadderOptions& ladder);

/// Safe to print on a terminal.
[[nodiscard]] std::string text_of(const Explanation& explanation, core::TimePoint now,
                                  const verdict::LadderOptions& ladder);
/// One object, as docs/explain-format.md has it; no line end.
[[nodiscard]] std::string json_of(const Explanation& explanation, core::TimePoint now,
                                  const verdict::LadderOptions& ladder);

}  // namespace linktender::app
