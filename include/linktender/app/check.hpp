// `linktender check`: a few URLs, and everything seen on the way to them.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

/// Checks the URLs without the database and shows each check whole.
[[nodiscard]] ExitCode check(const Settings& settings, const std::vector<std::string>& urls,
                             const std::vector<OutputTarget>& outputs, const Terminal& terminal);

}  // namespace linktender::app
