// `ack` and `mark`: an editor's word on a link.
#include <memory>
#include <string>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/mark.hpp"

namespace linktender::cli {

namespace {

bool wants_database(std::string_view setting) {
    return setting == "database";
}

/// What both commands take beside the URL.
struct Mark {
    Arguments arguments;
    app::MarkCall call;
    std::string state;  ///< of `mark`: alive or dead
};

std::shared_ptr<Mark> add_options(CLI::App& app) {
    auto mark = std::make_shared<Mark>();
    app.add_option("URL", mark->call.url, "A link as issues or reports have it")->required()->type_name("");
    app.add_option("--until", mark->call.until, "A day or a time from now, such as 2027-05-01 or 90d (180d)")
        ->type_name("DATE");
    app.add_option("--note", mark->call.note, "Why, for the report")->type_name("TEXT");
    app.add_flag("--remove", mark->call.remove, "Take the mark away again");
    add_settings(app, mark->arguments, wants_database);
    add_list(app, "-c,--config", mark->arguments.config, "Read settings from this TOML file; flags win",
             "FILE")
        ->group("Settings");
    return mark;
}

void run_with(CommandLine& line, const Mark& mark) {
    line.run = [settings = settle(mark.arguments), call = mark.call] {
        return app::mark_link(settings, call);
    };
}

}  // namespace

void add_mark_commands(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* ack = app.add_subcommand("ack", "Acknowledge a broken link: known, no need to tell again");
    const auto acknowledged = add_options(*ack);
    commands.push_back({ack, [=](CommandLine& line) { run_with(line, *acknowledged); }});

    CLI::App* mark = app.add_subcommand("mark", "Say that a link is alive or dead, whatever its checks say");
    const auto said = add_options(*mark);
    mark->add_option("STATE", said->state, "alive or dead")->type_name("");
    commands.push_back({mark, [=](CommandLine& line) {
                            if (said->state == "alive")
                                said->call.kind = store::MarkKind::alive;
                            else if (said->state == "dead")
                                said->call.kind = store::MarkKind::dead;
                            else if (!said->call.remove || !said->state.empty())
                                throw UsageError(
                                    "say whether the link is alive or dead: linktender mark URL alive");
                            run_with(line, *said);
                        }});
}

}  // namespace linktender::cli
