// Commands that ask the database.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/explain.hpp"
#include "linktender/app/night_config.hpp"
#include "linktender/app/reporting.hpp"
#include "linktender/app/search.hpp"

namespace linktender::cli {

namespace {

bool wants_database(std::string_view setting) {
    return setting == "database";
}

bool wants_reporting(std::string_view setting) {
    static constexpr std::string_view k_wanted[] = {"database", "lang", "baseline", "source-url", "strict"};
    return std::find(std::begin(k_wanted), std::end(k_wanted), setting) != std::end(k_wanted);
}

void add_report(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* report = app.add_subcommand("report", "Write a report from the database, without a request");
    const auto arguments = std::make_shared<Arguments>();
    const auto run = std::make_shared<std::int64_t>(0);
    const auto range = std::make_shared<app::ReportRange>();
    CLI::Option* number = report->add_option("--run", *run, "The run to report (the latest)")->type_name("N");
    report->add_option("--archive", range->archive, "The latest run of this archive of the daemon")
        ->type_name("NAME");
    report->add_option("--since", range->since, "Tell what changed since then (the run before)")
        ->type_name("last|RUN|DATE");
    report->add_option("--until", range->until, "The last run of that day or before")
        ->type_name("DATE")
        ->excludes(number);
    add_common(*report, *arguments, k_report_formats);
    add_settings(*report, *arguments, wants_reporting);
    commands.push_back({report, [=](CommandLine& line) {
                            const app::Settings settings = settle(*arguments);
                            const auto outputs = pair_outputs(*report);
                            const app::Terminal terminal = terminal_for(*arguments);
                            app::ReportRange wanted = *range;
                            if (*run > 0) wanted.run = *run;
                            line.log_level = log_level_for(*arguments);
                            line.run = [=] { return app::report_run(settings, wanted, outputs, terminal); };
                        }});
}

void add_explain(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* explain =
        app.add_subcommand("explain", "Every check, rule and reason behind the state of a link");
    const auto arguments = std::make_shared<Arguments>();
    explain->add_option("URL", arguments->inputs, "Links as issues have them")->type_name("");
    add_common(*explain, *arguments, "text, json or jsonl (text)");
    add_settings(*explain, *arguments, wants_database);
    commands.push_back({explain, [=](CommandLine& line) {
                            if (arguments->inputs.empty()) throw UsageError("a URL to explain is needed");
                            const app::Settings settings = settle(*arguments);
                            const auto outputs = pair_outputs(*explain);
                            line.log_level = log_level_for(*arguments);
                            app::NightOptions night;
                            for (const std::string& file : arguments->config)
                                app::apply_night_tables(file, night);
                            line.run = [=] {
                                return app::explain(settings, night.ladder, arguments->inputs, outputs);
                            };
                        }});
}

}  // namespace

void add_database_commands(CLI::App& app, std::vector<Command>& commands) {
    add_report(app, commands);
    add_explain(app, commands);
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
