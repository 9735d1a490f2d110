#include "command_line.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>

#include "linktender/app/config_file.hpp"
#include "linktender/app/inputs.hpp"
#include "linktender/app/version.hpp"

namespace linktender::cli {

namespace {

constexpr const char* k_description =
    "Keeps the links of a published archive alive: finds dead, moved and blocked links.";

constexpr const char* k_footer = R"(Exit codes:
  0  nothing broken          1  the run itself failed, or a part of it
  2  broken links            3  bad configuration or usage

Examples:
  linktender audit issues/                        check an archive, report on the terminal
  linktender audit -f html -o report.html issues/ the same as a page to open
  linktender extract -f jsonl issues/             the links alone, without a request
  linktender check https://example.org/           everything seen on the way to one URL)";

/// Short names, as users of other checkers know them.
constexpr std::pair<std::string_view, char> k_short_names[] = {
    {"accept", 'a'}, {"timeout", 't'}, {"max-redirects", 'm'}, {"user-agent", 'u'},
    {"header", 'H'}, {"method", 'X'},  {"insecure", 'i'},
};

std::string flag_names(std::string_view name) {
    for (const auto& [long_name, letter] : k_short_names) {
        if (long_name == name) return fmt::format("-{},--{}", letter, name);
    }
    return fmt::format("--{}", name);
}

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

/// Help without the marks that say how often an option may be given: nearly all may be repeated.
class HelpFormatter : public CLI::Formatter {
public:
    HelpFormatter() { column_width(34); }
    std::string make_option_opts(const CLI::Option* option) const override {
        const std::string type = option->get_type_name();
        return type.empty() ? type : " " + type;
    }
};

/// What one subcommand's options are parsed into.
struct Arguments {
    std::vector<std::string> inputs;
    std::vector<std::string> files_from;
    std::vector<std::string> config;
    std::vector<std::string> formats;
    std::vector<std::string> outputs;
    std::map<std::string_view, std::vector<std::string>> settings;
    std::map<std::string_view, bool> flags;
    std::string color = "auto";
    bool quiet = false;
    bool no_progress = false;
    int verbose = 0;
};

CLI::Option* add_list(CLI::App& app, const std::string& names, std::vector<std::string>& target,
                      const std::string& help, std::string_view value_name) {
    return app.add_option(names, target, help)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name(std::string(value_name));
}

void add_common(CLI::App& app, Arguments& arguments, const char* formats) {
    const char* group = "Output";
    add_list(app, "-f,--format", arguments.formats, formats, "FORMAT")->group(group);
    add_list(app, "-o,--output", arguments.outputs,
             "Write the format before it to this file; may be repeated with -f", "FILE")
        ->group(group);
    app.add_option("--color", arguments.color, "Colours: auto, always or never (auto)")
        ->check(CLI::IsMember({"auto", "always", "never"}).name(""))
        ->type_name("WHEN")
        ->group(group);
    app.add_flag("-v,--verbose", arguments.verbose, "Say more; twice for even more")->group(group);
    app.add_flag("-q,--quiet", arguments.quiet, "Say nothing but errors beside the result")->group(group);
    app.add_flag("-n,--no-progress", arguments.no_progress, "No progress line")->group(group);
    add_list(app, "-c,--config", arguments.config, "Read settings from this TOML file; flags win", "FILE")
        ->group("Settings");
}

void add_settings(CLI::App& app, Arguments& arguments, bool (*wants)(std::string_view)) {
    for (const app::Setting& setting : app::all_settings()) {
        if (!wants(setting.name)) continue;
        if (setting.kind == app::Setting::Kind::flag) {
            app.add_flag(flag_names(setting.name), arguments.flags[setting.name], std::string(setting.help))
                ->group("Settings");
        } else {
            add_list(app, flag_names(setting.name), arguments.settings[setting.name],
                     std::string(setting.help), setting.value_name)
                ->group("Settings");
        }
    }
}

void add_inputs(CLI::App& app, Arguments& arguments) {
    app.add_option("INPUT", arguments.inputs, "Files, folders, globs, or - for standard input")
        ->type_name("");
    add_list(app, "--files-from", arguments.files_from,
             "Read inputs from this file, one a line; - for standard input", "FILE");
}

app::Settings settle(const Arguments& arguments) {
    app::Settings settings;
    for (const std::string& file : arguments.config) app::apply_config_file(file, settings);
    for (const app::Setting& setting : app::all_settings()) {
        const auto apply = [&](std::string_view value) {
            if (const auto problem = setting.apply(settings, value))
                throw UsageError(fmt::format("--{}: {}", setting.name, *problem));
        };
        if (const auto flag = arguments.flags.find(setting.name);
            flag != arguments.flags.end() && flag->second)
            apply("true");
        const auto values = arguments.settings.find(setting.name);
        if (values == arguments.settings.end()) continue;
        if (setting.kind == app::Setting::Kind::list) {
            for (const std::string& value : values->second) apply(value);
        } else if (!values->second.empty()) {
            apply(values->second.back());  // the last one wins, so that a script can append to its flags
        }
    }
    return settings;
}

/// Pairs formats and files in the order they were given: `-f html -o a.html -f json`.
std::vector<app::OutputTarget> pair_outputs(const CLI::App& app) {
    std::vector<app::OutputTarget> targets;
    std::map<const CLI::Option*, std::size_t> seen;
    bool open = false;  // the last target has a format and may still get a file
    for (const CLI::Option* option : app.parse_order()) {
        const bool is_format = option->check_lname("format");
        if (!is_format && !option->check_lname("output")) continue;
        const std::string value = option->results().at(seen[option]++);
        if (is_format) {
            const auto format = app::format_from(value);
            if (!format)
                throw UsageError(
                    fmt::format("--format: '{}' is no format; {}", value, option->get_description()));
            targets.push_back({*format, {}});
            open = true;
        } else if (open) {
            targets.back().file = value == "-" ? std::string() : value;
            open = false;
        } else {
            const auto format = app::format_of_file(value);
            if (!format)
                throw UsageError(
                    fmt::format("--output {}: put the format before it, e.g. -f html -o {}", value, value));
            targets.push_back({*format, value});
        }
    }
    if (targets.empty()) targets.emplace_back();
    if (std::count_if(targets.begin(), targets.end(),
                      [](const auto& target) { return target.file.empty(); }) > 1) {
        throw UsageError("only one format can go to standard output; give the others a file with -o");
    }
    return targets;
}

app::Terminal terminal_for(const Arguments& arguments) {
    const char* no_color = std::getenv("NO_COLOR");
    const bool auto_color = ::isatty(STDOUT_FILENO) == 1 && !(no_color && *no_color);
    return {.color = arguments.color == "always" || (arguments.color == "auto" && auto_color),
            .progress = ::isatty(STDERR_FILENO) == 1 && !arguments.no_progress && !arguments.quiet,
            .verbosity = arguments.verbose};
}

core::LogLevel log_level_for(const Arguments& arguments) {
    if (arguments.quiet) return core::LogLevel::quiet;
    if (arguments.verbose == 0) return core::LogLevel::normal;
    return arguments.verbose == 1 ? core::LogLevel::verbose : core::LogLevel::debug;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
    CLI::App app(k_description, "linktender");
    app.formatter(std::make_shared<HelpFormatter>());
    app.footer(k_footer);
    app.require_subcommand(0, 1);
    app.set_help_flag("-h,--help", "Show this help");
    bool version = false;
    app.add_flag("-V,--version", version, "Show the version, also of the libraries");

    Arguments arguments;
    CLI::App* audit = app.add_subcommand("audit", "Check the links of these inputs now and report");
    add_inputs(*audit, arguments);
    add_common(*audit, arguments, "text, json, jsonl, markdown or html (text)");
    add_settings(*audit, arguments, wanted_by_audit);

    Arguments extract_arguments;
    CLI::App* extract = app.add_subcommand("extract", "List the links of these inputs, without a request");
    add_inputs(*extract, extract_arguments);
    add_common(*extract, extract_arguments, "text or jsonl (text)");
    add_settings(*extract, extract_arguments, wanted_by_extract);

    Arguments check_arguments;
    CLI::App* check = app.add_subcommand("check", "Check these URLs and show everything seen on the way");
    check->add_option("URL", check_arguments.inputs, "http or https URLs")->type_name("");
    add_common(*check, check_arguments, "text or jsonl (text)");
    add_settings(*check, check_arguments, wanted_by_check);

    CommandLine line;
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        line.text = chosen.empty() ? app.help() : chosen.front()->help("linktender");
        return line;
    } catch (const CLI::ParseError& error) {
        throw UsageError(error.what());
    }
    if (version) {
        line.text = app::version_text();
        return line;
    }
    if (app.get_subcommands().empty())
        throw UsageError("a command is needed: audit, extract or check; see linktender --help");

    const CLI::App* chosen = app.get_subcommands().front();
    const Arguments& given = chosen == audit     ? arguments
                             : chosen == extract ? extract_arguments
                                                 : check_arguments;
    line.command = chosen == audit ? Command::audit : chosen == extract ? Command::extract : Command::check;
    line.settings = settle(given);
    line.inputs = given.inputs;
    for (const std::string& file : given.files_from) {
        const auto more = app::read_input_list(file);
        line.inputs.insert(line.inputs.end(), more.begin(), more.end());
    }
    if (line.inputs.empty()) {
        throw UsageError(line.command == Command::check
                             ? "a URL to check is needed"
                             : "an input is needed: a file, a folder, a glob or -");
    }
    line.outputs = pair_outputs(*chosen);
    line.terminal = terminal_for(given);
    line.log_level = log_level_for(given);
    return line;
}

}  // namespace linktender::cli
