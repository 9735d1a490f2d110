// The command line as a plain struct.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/log.hpp"

namespace linktender::cli {

/// The arguments make no sense: the message says which and what would.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Command { none, audit, extract, check };

struct CommandLine {
    Command command = Command::none;
    std::string text;  ///< with Command::none: help or version, for standard output
    app::Settings settings;
    std::vector<std::string> inputs;
    std::vector<app::OutputTarget> outputs;
    app::Terminal terminal;
    core::LogLevel log_level = core::LogLevel::normal;
};

/// Reads arguments and the configuration files they name. Throws UsageError and app::ConfigError.
[[nodiscard]] CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace linktender::cli
