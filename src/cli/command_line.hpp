// The command line as something to carry out.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "linktender/app/exit_code.hpp"
#include "linktender/core/log.hpp"

namespace linktender::cli {

/// The arguments make no sense: the message says which and what would.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct CommandLine {
    std::string text;  ///< help or version, for standard output, when there is nothing to run
    std::function<app::ExitCode()> run;  ///< empty when there is only text
    core::LogLevel log_level = core::LogLevel::normal;
};

/// Reads arguments and the configuration files they name. Throws UsageError and app::ConfigError.
[[nodiscard]] CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace linktender::cli
