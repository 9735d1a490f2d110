// The log in the systemd journal, with priorities and fields.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/log.hpp"

namespace linktender::app {

/// Whether a value of $JOURNAL_STREAM (`device:inode`, systemd.exec(5)) means this file. Pure.
[[nodiscard]] bool is_journal_stream(std::string_view value, dev_t device, ino_t inode);

/// A line as the journal takes it: `MESSAGE=...`, `PRIORITY=4`, `LINKTENDER_ARCHIVE=...`. Pure.
[[nodiscard]] std::vector<std::string> journal_entry(spdlog::level::level_enum level,
                                                     std::string_view message,
                                                     const std::vector<core::LogField>& fields);

/// When standard error leads to the journal, lines go there directly. After `core::init_log`.
void log_to_journal_if_there();

}  // namespace linktender::app
