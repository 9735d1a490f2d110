// `rules`: what the judge knows, and trying it out.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "common_options.hpp"
#include "linktender/app/rules.hpp"

namespace linktender::cli {

namespace {

/// `--rules FOLDER`, which every subcommand of `rules` has.
void add_rules_folder(CLI::App& app, app::Settings& settings) {
    app.add_option("--rules", settings.rules,
                   "Use the rules (*.toml) of this folder instead of those that ship")
        ->type_name("FOLDER");
}

}  // namespace

void add_rules_command(CLI::App& app, std::vector<Command>& commands) {
    CLI::App* rules = app.add_subcommand("rules", "The rule set; which rules fire on a saved page or URL");
    rules->require_subcommand(1);
    const auto settings = std::make_shared<app::Settings>();

    CLI::App* list = rules->add_subcommand("list", "All rules in the order in which they are tried");
    add_rules_folder(*list, *settings);
    const auto json_lines = std::make_shared<bool>(false);
    list->add_flag("--jsonl", *json_lines, "One JSON object a line");

    CLI::App* test = rules->add_subcommand("test", "Which rules fire on a saved page, and what wins");
    add_rules_folder(*test, *settings);
    const auto page = std::make_shared<app::SavedPage>();
    test->add_option("FILE", page->file,
                     "The page's body; without one the URL and the answer alone are judged")
        ->type_name("");
    test->add_option("--url", page->url, "The URL that was asked for")->required()->type_name("URL");
    test->add_option("--final-url", page->final_url, "Where the redirects led to, if anywhere")
        ->type_name("URL");
    test->add_option("--status", page->status, "The status (200)")
        ->check(CLI::Range(0, 999).description(""))
        ->type_name("N");
    add_list(*test, "-H,--header", page->headers, "A header field of the answer: 'Name: value'", "HEADER");

    CLI::App* check = rules->add_subcommand(
        "check", "Try every rule on its examples among these labelled pages; warn about knowledge grown old");
    add_rules_folder(*check, *settings);
    const auto folder = std::make_shared<std::string>();
    check->add_option("FOLDER", *folder, "Pages with an index.tsv")->required()->type_name("");

    CLI::App* evaluate = rules->add_subcommand(
        "evaluate", "Judge labelled pages: a line a page, the confusion matrix, one line of figures");
    add_rules_folder(*evaluate, *settings);
    evaluate->add_option("FOLDER", *folder, "Pages with an index.tsv")->required()->type_name("");

    commands.push_back({rules, [=](CommandLine& line) {
                            if (list->parsed())
                                line.run = [=] { return app::list_rules(*settings, *json_lines); };
                            else if (test->parsed())
                                line.run = [=] { return app::test_rules(*settings, *page); };
                            else if (check->parsed())
                                line.run = [=] { return app::check_rules(*settings, *folder); };
                            else
                                line.run = [=] { return app::evaluate_rules(*settings, *folder); };
                        }});
}

}  // namespace linktender::cli
