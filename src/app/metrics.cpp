#include "linktender/app/metrics.hpp"

#include <fmt/format.h>

#include "linktender/app/version.hpp"

namespace linktender::app {

namespace {

std::string label(std::string_view value) {
    std::string escaped;
    for (const char c : value) {
        if (c == '\\' || c == '"') escaped += '\\';
        escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return escaped;
}

double in_seconds(core::Milliseconds time) {
    return static_cast<double>(time.count()) / 1000;
}

double timestamp(core::TimePoint time) {
    return in_seconds(time.time_since_epoch());
}

/// Families one after another, each with what it means.
class Exposition {
public:
    void family(std::string_view name, std::string_view help) {
        name_ = name;
        text_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    }
    /// `labels` as they stand between the braces.
    void sample(std::string_view labels, double value) {
        text_ += fmt::format("{}{}{}{} {}\n", name_, labels.empty() ? "" : "{", labels,
                             labels.empty() ? "" : "}", value);
    }
    void single(std::string_view name, std::string_view help, double value) {
        family(name, help);
        sample("", value);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string_view name_;
    std::string text_;
};

/// One figure of each archive that has it.
template <class Figure>
void by_archive(Exposition& out, const DaemonFigures& figures, std::string_view name, std::string_view help,
                Figure figure) {
    out.family(name, help);
    for (const ArchiveFigures& archive : figures.archives)
        if (const std::optional<double> value = figure(archive))
            out.sample(fmt::format("archive=\"{}\"", label(archive.archive)), *value);
}

/// One family with a second label.
template <class Counts>
void by_word(Exposition& out, const DaemonFigures& figures, std::string_view name, std::string_view help,
             std::string_view word, Counts counts) {
    out.family(name, help);
    for (const ArchiveFigures& archive : figures.archives)
        for (const auto& each : counts(archive))
            out.sample(
                fmt::format("archive=\"{}\",{}=\"{}\"", label(archive.archive), word, to_string(each.first)),
                static_cast<double>(each.second));
}

void add_run(Exposition& out, const DaemonFigures& figures) {
    const crawl::Progress run = figures.run.value_or(crawl::Progress{});
    out.single("linktender_run_active", "Whether links are being checked now.", figures.run ? 1 : 0);
    out.single("linktender_run_planned_links", "Links that the present run is to check.",
               static_cast<double>(run.total));
    out.single("linktender_run_done_links", "Links that the present run has checked.",
               static_cast<double>(run.done));
    out.single("linktender_run_requests_in_flight", "Requests without an answer yet.",
               static_cast<double>(run.in_flight));
    out.single("linktender_run_longest_host_queue", "Links that wait for the host with most of them.",
               static_cast<double>(figures.longest_queue));
}

}  // namespace

std::optional<ArchiveFigures> read_figures(const store::Reader& reader, std::string_view archive) {
    auto run = reader.latest_run(archive);
    if (run && !run->finished_at) run = reader.run_before(run->id);
    if (!run) return std::nullopt;
    ArchiveFigures figures;
    figures.archive = archive;
    figures.started_at = run->started_at;
    figures.duration = *run->finished_at - run->started_at;
    figures.network_incident = !run->incident.empty();
    figures.host_incidents = run->host_incidents.size();
    reader.links_of(run->id, [&](const store::LinkView& link) {
        ++figures.links[link.state.state];
        // A run's links may have been checked by an earlier one; not every link is due every night.
        if (!link.check || link.check->checked_at < run->started_at) return;
        ++figures.checks[link.check->verdict.outcome];
        figures.bytes += link.check->bytes;
    });
    constexpr int k_looked_back = 100;
    auto good = run;
    for (int i = 0; i < k_looked_back && good && !(good->ended == "complete" && good->incident.empty()); ++i)
        good = reader.run_before(good->id);
    if (good && good->ended == "complete" && good->incident.empty()) figures.last_success = good->finished_at;
    return figures;
}

std::string metrics_text(const DaemonFigures& figures) {
    Exposition out;
    out.family("linktender_build_info", "The version that runs.");
    out.sample(fmt::format("version=\"{}\"", label(version())), 1);
    add_run(out, figures);
    out.single("linktender_reload_refused",
               "Whether the last configuration was refused that was to be loaded.",
               figures.reload_refused ? 1 : 0);
    out.family("linktender_next_run_timestamp_seconds", "When the next run is due.");
    if (figures.next_run_at) out.sample("", timestamp(*figures.next_run_at));

    by_word(out, figures, "linktender_links", "Links of the archive by their state.", "state",
            [](const ArchiveFigures& each) { return each.links; });
    by_word(out, figures, "linktender_last_run_checks", "Checks of the last run by their outcome.", "outcome",
            [](const ArchiveFigures& each) { return each.checks; });
    by_archive(out, figures, "linktender_last_run_timestamp_seconds", "When the last run began.",
               [](const ArchiveFigures& each) { return std::optional(timestamp(each.started_at)); });
    by_archive(out, figures, "linktender_last_run_duration_seconds", "How long it took.",
               [](const ArchiveFigures& each) { return std::optional(in_seconds(each.duration)); });
    by_archive(out, figures, "linktender_last_run_received_bytes", "Bytes of the pages that it read.",
               [](const ArchiveFigures& each) { return std::optional(static_cast<double>(each.bytes)); });
    by_archive(out, figures, "linktender_last_run_network_incident",
               "Whether our own network was at fault, so that no state changed.",
               [](const ArchiveFigures& each) { return std::optional(each.network_incident ? 1.0 : 0.0); });
    by_archive(
        out, figures, "linktender_last_run_host_incidents", "Hosts whose links began to fail together.",
        [](const ArchiveFigures& each) { return std::optional(static_cast<double>(each.host_incidents)); });
    by_archive(out, figures, "linktender_last_run_problems", "Pulls, reports and messages of it that failed.",
               [](const ArchiveFigures& each) { return std::optional(static_cast<double>(each.problems)); });
    by_archive(out, figures, "linktender_last_success_timestamp_seconds",
               "When a run last came to its end without an incident.", [](const ArchiveFigures& each) {
                   return each.last_success ? std::optional(timestamp(*each.last_success)) : std::nullopt;
               });
    return out.text();
}

}  // namespace linktender::app
