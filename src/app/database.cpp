#include "linktender/app/database.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <variant>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/csv_text.hpp"
#include "linktender/report/occurrence_lines.hpp"
#include "linktender/store/table_dump.hpp"
#include "linktender/store/upkeep.hpp"

namespace linktender::app {

namespace {

std::string shown(const std::filesystem::path& file) {
    return core::escape_control(file.native());
}

std::string size_text(std::uintmax_t bytes) {
    constexpr double k_mib = 1024.0 * 1024.0;
    constexpr double k_gib = 1024.0 * k_mib;
    const auto size = static_cast<double>(bytes);
    if (size < k_mib) return fmt::format("{} KiB", (bytes + 1023) / 1024);
    return size >= k_gib ? fmt::format("{:.1f} GiB", size / k_gib) : fmt::format("{:.1f} MiB", size / k_mib);
}

std::string counted(std::int64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void print(const std::string& text) {
    write_output({}, [&](std::ostream& out) { out << text; });
}

std::string csv_of(const store::Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{}", *number);
    const auto* text = std::get_if<std::string>(&cell);
    return text == nullptr ? std::string() : report::csv_cell(*text);
}

void append_json(std::string& line, const store::Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell))
        line += std::to_string(*number);
    else if (const auto* real = std::get_if<double>(&cell))
        line += fmt::format("{}", *real);
    else if (const auto* text = std::get_if<std::string>(&cell))
        report::append_json_string(line, *text);
    else
        line += "null";
}

void export_csv(const std::filesystem::path& file, const std::string& name, std::ostream& out) {
    store::dump(
        file, name,
        [&](const std::vector<std::string>& columns) {
            out << fmt::format("{}\r\n", fmt::join(columns, ","));
        },
        [&](const std::vector<store::Cell>& cells) {
            for (std::size_t i = 0; i < cells.size(); ++i) out << (i == 0 ? "" : ",") << csv_of(cells[i]);
            out << "\r\n";
        });
}

void export_jsonl(const std::filesystem::path& file, const std::string& name, std::ostream& out) {
    std::vector<std::string> names;
    std::string line;
    store::dump(
        file, name,
        [&](const std::vector<std::string>& columns) {
            for (const std::string& column : columns)
                report::append_json_string(names.emplace_back(), column);
        },
        [&](const std::vector<store::Cell>& cells) {
            line = "{";
            for (std::size_t i = 0; i < cells.size(); ++i) {
                line += (i == 0 ? "" : ",") + names[i] + ":";
                append_json(line, cells[i]);
            }
            out << line << "}\n";
        });
}

}  // namespace

ExitCode check_database(const Settings& settings) {
    const std::filesystem::path file = database_of(settings);
    const store::Inspection found = store::inspect(file);
    std::string text = fmt::format("{}: schema {}, {}, {}, {}, {}\n", shown(file), found.schema,
                                   counted(found.issues, "issue"), counted(found.links, "link"),
                                   counted(found.checks, "check"), counted(found.runs, "run"));
    for (const std::string& problem : found.problems) text += fmt::format("  wrong: {}\n", problem);
    for (const std::string& note : found.notes) text += fmt::format("  note: {}\n", note);
    text += found.problems.empty()
                ? "sound\n"
                : "not sound: restore a backup; or save what can be read with `linktender db export`, move "
                  "the file away and run an audit\n";
    print(text);
    return found.problems.empty() ? ExitCode::ok : ExitCode::failed;
}

ExitCode vacuum_database(const Settings& settings) {
    const std::filesystem::path file = database_of(settings);
    const store::VacuumResult result = store::vacuum(file);
    const std::uintmax_t given_back = result.before > result.after ? result.before - result.after : 0;
    print(fmt::format("{}: {} given back, {} left; the disk has {} free\n", shown(file),
                      size_text(given_back), size_text(result.after), size_text(result.disk_free)));
    return ExitCode::ok;
}

ExitCode prune_database(const Settings& settings, const PruneCall& call) {
    const std::filesystem::path file = database_of(settings);
    store::PruneOptions options;
    options.now = core::RealClock().now();
    // Nothing is older than the calendar.
    if (call.keep) options.runs_before = std::max(core::TimePoint{}, options.now - *call.keep);
    options.keep_runs = call.keep_runs;
    options.write = call.write;
    const store::PruneResult result = store::prune(file, options);
    std::string text =
        fmt::format("{}: {} {}, {} and {} of {}\n", shown(file), call.write ? "removed" : "would remove",
                    counted(result.checks, "check"), counted(result.links, "link"),
                    counted(result.issues, "issue"), counted(result.runs, "old run"));
    if (!call.write)
        text += "nothing was changed; --write does it\n";
    else if (result.checks > 0)
        text += "`linktender db vacuum` gives the space back\n";
    print(text);
    return ExitCode::ok;
}

ExitCode export_database(const Settings& settings, const std::string& name, const OutputTarget& target) {
    const auto known = store::dumps();
    if (std::find(known.begin(), known.end(), name) == known.end())
        throw ConfigError(
            fmt::format("db export: '{}' is none of {}", core::escape_control(name), fmt::join(known, ", ")));
    const bool lines = target.format == Format::jsonl;
    if (!lines && target.format != Format::csv && target.format != Format::text)
        throw ConfigError("db export writes csv or jsonl");
    write_output(target, [&](std::ostream& out) {
        lines ? export_jsonl(database_of(settings), name, out) : export_csv(database_of(settings), name, out);
    });
    return ExitCode::ok;
}

}  // namespace linktender::app
