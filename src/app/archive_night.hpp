// All that happens to one archive in a night. Private to the room.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/app/daemon.hpp"
#include "linktender/app/metrics.hpp"

namespace linktender::app {

struct ArchiveNight {
    bool failed = false;                ///< there is no run to report; the problems say why
    std::vector<std::string> problems;  ///< in words, each safe to show
    std::optional<ArchiveFigures> figures;
};

/// Pulls, checks, reports, tells. `phase` is called with the name of each (NightStatus::phase). What fails
/// is logged and does not keep the rest from its turn. Loop thread, not from inside of a handler.
[[nodiscard]] ArchiveNight watch_over(const DaemonSetup& setup, const DaemonParts& parts,
                                      const Archive& archive, const NightHooks& hooks,
                                      const std::function<void(std::string_view)>& phase);

/// The settings with what the archive says instead.
[[nodiscard]] Settings settings_for(const Settings& settings, const Archive& archive);

}  // namespace linktender::app
