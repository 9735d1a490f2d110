#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "command_line.hpp"
#include "linktender/app/audit.hpp"
#include "linktender/app/check.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/exit_code.hpp"
#include "linktender/app/extract.hpp"

namespace {

using linktender::app::ExitCode;

ExitCode run(int argc, const char* const* argv) {
    namespace app = linktender::app;
    const auto line = linktender::cli::parse_command_line(argc, argv);
    linktender::core::init_log(line.log_level);
    switch (line.command) {
        case linktender::cli::Command::none: fmt::print("{}", line.text); return ExitCode::ok;
        case linktender::cli::Command::audit:
            return app::audit(line.settings, line.inputs, line.outputs, line.terminal);
        case linktender::cli::Command::extract: return app::extract(line.settings, line.inputs, line.outputs);
        case linktender::cli::Command::check:
            return app::check(line.settings, line.inputs, line.outputs, line.terminal);
    }
    return ExitCode::failed;
}

ExitCode report(const std::exception& error, ExitCode code) {
    fmt::print(stderr, "linktender: {}\n", error.what());
    return code;
}

}  // namespace

int main(int argc, char* argv[]) {
    try {
        return static_cast<int>(run(argc, argv));
    } catch (const linktender::cli::UsageError& error) {
        return static_cast<int>(report(error, ExitCode::usage));
    } catch (const linktender::app::ConfigError& error) {
        return static_cast<int>(report(error, ExitCode::usage));
    } catch (const std::exception& error) {
        return static_cast<int>(report(error, ExitCode::failed));
    }
}
