// Commands that ask the database.
#include <memory>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/search.hpp"

namespace linktender::cli {

namespace {

bool wants_database(std::string_view setting) {
    return setting == "database";
}

}  // namespace

void add_database_commands(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* search =
        app.add_subcommand("search", "Full-text search over titles, descriptions, authors and anchor texts");
    const auto arguments = std::make_shared<Arguments>();
    const auto limit = std::make_shared<std::size_t>(app::k_search_results);
    search->add_option("WORDS", arguments->inputs, "Words that all have to be found, in any language")
        ->type_name("");
    search->add_option("--limit", *limit, "Most links to show (50)")
        ->check(CLI::Range(1, 10'000).description(""))
        ->type_name("N");
    add_common(*search, *arguments, "text or jsonl (text)");
    add_settings(*search, *arguments, wants_database);
    commands.push_back({search, [=](CommandLine& line) {
                            if (arguments->inputs.empty()) throw UsageError("words to search for are needed");
                            const app::Settings settings = settle(*arguments);
                            const auto outputs = pair_outputs(*search);
                            line.log_level = log_level_for(*arguments);
                            line.run = [=] {
                                return app::search(settings, arguments->inputs, *limit, outputs);
                            };
                        }});
}

}  // namespace linktender::cli
