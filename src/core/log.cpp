#include "linktender/core/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace linktender::core {

void init_log(LogLevel level) {
    auto logger =
        std::make_shared<spdlog::logger>("linktender", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("linktender: %l: %v");
    switch (level) {
        case LogLevel::quiet: logger->set_level(spdlog::level::err); break;
        case LogLevel::normal: logger->set_level(spdlog::level::warn); break;
        case LogLevel::verbose: logger->set_level(spdlog::level::info); break;
        case LogLevel::debug: logger->set_level(spdlog::level::debug); break;
    }
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace linktender::core
