// `linktender extract`: the links of the inputs, without a request.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

/// Writes every occurrence to the targets; inputs that cannot be read are named on standard error.
[[nodiscard]] ExitCode extract(const Settings& settings, const std::vector<std::string>& inputs,
                               const std::vector<OutputTarget>& outputs);

}  // namespace linktender::app
