// What the daemon is doing, as `linktender status` shows it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/app/exit_code.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/time.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/store/records.hpp"

namespace linktender::app {

/// Hosts whose queues are listed: enough to see what keeps a night from its end.
inline constexpr std::size_t k_hosts_in_status = 10;

/// The run that is under way.
struct NightStatus {
    std::string archive;
    std::string phase;  ///< `updating`, `reading`, `checking`, `settling` or `reporting`
    core::TimePoint started_at;
    crawl::Progress progress;             ///< of the checking; all zero outside of it
    std::vector<crawl::HostQueue> hosts;  ///< longest queues first, at most k_hosts_in_status
};

struct ArchiveStatus {
    std::string name;  ///< empty for audits, where no daemon runs
    std::optional<store::RunRecord> last_run;
    std::optional<core::TimePoint> next_run_at;
    std::vector<std::string> problems;  ///< of its last run: a pull, a report or a message that failed
};

struct Status {
    bool running = false;  ///< false: nobody answered, the rest is from the database
    pid_t pid = 0;
    core::TimePoint now;
    std::optional<core::TimePoint> started_at;
    std::filesystem::path database;
    std::string time_zone;  ///< IANA name; empty: the system's
    std::optional<NightStatus> night;
    std::vector<ArchiveStatus> archives;
    std::string reload_problem;  ///< why the configuration was refused that was to replace the present one
};

/// `linktender.status/1`, one object on one line; docs/status-format.md says more. Pure.
[[nodiscard]] std::string status_json(const Status& status);
/// For people, a few lines. Pure.
[[nodiscard]] std::string status_text(const Status& status);
/// One line for `systemctl status`. Pure.
[[nodiscard]] std::string status_line(const Status& status);

/// `linktender status`: asks the daemon of the settings' database; without one, that of the service, else
/// that of the default database. When none answers, says so, shows what the database knows of these archives
/// (of the latest run when there are none), and gives `failed`.
ExitCode show_status(const Settings& settings, const std::vector<Archive>& archives, bool json);

}  // namespace linktender::app
