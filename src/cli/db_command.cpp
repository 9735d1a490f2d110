// `db`: care for the database.
#include <memory>
#include <string>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/database.hpp"

namespace linktender::cli {

namespace {

bool wants_database(std::string_view setting) {
    return setting == "database";
}

core::Milliseconds duration_of(const std::string& text) {
    const auto duration = core::parse_duration(text);
    if (!duration) throw UsageError("--keep: a time such as 2y, 26w or 90d is needed, not '" + text + "'");
    return *duration;
}

void add_where(CLI::App& app, Arguments& arguments) {
    add_settings(app, arguments, wants_database);
    add_list(app, "-c,--config", arguments.config, "Read settings from this TOML file; flags win", "FILE")
        ->group("Settings");
}

}  // namespace

void add_db_command(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* db = app.add_subcommand("db", "Care for the database: look it over, shrink it, export it");
    db->require_subcommand(1);
    const auto arguments = std::make_shared<Arguments>();

    CLI::App* check = db->add_subcommand("check", "Look for damage and contradictions; 1 when there are any");
    add_where(*check, *arguments);

    CLI::App* vacuum = db->add_subcommand("vacuum", "Give back the space of what was deleted");
    add_where(*vacuum, *arguments);

    CLI::App* prune = db->add_subcommand(
        "prune", "Say which checks of old runs, and links that nothing uses, would go; --write lets them go");
    const auto keep = std::make_shared<std::string>();
    const auto call = std::make_shared<app::PruneCall>();
    prune->add_option("--keep", *keep, "Keep the runs of this time: 2y, 26w, 90d")->type_name("TIME");
    prune->add_option("--keep-runs", call->keep_runs, "Keep this many of the latest runs")
        ->check(CLI::Range(1, 1'000'000).description(""))
        ->type_name("N");
    prune->add_flag("--write", call->write, "Do it");
    add_where(*prune, *arguments);

    CLI::App* dump =
        db->add_subcommand("export", "Write checks, links or any table or view as csv or jsonl (csv)");
    const auto name = std::make_shared<std::string>("checks");
    dump->add_option("WHAT", *name, "checks, links, or a table or view by its name (checks)")->type_name("");
    add_common(*dump, *arguments, "csv or jsonl (csv)");
    add_settings(*dump, *arguments, wants_database);

    commands.push_back({db, [=](CommandLine& line) {
                            const app::Settings settings = settle(*arguments);
                            if (check->parsed()) {
                                line.run = [=] { return app::check_database(settings); };
                            } else if (vacuum->parsed()) {
                                line.run = [=] { return app::vacuum_database(settings); };
                            } else if (prune->parsed()) {
                                if (!keep->empty()) call->keep = duration_of(*keep);
                                if (!call->keep && !call->keep_runs)
                                    throw UsageError("say what to keep: --keep 2y, --keep-runs 100");
                                line.run = [=] { return app::prune_database(settings, *call); };
                            } else {
                                const auto outputs = pair_outputs(*dump);
                                if (outputs.size() != 1)
                                    throw UsageError("db export writes one file at a time");
                                line.log_level = log_level_for(*arguments);
                                line.run = [=] {
                                    return app::export_database(settings, *name, outputs.front());
                                };
                            }
                        }});
}

}  // namespace linktender::cli
