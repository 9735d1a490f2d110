#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "command_line.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/journal.hpp"

namespace {

using linktender::app::ExitCode;

ExitCode run(int argc, const char* const* argv) {
    const auto line = linktender::cli::parse_command_line(argc, argv);
    linktender::core::init_log(line.log_level);
    linktender::app::log_to_journal_if_there();
    if (line.run) return line.run();
    fmt::print("{}", line.text);
    return ExitCode::ok;
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
