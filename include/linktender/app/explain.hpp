// `linktender explain`: how the database came to think so of a link.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

/// State, strikes, every check with its rule and reason, where the link is used, and when it is due; in words
/// or as a JSON object a line. A link that was never seen is an error.
ExitCode explain(const Settings& settings, const std::vector<std::string>& urls,
                 const std::vector<OutputTarget>& outputs);

}  // namespace linktender::app
