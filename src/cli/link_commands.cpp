// `audit`, `extract` and `check`: links, now.
#include <algorithm>
#include <memory>
#include <utility>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/audit.hpp"
#include "linktender/app/check.hpp"
#include "linktender/app/extract.hpp"

namespace linktender::cli {

namespace {

/// Which settings a subcommand has use for; audit has for all.
bool wanted_by_audit(std::string_view) {
    return true;
}

bool wanted_by_extract(std::string_view setting) {
    static constexpr std::string_view k_reading[] = {"exclude-path", "base-url"};
    return std::find(std::begin(k_reading), std::end(k_reading), setting) != std::end(k_reading);
}

bool wanted_by_check(std::string_view setting) {
    static constexpr std::string_view k_not[] = {"exclude-path", "base-url", "include", "exclude",
                                                 "database",     "max-age",  "offline", "canary"};
    return std::find(std::begin(k_not), std::end(k_not), setting) == std::end(k_not);
}

/// Formats, terminal and settings of a command that reports on links.
struct Call {
    app::Settings settings;
    std::vector<std::string> inputs;
    std::vector<app::OutputTarget> outputs;
    app::Terminal terminal;
};

using Run = app::ExitCode (*)(const Call&);

/// Gives the command its way to run; `nothing` is what is missing without inputs.
void add(std::vector<Command>& commands, CLI::App* app, std::shared_ptr<Arguments> arguments,
         const char* nothing, Run run) {
    commands.push_back({app, [app, arguments = std::move(arguments), nothing, run](CommandLine& line) {
                            Call call{settle(*arguments), inputs_of(*arguments), pair_outputs(*app),
                                      terminal_for(*arguments)};
                            if (call.inputs.empty()) throw UsageError(nothing);
                            line.log_level = log_level_for(*arguments);
                            line.run = [call = std::move(call), run] { return run(call); };
                        }});
}

constexpr const char* k_input_needed = "an input is needed: a file, a folder, a glob or -";

}  // namespace

void add_link_commands(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* audit = app.add_subcommand("audit", "Check the links of these inputs now and report");
    auto arguments = std::make_shared<Arguments>();
    add_inputs(*audit, *arguments);
    add_common(*audit, *arguments, k_report_formats);
    add_settings(*audit, *arguments, wanted_by_audit);
    add(commands, audit, arguments, k_input_needed,
        [](const Call& call) { return app::audit(call.settings, call.inputs, call.outputs, call.terminal); });

    CLI::App* extract = app.add_subcommand("extract", "List the links of these inputs, without a request");
    arguments = std::make_shared<Arguments>();
    add_inputs(*extract, *arguments);
    add_common(*extract, *arguments, "text or jsonl (text)");
    add_settings(*extract, *arguments, wanted_by_extract);
    add(commands, extract, arguments, k_input_needed,
        [](const Call& call) { return app::extract(call.settings, call.inputs, call.outputs); });

    CLI::App* check = app.add_subcommand("check", "Check these URLs and show everything seen on the way");
    arguments = std::make_shared<Arguments>();
    check->add_option("URL", arguments->inputs, "http or https URLs")->type_name("");
    add_common(*check, *arguments, "text or jsonl (text)");
    add_settings(*check, *arguments, wanted_by_check);
    add(commands, check, arguments, "a URL to check is needed",
        [](const Call& call) { return app::check(call.settings, call.inputs, call.outputs, call.terminal); });
}

std::vector<Command> add_commands(CLI::App& app) {
    std::vector<Command> commands;
    add_link_commands(app, commands);
    add_database_commands(app, commands);
    add_mark_commands(app, commands);
    add_db_command(app, commands);
    add_daemon_commands(app, commands);
    add_rules_command(app, commands);
    add_notify_command(app, commands);
    return commands;
}

}  // namespace linktender::cli
