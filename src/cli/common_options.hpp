// What the subcommands that work on inputs have in common. Private to the program.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/log.hpp"

namespace linktender::cli {

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

/// An option that may be given several times, one value each.
CLI::Option* add_list(CLI::App& app, const std::string& names, std::vector<std::string>& target,
                      const std::string& help, std::string_view value_name);
inline constexpr const char* k_report_formats =
    "text, json, jsonl, html, markdown, csv, junit, sarif, github, atom or badge (text)";
/// -f, -o, --color, -v, -q, -n, -c.
void add_common(CLI::App& app, Arguments& arguments, const char* formats);
/// The settings that `wants` accepts by their names.
void add_settings(CLI::App& app, Arguments& arguments, bool (*wants)(std::string_view));
/// INPUT and --files-from.
void add_inputs(CLI::App& app, Arguments& arguments);

/// Configuration files, then flags over them. Throws UsageError and app::ConfigError.
[[nodiscard]] app::Settings settle(const Arguments& arguments);
/// Pairs formats and files in the order they were given: `-f html -o a.html -f json`.
[[nodiscard]] std::vector<app::OutputTarget> pair_outputs(const CLI::App& app);
[[nodiscard]] app::Terminal terminal_for(const Arguments& arguments);
[[nodiscard]] core::LogLevel log_level_for(const Arguments& arguments);
/// What INPUT and --files-from name.
[[nodiscard]] std::vector<std::string> inputs_of(const Arguments& arguments);

}  // namespace linktender::cli
