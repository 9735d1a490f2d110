// The archives that the daemon watches over: when each is due, and what is known of its runs. Private to the
// room.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive_night.hpp"
#include "linktender/app/calendar.hpp"
#include "linktender/app/daemon_config.hpp"
#include "linktender/app/metrics.hpp"
#include "linktender/app/status.hpp"

namespace linktender::app {

/// Loop thread, except where it says otherwise.
class WatchList {
public:
    /// Reads what the database knows of the archives. Throws StoreError, but a database that is yet to be
    /// made, or brought up to date, is an empty one.
    WatchList(std::filesystem::path database, const DaemonConfig& config);

    /// Other archives, another calendar. Throws as above and changes nothing then.
    void replace(const DaemonConfig& config);

    /// Names of the archives whose time has come, in the order of the configuration.
    [[nodiscard]] std::vector<std::string> due(core::TimePoint now) const;
    [[nodiscard]] std::optional<core::TimePoint> next_run_at(core::TimePoint now) const;

    /// A run of the archive that began then has ended, well or not. What failed is tried again the next
    /// night, not at once and for ever.
    void ran(const std::string& archive, core::TimePoint began, ArchiveNight night);

    [[nodiscard]] std::vector<ArchiveStatus> statuses(core::TimePoint now) const;
    [[nodiscard]] std::vector<ArchiveFigures> figures() const;
    /// Of the last runs before the daemon began: takes as long as reading every link does. Any thread;
    /// the names are those of `names()`.
    [[nodiscard]] static std::vector<ArchiveFigures> read_all_figures(const std::filesystem::path& database,
                                                                      const std::vector<std::string>& names);
    void add_figures(std::vector<ArchiveFigures> figures);
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    struct Memory {
        std::optional<store::RunRecord> last_run;     ///< finished or not
        std::optional<core::TimePoint> last_counted;  ///< when the last one began that needs no repeating
        std::optional<ArchiveFigures> figures;
        std::vector<std::string> problems;
    };
    void read(const std::string& archive, Memory& memory) const;
    [[nodiscard]] core::TimePoint next_run_of(const std::string& archive, core::TimePoint now) const;

    std::filesystem::path database_;
    Calendar calendar_;
    std::vector<std::string> names_;
    std::map<std::string, Memory> memory_;
};

}  // namespace linktender::app
