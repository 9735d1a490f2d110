// The configuration file: TOML, one key a setting.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "linktender/app/settings.hpp"

namespace linktender::app {

/// A configuration that cannot be used: the message names file, line and key.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Applies every key of the file to `settings`. Keys are the names of the long flags with `_` for
/// `-` (`host_request_interval = "1s"`); lists are arrays. Beside
/// them `[hosts."PATTERN"]` sets what is to hold for single hosts. The daemon's tables are passed over.
/// Throws ConfigError.
void apply_config_file(const std::filesystem::path& file, Settings& settings);

}  // namespace linktender::app
