#include "command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "commands.hpp"
#include "common_options.hpp"
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

/// Help without the marks that say how often an option may be given: nearly all may be repeated.
class HelpFormatter : public CLI::Formatter {
public:
    HelpFormatter() { column_width(34); }
    std::string make_option_opts(const CLI::Option* option) const override {
        const std::string type = option->get_type_name();
        return type.empty() ? type : " " + type;
    }
};

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
    CLI::App app(k_description, "linktender");
    app.formatter(std::make_shared<HelpFormatter>());
    app.footer(k_footer);
    app.require_subcommand(0, 1);
    app.set_help_flag("-h,--help", "Show this help");
    bool version = false;
    app.add_flag("-V,--version", version, "Show the version, also of the libraries");
    const std::vector<Command> commands = add_commands(app);

    CommandLine line;
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        // The innermost subcommand that was named.
        const CLI::App* chosen = &app;
        while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
        const CLI::App* parent = chosen->get_parent();
        const std::string prefix =
            parent == nullptr || parent == &app ? "linktender" : "linktender " + parent->get_name();
        line.text = chosen == &app ? app.help() : chosen->help(prefix);
        return line;
    } catch (const CLI::ParseError& error) {
        throw UsageError(error.what());
    }
    if (version) {
        line.text = app::version_text();
        return line;
    }
    const auto chosen = std::find_if(commands.begin(), commands.end(),
                                     [](const Command& command) { return command.app->parsed(); });
    if (chosen == commands.end()) throw UsageError("a command is needed; see linktender --help");
    chosen->settle(line);
    return line;
}

}  // namespace linktender::cli
