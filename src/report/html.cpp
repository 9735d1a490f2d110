// The page for a browser. Templates escape every value ({{ }}); what is inserted as it is ({{{ }}}) are
// our own style and script alone.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html_assets.hpp"
#include "html_data.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

using html::Data;
using html::List;
using verdict::State;

/// Up to this many entries every issue stands open; beyond, the newest ones only.
constexpr std::size_t k_entries_open = 150;

/// Rarer reasons are folded away.
constexpr std::size_t k_reasons_shown = 8;
/// After an outage every host is on the list of those whose links all fail.
constexpr std::size_t k_incidents_shown = 20;

/// A part of the summary: a tile, a piece of the bar, a box of the filter.
struct Part {
    std::string_view name;  ///< also the class that colours it
    std::string_view word;
    std::size_t count;
    std::string_view target;  ///< section that lists them, empty for none
};

class HtmlReport {
public:
    HtmlReport(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out),
          model_(model),
          words_(options.language),
          links_(model, words_, options.base_path),
          verbose_(options.verbosity > 0) {}

    void write() {
        head();
        issues();
        tail();
    }

private:
    static void render(std::ostream& out, std::string_view text, const Data& data) {
        kainjow::mustache::mustache page{std::string(text)};
        page.render(data, out);
    }

    /// The section that lists alive links, if there is one.
    std::string_view alive_target() const {
        if (verbose_) return "alive";
        return std::ranges::any_of(model_.links, is_notable) ? "notable" : "";
    }

    std::array<Part, 6> parts() const {
        const Summary& sum = model_.summary;
        return {{{"broken", words_("state.broken"), sum.broken(), "issues"},
                 {"moved", words_("state.moved"), sum.moved, "moved"},
                 {"blocked", words_("state.blocked"), sum.blocked, "blocked"},
                 {"alive", words_("state.alive"), sum.alive, alive_target()},
                 {"skipped", words_("state.skipped"), sum.skipped, "skipped"},
                 {"unchecked", words_("state.unchecked"), sum.unchecked, "unchecked"}}};
    }

    void head() {
        const Summary& sum = model_.summary;
        const std::string_view notice = run_notice(words_, model_.run);
        Data data;
        html::put_words(data, words_,
                        {"heading.incidents", "heading.issues", "heading.reasons", "heading.summary",
                         "hint.incidents", "word.filter", "word.filter_hint", "word.host", "word.links",
                         "word.nothing_broken", "word.nothing_matches", "word.reason", "word.report",
                         "word.shown", "word.skip_to_content", "word.states"});
        html::put(data, "lang", language_tag(words_.language()));
        data["style"] = Data(std::string(html::k_style));
        html::put(data, "style_hash", html::k_style_hash);
        html::put(data, "script_hash", html::k_report_hash);
        html::put(data, "headline",
                  sum.broken() == 0 && notice.empty() ? std::string(words_("word.nothing_broken"))
                                                      : words_.count("count.broken", sum.broken()));
        html::put(data, "scope", scope_of(words_, sum));
        const std::string time = core::format_time(model_.run.finished_at.value_or(model_.run.started_at));
        html::put(data, "run_time", time);
        html::put(data, "run_day", words_.date(model_.run.finished_at.value_or(model_.run.started_at)));
        html::put(data, "notice", notice);
        data["nothing_to_do"] = sum.broken() + sum.moved == 0 && notice.empty();
        put_parts(data);
        put_causes(data);
        render(out_, html::k_head, data);
    }

    void put_parts(Data& data) const {
        List tiles;
        List filters;
        for (const Part& part : parts()) {
            const bool rare = part.name == "skipped" || part.name == "unchecked";
            if (part.count > 0 || !rare) {
                Data tile;
                html::put(tile, "tile_class", part.name);
                html::put(tile, "tile_count", words_.number(part.count));
                html::put(tile, "tile_name", part.word);
                html::put(tile, "tile_target", part.count > 0 ? part.target : std::string_view());
                tiles.push_back(std::move(tile));
            }
            const bool listed = part.count > 0 && !part.target.empty();
            if (listed || (part.name == "broken" && !model_.malformed.empty())) {
                Data filter;
                html::put(filter, "filter_state", part.name);
                html::put(filter, "filter_name", part.word);
                filters.push_back(std::move(filter));
            }
        }
        data["tiles"] = Data(tiles);
        data["filters"] = Data(filters);
        put_bar(data);
    }

