// `linktender daemon`: watches over archives every night until it is told to end.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "linktender/app/daemon_config.hpp"
#include "linktender/app/exit_code.hpp"
#include "linktender/app/night.hpp"
#include "linktender/app/notify_config.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::app {

/// Everything that a configuration says, read at once so that a bad one changes nothing.
struct DaemonSetup {
    Settings settings;  ///< `database` is named: see daemon_database
    DaemonConfig config;
    NightOptions night;
    verdict::RuleSet rules;
    std::vector<NotifyTarget> targets = {};
};

/// What the daemon puts together; tests bring parts of their own.
struct DaemonParts {
    /// Reads configuration and rules. Throws ConfigError.
    std::function<std::shared_ptr<const DaemonSetup>()> configure;
    std::function<NightResult(const Settings&, const NightOptions&, const Archive&, const verdict::RuleSet&,
                              const NightHooks&)>
        night = run_night;
    /// Tells who wants to know what changed; gives what failed, in words. Begins nothing new once the last
    /// argument holds. On a thread beside the loop. Empty: nobody is told.
    std::function<std::vector<std::string>(const DaemonSetup&, const Settings&, const Archive&, store::RunId,
                                           const std::function<bool()>& ending)>
        notify;
};

/// That of the settings, else `linktender.db` in $STATE_DIRECTORY, else the default one.
[[nodiscard]] std::filesystem::path daemon_database(const Settings& settings);

/// Runs until SIGTERM or SIGINT, which end it in order within 10 s: what was checked is stored. SIGHUP
/// reads the configuration again, SIGUSR1 begins a run of every archive now. The calling thread becomes the
/// loop thread; issues are read, reports written and people told on other threads, so that it always answers
/// the service manager. Throws ConfigError, and std::runtime_error when another daemon has the database.
ExitCode run_daemon(DaemonParts parts);

}  // namespace linktender::app
