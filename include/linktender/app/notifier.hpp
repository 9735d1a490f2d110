// Telling targets what a run changed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/app/exit_code.hpp"
#include "linktender/app/notify_config.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/time.hpp"
#include "linktender/notify/delivery.hpp"
#include "linktender/store/records.hpp"
#include "linktender/verdict/ladder.hpp"

namespace linktender::app {

/// How telling goes on, beside what the settings say.
struct NotifyOptions {
    verdict::LadderOptions ladder;  ///< what makes a link count as broken
    notify::RetryOptions retry;
    std::function<bool()> ending;  ///< asked on several threads: begin nothing new; empty: never
};

/// Tells each target of the archive what changed between the run it was told of last and this one, which has
/// ended; says nothing where nothing changed. All targets at once, each with as many tries as `options`
/// allow: blocks for a few minutes at most, about a second once `ending` holds. What a target was told is
/// kept in the database, so each change is told once; a target that failed is told the next time. Returns
/// what failed, a line each, without secrets. Any thread; no `store::Writer` is needed. Throws StoreError
/// when the run cannot be read.
[[nodiscard]] std::vector<std::string> notify_archive(const Settings& settings,
                                                      const std::vector<NotifyTarget>& targets,
                                                      const Archive& archive, store::RunId run,
                                                      core::TimePoint now, const NotifyOptions& options = {});

/// `linktender notify --test NAME`: sends a message that says it is a test; of a ticket system it asks
/// whether the token may read tickets. Throws ConfigError when there is no such target.
ExitCode try_target(const Settings& settings, const std::vector<NotifyTarget>& targets,
                    const std::string& name);

}  // namespace linktender::app
