// `linktender explain`: how the database came to think so of a link.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/verdict/ladder.hpp"

namespace linktender::app {

/// State, marks, strikes, every check with its rule, its reason and what came of it, and when the link is due
/// and why; in words or as JSON (docs/explain-format.md). `ladder` is the service's. A link that was never
/// seen is an error.
ExitCode explain(const Settings& settings, const verdict::LadderOptions& ladder,
                 const std::vector<std::string>& urls, const std::vector<OutputTarget>& outputs);

}  // namespace linktender::app
