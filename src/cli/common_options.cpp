#include "common_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "command_line.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/inputs.hpp"

namespace linktender::cli {

namespace {

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

}  // namespace

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

std::vector<std::string> inputs_of(const Arguments& arguments) {
    std::vector<std::string> inputs = arguments.inputs;
    for (const std::string& file : arguments.files_from) {
        const auto more = app::read_input_list(file);
        inputs.insert(inputs.end(), more.begin(), more.end());
    }
    return inputs;
}

}  // namespace linktender::cli
