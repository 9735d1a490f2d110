#include "linktender/app/service_manager.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include <cstdint>
#include <string>

#include "linktender/core/text.hpp"

namespace linktender::app {

namespace {

/// A line end would begin another assignment.
std::string line(std::string_view text) {
    return core::escape_control(text);
}

void tell(const std::string& state) {
    (void)::sd_notify(0, state.c_str());
}

}  // namespace

void ServiceManager::ready(std::string_view status) const {
    tell(fmt::format("READY=1\nSTATUS={}", line(status)));
}

void ServiceManager::status(std::string_view text) const {
    tell(fmt::format("STATUS={}", line(text)));
}

void ServiceManager::reloading() const {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    constexpr std::int64_t k_million = 1'000'000;
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                     std::int64_t{now.tv_sec} * k_million + now.tv_nsec / 1000));
}

void ServiceManager::stopping() const {
    tell("STOPPING=1\nSTATUS=ending: what was checked is kept");
}

void ServiceManager::alive() const {
    tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> ServiceManager::alive_interval() {
    std::uint64_t limit = 0;
    if (::sd_watchdog_enabled(0, &limit) <= 0) return std::nullopt;
    return std::chrono::microseconds(limit / 2);
}

}  // namespace linktender::app
