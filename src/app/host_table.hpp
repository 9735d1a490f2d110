// The table [hosts."pattern"] of a configuration file. Private to the room.
#pragma once

#include <toml++/toml.h>

#include <filesystem>

#include "linktender/app/settings.hpp"

namespace linktender::app {

/// Adds every profile of the table. Throws ConfigError that names file, line, host and key.
void read_hosts(const std::filesystem::path& file, const toml::node& hosts,
                std::vector<HostSetting>& profiles);

}  // namespace linktender::app
