// The log: standard error or what takes its place, one line an event. Any thread may log.
#pragma once

#include <spdlog/spdlog.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::core {

enum class LogLevel { quiet, normal, verbose, debug };

/// Sets up the log once, before threads start. `normal` shows warnings and errors, `verbose` adds
/// progress in words, `debug` everything, `quiet` errors only.
void init_log(LogLevel level);

/// What a line is about, for logs that can be asked by fields: a name of capitals and `_`, and any value.
struct LogField {
    std::string name;
    std::string value;
};

/// Takes the place of standard error. Called by one thread at a time.
using LogOutput =
    std::function<void(spdlog::level::level_enum, std::string_view message, const std::vector<LogField>&)>;
/// After `init_log`, before threads start; levels stay as they are.
void set_log_output(LogOutput output);

/// Every line has the field while this lives, whichever thread writes it.
class LogScope {
public:
    LogScope(std::string name, std::string value);
    ~LogScope();
    LogScope(const LogScope&) = delete;
    LogScope& operator=(const LogScope&) = delete;

private:
    std::size_t number_;
};

namespace log = ::spdlog;  // log::info("{} links", n): arguments from the web go through escape_control first

}  // namespace linktender::core
