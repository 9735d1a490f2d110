// `daemon` and `status`: the resident program, and asking it.
#include <algorithm>
#include <iterator>
#include <memory>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/app/daemon.hpp"
#include "linktender/app/night_config.hpp"
#include "linktender/app/notifier.hpp"
#include "linktender/app/notify_config.hpp"
#include "linktender/app/status.hpp"

namespace linktender::cli {

namespace {

constexpr const char* k_daemon_footer =
    R"(The configuration's [[archive]] tables name what is watched over, [daemon] says when, [[notify]] who is
told what changed. Nights begin at the same time of day, a missed one is caught up.

Signals:
  SIGHUP    read the configuration and the rules again; a bad one is refused and the old one stays
  SIGUSR1   run every archive now
  SIGTERM   end in order, at most 10 s: what was checked is stored

Files beside the database FILE:
  FILE.daemon.lock  held while the daemon runs
  FILE.sock         where `linktender status` asks, unless $RUNTIME_DIRECTORY says where
  reports/NAME/     the archives' reports, unless the configuration names other folders

Exit codes:
  0  ended by a signal, in order   1  cannot run: another daemon, the database
  3  bad configuration or usage)";

constexpr const char* k_status_footer =
    R"(Asks the daemon of --database (or of the configuration's), else the service's, else that of the default
database. Members of the service's group may ask.

Exit codes:
  0  a daemon answered             1  none did; what is shown is from the database
  3  bad configuration or usage)";

/// A night has its own idea of what is new and what is due.
bool wanted_by_daemon(std::string_view setting) {
    static constexpr std::string_view k_not[] = {"baseline", "max-age", "strict", "offline"};
    return std::find(std::begin(k_not), std::end(k_not), setting) == std::end(k_not);
}

bool wants_database(std::string_view setting) {
    return setting == "database";
}

app::DaemonConfig daemon_config(const Arguments& arguments) {
    app::DaemonConfig config;
    for (const std::string& file : arguments.config) app::apply_daemon_tables(file, config);
    return config;
}

/// Who is told. A name that no archive has would keep a target silent for ever.
std::vector<app::NotifyTarget> read_targets(const Arguments& arguments, const app::DaemonConfig& config) {
    std::vector<app::NotifyTarget> targets;
    for (const std::string& file : arguments.config) app::apply_notify_tables(file, targets);
    for (const app::NotifyTarget& target : targets) {
        for (const std::string& name : target.archives) {
            const auto same = [&](const app::Archive& archive) { return archive.name == name; };
            if (std::none_of(config.archives.begin(), config.archives.end(), same))
                throw app::ConfigError("notify: the target '" + target.name + "' names the archive '" + name +
                                       "', and there is no [[archive]] of that name");
        }
    }
    return targets;
}

std::vector<std::string> tell_targets(const app::DaemonSetup& setup, const app::Settings& settings,
                                      const app::Archive& archive, store::RunId run,
                                      const std::function<bool()>& ending) {
    app::NotifyOptions options;
    options.ladder = setup.night.ladder;
    options.ending = ending;
    return app::notify_archive(settings, setup.targets, archive, run, core::RealClock().now(), options);
}

std::shared_ptr<const app::DaemonSetup> read_setup(const Arguments& arguments) {
    app::Settings settings = settle(arguments);
    settings.database = app::daemon_database(settings);
    verdict::RuleSet rules = app::load_rules(settings);
    app::NightOptions night;
    for (const std::string& file : arguments.config) app::apply_night_tables(file, night);
    app::DaemonConfig config = daemon_config(arguments);
    std::vector<app::NotifyTarget> targets = read_targets(arguments, config);
    return std::make_shared<app::DaemonSetup>(app::DaemonSetup{
        std::move(settings), std::move(config), std::move(night), std::move(rules), std::move(targets)});
}

}  // namespace

void add_daemon_commands(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* daemon =
        app.add_subcommand("daemon", "Watch over the archives of the configuration, every night");
    daemon->footer(k_daemon_footer);
    auto arguments = std::make_shared<Arguments>();
    add_list(*daemon, "-c,--config", arguments->config,
             "Read settings and archives from this TOML file; flags win", "FILE")
        ->required();
    daemon->add_flag("-v,--verbose", arguments->verbose, "Say more");
    daemon->add_flag("-q,--quiet", arguments->quiet, "Say nothing but errors");
    add_settings(*daemon, *arguments, wanted_by_daemon);
    commands.push_back({daemon, [arguments](CommandLine& line) {
                            line.log_level = arguments->quiet         ? core::LogLevel::quiet
                                             : arguments->verbose > 0 ? core::LogLevel::debug
                                                                      : core::LogLevel::verbose;
                            line.run = [arguments] {
                                app::DaemonParts parts;
                                parts.configure = [arguments] { return read_setup(*arguments); };
                                parts.notify = tell_targets;
                                return app::run_daemon(std::move(parts));
                            };
                        }});

    CLI::App* status = app.add_subcommand("status", "What the daemon is doing now, last run, next run");
    status->footer(k_status_footer);
    arguments = std::make_shared<Arguments>();
    add_list(*status, "-c,--config", arguments->config,
             "Read the database's name and the archives from this TOML file", "FILE");
    add_settings(*status, *arguments, wants_database);
    const auto json = std::make_shared<bool>(false);
    status->add_flag("--json", *json, "One JSON object (linktender.status/1)");
    commands.push_back({status, [arguments, json](CommandLine& line) {
                            const app::Settings settings = settle(*arguments);
                            const auto archives = daemon_config(*arguments).archives;
                            line.run = [=] { return app::show_status(settings, archives, *json); };
                        }});
}

}  // namespace linktender::cli
