// `notify --test NAME`: whether a target can be told.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/notifier.hpp"
#include "linktender/app/notify_config.hpp"

namespace linktender::cli {

namespace {

bool wanted_by_notify(std::string_view setting) {
    static constexpr std::string_view k_wanted[] = {"user-agent", "proxy",         "cacert",
                                                    "resolve",    "allow-address", "lang"};
    return std::find(std::begin(k_wanted), std::end(k_wanted), setting) != std::end(k_wanted);
}

}  // namespace

void add_notify_command(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* notify = app.add_subcommand("notify", "Try whether a target of the configuration can be told");
    const auto arguments = std::make_shared<Arguments>();
    const auto name = std::make_shared<std::string>();
    notify->add_option("--test", *name, "Send a test message to the [[notify]] target of this name")
        ->required()
        ->type_name("NAME");
    add_list(*notify, "-c,--config", arguments->config, "Read settings and targets from this TOML file",
             "FILE");
    add_settings(*notify, *arguments, wanted_by_notify);
    commands.push_back({notify, [=](CommandLine& line) {
                            const app::Settings settings = settle(*arguments);
                            std::vector<app::NotifyTarget> targets;
                            for (const std::string& file : arguments->config)
                                app::apply_notify_tables(file, targets);
                            line.run = [=] { return app::try_target(settings, targets, *name); };
                        }});
}

}  // namespace linktender::cli
