#include "linktender/core/log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

namespace linktender::core {

namespace {

/// The fields of the scopes that live.
class Fields {
public:
    std::size_t add(LogField field) {
        const std::lock_guard lock(mutex_);
        fields_.emplace_back(++last_, std::move(field));
        return last_;
    }
    void remove(std::size_t number) {
        const std::lock_guard lock(mutex_);
        std::erase_if(fields_, [&](const auto& each) { return each.first == number; });
    }
    std::vector<LogField> all() {
        const std::lock_guard lock(mutex_);
        std::vector<LogField> list;
        for (const auto& each : fields_) list.push_back(each.second);
        return list;
    }

private:
    std::mutex mutex_;
    std::vector<std::pair<std::size_t, LogField>> fields_;
    std::size_t last_ = 0;
};

Fields& fields() {
    static Fields list;
    return list;
}

class OutputSink : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit OutputSink(LogOutput output) : output_(std::move(output)) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        output_(message.level, {message.payload.data(), message.payload.size()}, fields().all());
    }
    void flush_() override {}

private:
    LogOutput output_;
};

}  // namespace

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

void set_log_output(LogOutput output) {
    spdlog::default_logger()->sinks() = {std::make_shared<OutputSink>(std::move(output))};
}

LogScope::LogScope(std::string name, std::string value)
    : number_(fields().add({std::move(name), std::move(value)})) {}
LogScope::~LogScope() {
    fields().remove(number_);
}

}  // namespace linktender::core
