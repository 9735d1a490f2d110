// Only what is new against an earlier report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"
#include "linktender/report/model.hpp"

namespace linktender::report {

/// Why a text is no baseline. `what` is a sentence for people; `offset` the byte where it stopped making
/// sense.
struct BaselineError {
    std::string what;
    std::size_t offset = 0;
};

/// The model without the links that were broken, or moved, in `baseline` already and still are: what is
/// left is what a change brought. A link that was moved and broke since is new. Counts, reasons and
/// incidents are those of what is left. `baseline` is a report of the format `linktender.report/1`; it may
/// come from anywhere: it is read in one pass, without recursion, and only addresses and states are kept.
/// Addresses that are no URL stay, because that format does not list them.
[[nodiscard]] Expected<Model, BaselineError> only_new(Model model, std::string_view baseline);

}  // namespace linktender::report
