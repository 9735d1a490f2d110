#include "linktender/app/reporting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
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

store::RunRecord run_of(const store::Reader& reader, const ReportRange& range) {
    const std::string of_archive =
        range.archive.empty() ? std::string() : fmt::format(" of the archive {}", range.archive);
    if (range.run) {
        auto record = reader.run(*range.run);
        if (!record) throw ConfigError(fmt::format("--run {}: the database has no such run", *range.run));
        if (!range.archive.empty() && record->archive != range.archive)
            throw ConfigError(fmt::format("--run {}: not a run{}", *range.run, of_archive));
        return *std::move(record);
    }
    if (!range.until.empty()) {
        const auto day = core::parse_date(range.until);
        if (!day) throw ConfigError(fmt::format("--until {}: not a day such as 2026-11-24", range.until));
        const core::TimePoint end = std::chrono::sys_days(*day) + std::chrono::days(1);
        auto record = reader.run_at(range.archive, end - std::chrono::milliseconds(1));
        if (!record)
            throw ConfigError(
                fmt::format("--until {}: no {}{} had begun by then; name a later day{}", range.until,
                            range.archive.empty() ? "audit" : "run", of_archive,
                            range.archive.empty() ? ", or --archive for those of the service" : ""));
        return *std::move(record);
    }
    auto record = range.archive.empty() ? reader.latest_run() : reader.latest_run(range.archive);
    if (!record && !range.archive.empty())
        throw ConfigError(fmt::format("--archive {}: the database has no run of it", range.archive));
    if (!record) throw ConfigError("the database has no run yet: linktender audit makes one");
    return *std::move(record);
}

/// What --since names, before the run; nothing when it was not given.
std::optional<store::RunId> compared_run(const store::Reader& reader, const store::RunRecord& run,
                                         const std::string& since) {
    if (since.empty()) return std::nullopt;
    std::optional<store::RunRecord> before;
    if (since == "last") {
        before = reader.run_before(run.id);
        if (!before)
            throw ConfigError(
                "--since last: there is no run before this one; leave --since out for all of it");
    } else if (std::ranges::all_of(since, core::is_ascii_digit) && since.size() < 19) {
        before = reader.run(std::stoll(since));
        if (!before || before->id >= run.id || before->archive != run.archive)
            throw ConfigError(
                fmt::format("--since {}: no earlier run of the same archive has that number; --since last "
                            "names the one before",
                            since));
    } else {
        const auto day = core::parse_date(since);
        if (!day)
            throw ConfigError(fmt::format(
                "--since {}: neither \"last\" nor the number of a run nor a day such as 2026-11-24", since));
        before = reader.run_at(run.archive, std::chrono::sys_days(*day));
        if (!before)
            throw ConfigError(
                fmt::format("--since {}: no run had begun before that day; name a later one", since));
        if (before->id >= run.id)
            throw ConfigError(fmt::format(
                "--since {}: the run to report began before that day; name an earlier one", since));
    }
    return before->id;
}

}  // namespace

report::Model build_report(const Settings& settings, const store::Reader& reader, store::RunId run,
                           const std::vector<OutputTarget>& outputs, const Terminal& terminal,
                           std::optional<store::RunId> compared_with) {
    // Whoever asks for a comparison wants to hear what recovered, too.
    const auto details = compared_with ? report::Details::all : details_for(settings, outputs, terminal);
    report::Model model = report::build(reader, run, details);
    const bool tells_history = compared_with || std::ranges::any_of(outputs, [](const OutputTarget& target) {
                                   return target.format == Format::html || target.format == Format::atom;
                               });
    if (tells_history) report::add_history(model, reader, compared_with);
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

ExitCode report_run(const Settings& settings, const ReportRange& range,
                    const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    const store::Reader reader(database_of(settings));
    const store::RunRecord record = run_of(reader, range);
    const report::Model model = build_report(settings, reader, record.id, outputs, terminal,
                                             compared_run(reader, record, range.since));
    write_reports(settings, model, outputs, terminal);
    return exit_code_for(settings, model);
}

}  // namespace linktender::app
