#include "linktender/app/journal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <syslog.h>
#include <systemd/sd-journal.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>

namespace linktender::app {

namespace {

int priority_of(spdlog::level::level_enum level) noexcept {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug: return LOG_DEBUG;
        case spdlog::level::info: return LOG_INFO;
        case spdlog::level::warn: return LOG_WARNING;
        case spdlog::level::critical: return LOG_CRIT;
        default: return LOG_ERR;
    }
}

void send(const std::vector<std::string>& entry) {
    std::vector<iovec> parts;
    for (const std::string& field : entry) parts.push_back({const_cast<char*>(field.data()), field.size()});
    (void)::sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace

bool is_journal_stream(std::string_view value, dev_t device, ino_t inode) {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    const char* end = value.data() + value.size();
    const auto [colon, error] = std::from_chars(value.data(), end, first);
    if (error != std::errc() || colon == end || *colon != ':') return false;
    const auto [rest, again] = std::from_chars(colon + 1, end, second);
    return again == std::errc() && rest == end && first == device && second == inode;
}

std::vector<std::string> journal_entry(spdlog::level::level_enum level, std::string_view message,
                                       const std::vector<core::LogField>& fields) {
    std::vector<std::string> entry{fmt::format("MESSAGE={}", message),
                                   fmt::format("PRIORITY={}", priority_of(level)),
                                   "SYSLOG_IDENTIFIER=linktender"};
    for (const core::LogField& field : fields) entry.push_back(fmt::format("{}={}", field.name, field.value));
    return entry;
}

void log_to_journal_if_there() {
    // Without a journal to listen, what is sent to it is lost without an error.
    constexpr const char* k_socket = "/run/systemd/journal/socket";
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat error {};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &error) != 0 ||
        !is_journal_stream(stream, error.st_dev, error.st_ino) || ::access(k_socket, W_OK) != 0)
        return;
    core::set_log_output(
        [](spdlog::level::level_enum level, std::string_view message,
           const std::vector<core::LogField>& fields) { send(journal_entry(level, message, fields)); });
}

}  // namespace linktender::app
