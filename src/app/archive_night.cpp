#include "archive_night.hpp"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "linktender/app/archive_reports.hpp"
#include "linktender/app/git_pull.hpp"
#include "linktender/app/run_beside.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

std::string_view words_for(crawl::RunEnd end) noexcept {
    switch (end) {
        case crawl::RunEnd::complete: return "complete";
        case crawl::RunEnd::interrupted: return "interrupted, the rest is for the next run";
        case crawl::RunEnd::network_down: return "the network is down, no link was judged";
    }
    return "";
}

void log_result(const NightResult& result) {
    const core::LogScope run("LINKTENDER_RUN", std::to_string(result.run));
    const auto level = result.end == crawl::RunEnd::complete ? spdlog::level::info : spdlog::level::warn;
    core::log::log(level, "run {}: {}; {} links planned, {} postponed, {} inputs unread", result.run,
                   words_for(result.end), result.planned, result.postponed, result.unread_inputs);
    if (!result.incident.empty())
        core::log::warn("run {}: network incident, no state was changed: {}", result.run,
                        core::escape_control(result.incident));
    for (const std::string& name : result.host_incidents) {
        const core::LogScope host("LINKTENDER_HOST", name);
        core::log::warn("run {}: all links of {} began to fail together", result.run,
                        core::escape_control(name));
    }
}

/// Does one part; what it throws is a problem among the others.
template <class Part>
bool attempt(ArchiveNight& night, std::string_view what, Part part) {
    try {
        part();
        return true;
    } catch (const std::exception& error) {
        night.problems.push_back(fmt::format("{}: {}", what, error.what()));
        core::log::error("{}", night.problems.back());
        return false;
    }
}

void add(ArchiveNight& night, std::vector<std::string> problems) {
    for (std::string& problem : problems) {
        core::log::error("{}", problem);
        night.problems.push_back(std::move(problem));
    }
}

}  // namespace

Settings settings_for(const Settings& settings, const Archive& archive) {
    Settings own = settings;
    if (archive.language) own.language = archive.language;
    if (!archive.base_url.empty()) own.base_url = archive.base_url;
    if (!archive.source_url.empty()) own.source_url = archive.source_url;
    return own;
}

ArchiveNight watch_over(const DaemonSetup& setup, const DaemonParts& parts, const Archive& archive,
                        const NightHooks& hooks, const std::function<void(std::string_view)>& phase) {
    const core::LogScope scope("LINKTENDER_ARCHIVE", archive.name);
    const Settings settings = settings_for(setup.settings, archive);
    ArchiveNight night;
    if (archive.git) {
        phase("updating");
        if (const auto problem = run_beside(hooks.io, [&] { return pull(*archive.git, hooks.ending); })) {
            core::log::warn("{}; the files are read as they are", *problem);
            night.problems.push_back(*problem);
        }
    }
    if (hooks.ending()) return night;

    phase("reading");
    NightHooks night_hooks = hooks;
    night_hooks.crawling = [&](crawl::Pipeline* pipeline) {
        phase(pipeline != nullptr ? "checking" : "settling");
        hooks.crawling(pipeline);
    };
    NightResult result;
    night.failed = !attempt(night, "run", [&] {
        result = run_beside(hooks.io, [&](LoopDesk& desk) {
            night_hooks.on_loop = [&](const std::function<void()>& job) { desk.call(job); };
            return parts.night(settings, setup.night, archive, setup.rules, night_hooks);
        });
    });
    hooks.crawling(nullptr);
    if (night.failed) return night;
    log_result(result);
    if (result.unread_inputs > 0)
        night.problems.push_back(fmt::format("{} inputs could not be read", result.unread_inputs));
    if (hooks.ending()) return night;

    phase("reporting");
    const core::LogScope run("LINKTENDER_RUN", std::to_string(result.run));
    run_beside(hooks.io, [&] {
        attempt(night, "reports", [&] { add(night, write_archive_reports(settings, archive, result.run)); });
        if (parts.notify)
            attempt(night, "messages",
                    [&] { add(night, parts.notify(setup, settings, archive, result.run, hooks.ending)); });
        attempt(night, "figures",
                [&] { night.figures = read_figures(store::Reader(settings.database), archive.name); });
    });
    return night;
}

}  // namespace linktender::app
