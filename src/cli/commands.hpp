// The subcommands. Private to the program.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

#include "command_line.hpp"

namespace linktender::cli {

/// A subcommand, and how its arguments become something to run once they are parsed.
struct Command {
    CLI::App* app = nullptr;
    std::function<void(CommandLine&)> settle;
};

[[nodiscard]] std::vector<Command> add_commands(CLI::App& app);

/// `audit`, `extract` and `check`.
void add_link_commands(CLI::App& app, std::vector<Command>& commands);
/// `rules list`, `rules test` and so on.
void add_rules_command(CLI::App& app, std::vector<Command>& commands);
/// `notify --test`.
void add_notify_command(CLI::App& app, std::vector<Command>& commands);
/// Those that ask the database: `report`, `explain`, `search`.
void add_database_commands(CLI::App& app, std::vector<Command>& commands);
/// `ack` and `mark`.
void add_mark_commands(CLI::App& app, std::vector<Command>& commands);
/// `db check`, `db vacuum` and so on.
void add_db_command(CLI::App& app, std::vector<Command>& commands);

/// `daemon` and `status`.
void add_daemon_commands(CLI::App& app, std::vector<Command>& commands);

}  // namespace linktender::cli
