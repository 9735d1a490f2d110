#include "linktender/app/reporting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

#include "linktender/app/config_file.hpp"
#include "linktender/report/baseline.hpp"

namespace linktender::app {

namespace {

/// Whether a format has a use for links that are well. With -v, those for people at a terminal list them too.
bool lists_what_is_well(Format format, int verbosity) {
    switch (format) {
        case Format::text:
        case Format::markdown: return verbosity > 0;
        case Format::github:
        case Format::sarif:
        case Format::badge: return false;
        case Format::json:
        case Format::jsonl:
        case Format::html:
        case Format::csv:
        case Format::junit:
        case Format::atom: return true;
    }
    return true;
}

/// An archive may have a million links, most of them alive: they are kept where a format shows them. A
/// comparison needs every link: the counts and the health of hosts are those of what is left.
report::Details details_for(const Settings& settings, const std::vector<OutputTarget>& outputs,
                            const Terminal& terminal) {
    const bool all =
        !settings.baseline.empty() || std::ranges::any_of(outputs, [&](const OutputTarget& target) {
            return lists_what_is_well(target.format, terminal.verbosity);
        });
    return all ? report::Details::all : report::Details::problems;
}

/// What an earlier report, given by --baseline, did not have yet.
report::Model without_baseline(const Settings& settings, report::Model model) {
    if (settings.baseline.empty()) return model;
    std::ifstream stream(settings.baseline, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.is_open() || stream.bad())
        throw ConfigError(fmt::format("--baseline {}: cannot be read", settings.baseline));
    auto fresh = report::only_new(std::move(model), text);
    if (!fresh)
        throw ConfigError(fmt::format("--baseline {}: {} (at byte {})", settings.baseline, fresh.error().what,
                                      fresh.error().offset));
    return *std::move(fresh);
}

}  // namespace

report::Model build_report(const Settings& settings, const store::Reader& reader, store::RunId run,
                           const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    report::Model model = report::build(reader, run, details_for(settings, outputs, terminal));
    const bool tells_history = std::ranges::any_of(outputs, [](const OutputTarget& target) {
        return target.format == Format::html || target.format == Format::atom;
    });
    if (tells_history) report::add_history(model, reader);
    return without_baseline(settings, std::move(model));
}

void write_reports(const Settings& settings, const report::Model& model,
                   const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    for (const OutputTarget& target : outputs) {
        write_output(target, [&](std::ostream& out) {
            render(out, target.format, model,
                   {.color = terminal.color && target.file.empty(),
                    .verbosity = terminal.verbosity,
                    .language = settings.language.value_or(language_of_environment()),
                    .base_path = settings.source_url});
        });
    }
}

ExitCode exit_code_for(const Settings& settings, const report::Model& model) {
    if (model.summary.broken() > 0 || !model.malformed.empty()) return ExitCode::broken;
    return settings.strict && model.summary.blocked > 0 ? ExitCode::broken : ExitCode::ok;
}

ExitCode report_run(const Settings& settings, std::optional<store::RunId> run,
                    const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    const store::Reader reader(settings.database.empty() ? default_database() : settings.database);
    const auto record = run ? reader.run(*run) : reader.latest_run();
    if (!record)
        throw ConfigError(run ? fmt::format("--run {}: the database has no such run", *run)
                              : std::string("the database has no run yet: linktender audit makes one"));
    const report::Model model = build_report(settings, reader, record->id, outputs, terminal);
    write_reports(settings, model, outputs, terminal);
    return exit_code_for(settings, model);
}

}  // namespace linktender::app
