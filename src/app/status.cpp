#include "linktender/app/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "linktender/app/progress.hpp"
#include "linktender/app/version.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/occurrence_lines.hpp"

namespace linktender::app {

namespace {

/// Members of one JSON object, in the order in which they are added.
class Object {
public:
    Object& raw(std::string_view name, std::string_view json) {
        text_ += fmt::format("{}\"{}\":{}", text_.empty() ? "" : ",", name, json);
        return *this;
    }
    Object& text(std::string_view name, std::string_view value) { return raw(name, quoted(value)); }
    Object& number(std::string_view name, std::size_t value) { return raw(name, std::to_string(value)); }
    Object& time(std::string_view name, const std::optional<core::TimePoint>& value) {
        return value ? text(name, core::format_time(*value)) : raw(name, "null");
    }
    [[nodiscard]] std::string str() const { return "{" + text_ + "}"; }

    static std::string quoted(std::string_view value) {
        std::string json;
        report::append_json_string(json, value);
        return json;
    }

private:
    std::string text_;
};

template <class List, class Write>
std::string array(const List& list, Write write) {
    std::string json;
    for (const auto& each : list) json += (json.empty() ? "" : ",") + write(each);
    return "[" + json + "]";
}

std::string run_json(const std::optional<store::RunRecord>& run) {
    if (!run) return "null";
    return Object()
        .number("id", static_cast<std::size_t>(run->id))
        .time("started_at", run->started_at)
        .time("finished_at", run->finished_at)
        .text("ended", run->ended)
        .text("incident", run->incident)
        .raw("host_incidents", array(run->host_incidents, Object::quoted))
        .str();
}

std::string night_json(const std::optional<NightStatus>& night) {
    if (!night) return "null";
    return Object()
        .text("archive", night->archive)
        .text("phase", night->phase)
        .time("started_at", night->started_at)
        .number("total", night->progress.total)
        .number("done", night->progress.done)
        .number("in_flight", night->progress.in_flight)
        .number("left_out", night->progress.left_out)
        .raw("hosts", array(night->hosts,
                            [](const crawl::HostQueue& host) {
                                return Object()
                                    .text("host", host.host)
                                    .number("waiting", host.waiting)
                                    .number("in_flight", host.in_flight)
                                    .str();
                            }))
        .str();
}

std::string archive_json(const ArchiveStatus& archive) {
    return Object()
        .text("name", archive.name)
        .raw("last_run", run_json(archive.last_run))
        .time("next_run_at", archive.next_run_at)
        .raw("problems", array(archive.problems, Object::quoted))
        .str();
}

std::string progress_words(const NightStatus& night, core::TimePoint now) {
    if (night.phase != "checking") return night.phase;
    return "checking " +
           progress_text(night.progress, std::max(now - night.started_at, core::Milliseconds{0}));
}

std::string run_words(const std::optional<store::RunRecord>& run) {
    if (!run) return "never";
    const std::string end = run->finished_at
                                ? fmt::format("to {}, {}", core::format_time(*run->finished_at), run->ended)
                                : "not finished";
    return fmt::format("run {}, {} {}", run->id, core::format_time(run->started_at), end);
}

void add_archive(std::string& text, const ArchiveStatus& archive) {
    const std::string name = archive.name.empty() ? "audit" : core::escape_control(archive.name);
    text += fmt::format("{}\n  last: {}\n", name, run_words(archive.last_run));
    if (archive.last_run && !archive.last_run->incident.empty())
        text += fmt::format("        {}\n", core::escape_control(archive.last_run->incident));
    if (archive.next_run_at) text += fmt::format("  next: {}\n", core::format_time(*archive.next_run_at));
    for (const std::string& problem : archive.problems)
        text += fmt::format("  problem: {}\n", core::escape_control(problem));
}

}  // namespace

std::string status_json(const Status& status) {
    return Object()
               .text("schema", "linktender.status/1")
               .raw("running", status.running ? "true" : "false")
               .text("version", version())
               .raw("pid", status.running ? std::to_string(status.pid) : "null")
               .time("now", status.now)
               .time("started_at", status.started_at)
               .text("database", status.database.string())
               .text("time_zone", status.time_zone)
               .raw("night", night_json(status.night))
               .raw("archives", array(status.archives, archive_json))
               .text("reload_problem", status.reload_problem)
               .str() +
           "\n";
}

std::string status_text(const Status& status) {
    const std::string database = core::escape_control(status.database.string());
    std::string text = status.running ? fmt::format("linktender {}, process {}, database {}\n", version(),
                                                    status.pid, database)
                                      : fmt::format("no daemon runs for {}; the database says:\n", database);
    if (!status.reload_problem.empty())
        text += fmt::format("configuration not reloaded: {}\n", core::escape_control(status.reload_problem));
    if (status.night) {
        text += fmt::format("{}: {}\n", core::escape_control(status.night->archive),
                            progress_words(*status.night, status.now));
        for (const crawl::HostQueue& host : status.night->hosts)
            text += fmt::format("  {:>7} waiting, {} in flight: {}\n", host.waiting, host.in_flight,
                                core::escape_control(host.host));
    }
    for (const ArchiveStatus& archive : status.archives) add_archive(text, archive);
    return text;
}

std::string status_line(const Status& status) {
    if (status.night)
        return fmt::format("{}: {}", status.night->archive, progress_words(*status.night, status.now));
    std::optional<core::TimePoint> next;
    for (const ArchiveStatus& archive : status.archives)
        if (archive.next_run_at && (!next || *archive.next_run_at < *next)) next = archive.next_run_at;
    if (next && *next <= status.now) return "a run is due";
    return next ? fmt::format("waiting until {}", core::format_time(*next)) : "no archive to watch over";
}

}  // namespace linktender::app
