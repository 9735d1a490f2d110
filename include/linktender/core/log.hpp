// The log: standard error, one line an event. Any thread may log.
#pragma once

#include <spdlog/spdlog.h>

#include <string_view>

namespace linktender::core {

enum class LogLevel { quiet, normal, verbose, debug };

/// Sets up the log once, before threads start. `normal` shows warnings and errors, `verbose` adds
/// progress in words, `debug` everything, `quiet` errors only.
void init_log(LogLevel level);

namespace log = ::spdlog;  // log::info("{} links", n): arguments from the web go through escape_control first

}  // namespace linktender::core
