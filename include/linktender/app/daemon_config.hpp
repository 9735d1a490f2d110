// What the daemon is told by the tables `[daemon]` and `[[archive]]` of a configuration file.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/core/time.hpp"

namespace linktender::app {

struct DaemonConfig {
    /// When the night begins, on the clocks of `time_zone`, counted from midnight.
    std::chrono::minutes at{2 * 60 + 30};
    std::string time_zone;  ///< IANA name; empty: the system's
    /// Nights begin up to so much later, so that the sites of many archives see no rush at one minute.
    core::Milliseconds random_delay = std::chrono::minutes{30};
    /// `127.0.0.1:9464`, `[::1]:9464` or the path of a UNIX socket; empty: no metrics are served.
    std::string metrics;
    std::filesystem::path metrics_file;  ///< for node_exporter's textfile collector; empty: none
    std::vector<Archive> archives;
};

/// Adds what the file says; keys of other tables are for others to read. Throws ConfigError that
/// names file, line and key.
void apply_daemon_tables(const std::filesystem::path& file, DaemonConfig& config);

}  // namespace linktender::app
