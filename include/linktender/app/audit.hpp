// `linktender audit`: read the inputs, check every link, remember, report.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

/// One audit. SIGINT and SIGTERM end it in order: what was checked is stored and reported; a second
/// one ends it at once. Throws std::exception where nothing sensible can go on.
[[nodiscard]] ExitCode audit(const Settings& settings, const std::vector<std::string>& inputs,
                             const std::vector<OutputTarget>& outputs, const Terminal& terminal);

}  // namespace linktender::app
