// Figures for Prometheus.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::app {

/// What the last finished run of an archive left.
struct ArchiveFigures {
    std::string archive;
    std::map<verdict::State, std::size_t> links;     ///< of the issues as they were read then
    std::map<verdict::Outcome, std::size_t> checks;  ///< of that run
    std::uint64_t bytes = 0;                         ///< of the pages that it read
    core::Milliseconds duration{0};
    core::TimePoint started_at;
    std::optional<core::TimePoint>
        last_success;  ///< when the last run ended that came to its end without an incident
    bool network_incident = false;
    std::size_t host_incidents = 0;
    std::size_t problems = 0;  ///< pulls, reports and messages that failed
};

struct DaemonFigures {
    std::optional<crawl::Progress> run;  ///< while links are checked
    std::size_t longest_queue = 0;       ///< links that wait for one host
    std::optional<core::TimePoint> next_run_at;
    bool reload_refused = false;
    std::vector<ArchiveFigures> archives;
};

/// Reads the archive's last finished run, one link at a time. nullopt when there is none. Throws StoreError.
[[nodiscard]] std::optional<ArchiveFigures> read_figures(const store::Reader& reader,
                                                         std::string_view archive);

/// The text exposition format, version 0.0.4. Pure.
[[nodiscard]] std::string metrics_text(const DaemonFigures& figures);

}  // namespace linktender::app
