// An archive's folder is brought up to date before a run.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "linktender/app/archive.hpp"

namespace linktender::app {

/// Runs `git pull --ff-only` in the folder and waits for it, at most for its timeout; any thread. Nothing
/// is asked for on a terminal, and no hook of the repository runs. Ends early once `ending` says so. What
/// went wrong, on one line that is safe to show; nullopt when the folder is up to date.
[[nodiscard]] std::optional<std::string> pull(const GitPull& git, const std::function<bool()>& ending = {});

}  // namespace linktender::app
