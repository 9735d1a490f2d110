// What a night is told by the tables `[ladder]`, `[plan]` and `[health]` of a configuration file.
#pragma once

#include <filesystem>

#include "linktender/app/night.hpp"

namespace linktender::app {

/// Applies what the file says; keys of other tables are for others to read. Every key is the name of a
/// field of LadderOptions, RecheckOptions or RunHealthOptions, and `ladder.last_strike_proxy`. Throws
/// ConfigError that names file, line and key.
void apply_night_tables(const std::filesystem::path& file, NightOptions& options);

}  // namespace linktender::app