    /// The shares of all links, drawn on 1000 units; a small share stays visible.
    void put_bar(Data& data) const {
        constexpr std::size_t k_units = 1000;
        constexpr std::size_t k_least = 6;
        List bar;
        std::string label;
        std::size_t before = 0;
        const std::size_t all = model_.summary.links;
        for (const Part& part : parts()) {
            if (part.count == 0) continue;
            const std::string title = words_.share("state." + std::string(part.name), part.count);
            const std::size_t x = std::min(before * k_units / all, k_units - k_least);
            const std::size_t end = (before + part.count) * k_units / all;
            Data rect;
            html::put(rect, "bar_class", part.name);
            html::put(rect, "bar_x", std::to_string(x));
            html::put(rect, "bar_width", std::to_string(std::max(end - x, k_least)));
            html::put(rect, "bar_title", title);
            bar.push_back(std::move(rect));
            before += part.count;
            label += (label.empty() ? std::string() : std::string(words_("mark.list"))) + title;
        }
        data["has_bar"] = all > 0;
        data["bar"] = Data(bar);
        html::put(data, "bar_label", label);
    }

    void put_causes(Data& data) const {
        List reasons;
        List rarer;
        for (const ReasonCount& reason : model_.reasons) {
            Data row;
            html::put(row, "reason_links", std::to_string(reason.links));
            html::put(row, "reason_label", words_.label(reason.outcome));
            html::put(row, "reason_words", words_.describe(reason.outcome, reason.reason));
            (reasons.size() < k_reasons_shown ? reasons : rarer).push_back(std::move(row));
        }
        List incidents;
        for (const HostIncident& incident : model_.incidents) {
            if (incidents.size() == k_incidents_shown) break;
            Data row;
            html::put(row, "incident_links", std::to_string(incident.links));
            html::put(row, "incident_host", incident.host);
            html::put(row, "incident_words", words_.describe(incident.outcome, incident.reason));
            incidents.push_back(std::move(row));
        }
        data["has_causes"] = !reasons.empty();
        data["has_reasons"] = !reasons.empty();
        data["reasons"] = Data(reasons);
        data["has_rarer"] = !rarer.empty();
        html::put(data, "rarer_words", words_.count("count.more", rarer.size()));
        data["rarer"] = Data(rarer);
        data["has_incidents"] = !incidents.empty();
        data["incidents"] = Data(incidents);
        if (const std::size_t more = model_.incidents.size() - incidents.size(); more > 0)
            html::put(data, "more_incidents", words_.count("count.more", more));
    }

    void issues() {
        kainjow::mustache::mustache page{std::string(html::k_issue)};
        std::size_t before = 0;
        for (const Issue* issue : newest_first(model_)) {
            List entries;
            std::size_t broken = 0;
            for (const Use& use : issue->uses) {
                const Link& link = model_.links[use.link];
                if (!is_broken(link) && state_of(link) != State::moved) continue;
                if (is_broken(link)) ++broken;
                entries.push_back(links_.entry(link, link.places[use.place]));
            }
            if (entries.empty()) continue;
            Data data;
            html::put_words(data, words_, {"word.copied", "word.copy", "word.copy_hint", "suggestion.moved"});
            html::put(data, "issue_title", title_of(words_, issue->view));
            html::put(data, "issue_file", issue->view.file);
            html::put(data, "issue_day", date_of(words_, issue->view));
            if (issue->view.date) html::put(data, "issue_date", core::format_date(*issue->view.date));
            const std::size_t moved = entries.size() - broken;
            if (broken > 0) html::put(data, "issue_broken", words_.share("state.broken", broken));
            if (moved > 0) html::put(data, "issue_moved", words_.share("state.moved", moved));
            data["open"] = before < k_entries_open;
            before += entries.size();
            data["entries"] = Data(entries);
            page.render(data, out_);
        }
    }

    void tail() {
        Data data;
        html::put_words(data, words_,
                        {"heading.moved", "hint.moved", "word.finished", "word.inputs", "word.new",
                         "word.old", "word.places", "word.run", "word.started", "word.tool"});
        List moves;
        for (const Link& link : model_.links) {
            if (state_of(link) == State::moved) moves.push_back(links_.move(link));
        }
        data["has_moved"] = !moves.empty();
        html::put(data, "moved_total", std::to_string(moves.size()));
        data["moves"] = Data(moves);
        data["lists"] = Data(links_.lists(verbose_));
        data["script"] = Data(std::string(html::k_report));
        html::put(data, "run_tool", model_.run.tool);
        html::put(data, "run_id", std::to_string(model_.run.id));
        html::put(data, "run_started", core::format_time(model_.run.started_at));
        if (model_.run.finished_at)
            html::put(data, "run_finished", core::format_time(*model_.run.finished_at));
        List inputs;
        for (const std::string& input : model_.run.inputs) {
            Data one;
            html::put(one, "run_input", input);
            inputs.push_back(std::move(one));
        }
        data["run_inputs"] = Data(inputs);
        render(out_, html::k_tail, data);
    }

    std::ostream& out_;
    const Model& model_;
    Words words_;
    html::LinkData links_;
    bool verbose_;
};

}  // namespace

void render_html(std::ostream& out, const Model& model, const RenderOptions& options) {
    HtmlReport(out, model, options).write();
}

}  // namespace linktender::report
