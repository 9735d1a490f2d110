// `linktender db`: the database as a file that needs care.
#pragma once

#include <optional>
#include <string>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/time.hpp"

namespace linktender::app {

/// Says what is wrong with the database, on standard output; ExitCode::failed when something is.
ExitCode check_database(const Settings& settings);

/// Gives back the space of what was deleted, and says how much.
ExitCode vacuum_database(const Settings& settings);

struct PruneCall {
    std::optional<core::Milliseconds> keep;  ///< runs that are no older stay
    std::optional<std::size_t> keep_runs;
    bool write = false;  ///< else only say what would go
};
ExitCode prune_database(const Settings& settings, const PruneCall& call);

/// One of `store::dumps` as CSV (also when no format was asked for) or JSON Lines. Rows pass through
/// one at a time. Throws ConfigError for another name or format.
ExitCode export_database(const Settings& settings, const std::string& name, const OutputTarget& target);

}  // namespace linktender::app
