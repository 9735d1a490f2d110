// The page for a browser. Templates escape every value ({{ }}); what is inserted as it is ({{{ }}}) are
// our own style and script alone.
#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html_assets.hpp"
#include "html_data.hpp"
#include "html_summary.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"
#include "pictures.hpp"
#include "survival.hpp"

namespace linktender::report {

namespace {

using html::Data;
using html::List;
using verdict::State;

/// Up to this many entries every issue stands open; beyond, the newest ones only.
constexpr std::size_t k_entries_open = 150;
constexpr std::size_t k_hosts_shown = 20;

class HtmlReport {
public:
    HtmlReport(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out),
          model_(model),
          words_(options.language),
          ids_(model),
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

    void head() {
        Data data;
        html::put(data, "lang", language_tag(words_.language()));
        data["style"] = Data(std::string(html::k_style));
        html::put(data, "style_hash", html::k_style_hash);
        html::put(data, "script_hash", html::k_report_hash);
        html::SummaryData(model_, words_, ids_, verbose_).put(data);
        render(out_, html::k_head, data);
    }

    void issues() {
        kainjow::mustache::mustache page{std::string(html::k_issue)};
        std::size_t before = 0;
        for (const Issue* issue : newest_first(model_)) {
            Data data;
            const std::size_t entries = put_entries(data, *issue);
            if (entries == 0) continue;
            html::put_words(data, words_,
                            {"mark.comma", "word.copied", "word.copy", "word.copy_hint", "word.row_link"});
            html::put(data, "issue_id", ids_.issue(model_, *issue));
            html::put(data, "issue_title", title_of(words_, issue->view));
            html::put(data, "issue_file", issue->view.file);
            html::put(data, "issue_day", date_of(words_, issue->view));
            if (issue->view.date) html::put(data, "issue_date", core::format_date(*issue->view.date));
            data["open"] = before < k_entries_open;
            before += entries;
            page.render(data, out_);
        }
    }

    /// The broken and moved links of one issue; how many there are.
    std::size_t put_entries(Data& data, const Issue& issue) const {
        List entries;
        std::size_t broken = 0;
        std::string since;
        for (const Use& use : issue.uses) {
            const Link& link = model_.links[use.link];
            if (!is_broken(link) && state_of(link) != State::moved) continue;
            entries.push_back(links_.entry(link, link.places[use.place], ids_.row(use)));
            if (!is_broken(link)) continue;
            ++broken;
            if (!link.view.state.first_failed_at) continue;
            std::string day = core::format_time(*link.view.state.first_failed_at);
            if (since.empty() || day < since) since = std::move(day);
        }
        const std::size_t moved = entries.size() - broken;
        html::put(data, "issue_broken_count", std::to_string(broken));
        html::put(data, "issue_since", since);
        if (broken > 0) html::put(data, "issue_broken", words_.share("state.broken", broken));
        if (moved > 0) html::put(data, "issue_moved", words_.share("state.moved", moved));
        data["entries"] = Data(entries);
        return broken + moved;
    }

    void put_pictures(Data& data) const {
        List pictures;
        for (const auto& picture : {past_picture(words_, model_), survival_picture(words_, model_)}) {
            if (picture) pictures.push_back(html::picture_data(*picture));
        }
        std::vector<HostLife> hosts = lives_by_host(model_);
        if (hosts.size() > k_hosts_shown) hosts.resize(k_hosts_shown);
        double longest = 1;
        for (const HostLife& host : hosts) longest = std::max(longest, host.longest);
        List lives;
        for (const HostLife& host : hosts) {
            const double days = host.half.value_or(host.longest);
            const std::string age = words_.count("count.days", static_cast<std::size_t>(days));
            Data row;
            html::put(row, "life_host", host.host);
            html::put(row, "life_links", words_.number(host.links));
            html::put(row, "life_half", host.half ? age : words_.fill("phrase.more_than", age));
            html::put(row, "life_width", fmt::format("{:.1f}", 100 * days / longest));
            lives.push_back(std::move(row));
        }
        html::put_words(
            data, words_,
            {"heading.half_life", "heading.pictures", "word.half_life", "word.host", "word.watched"});
        html::put(data, "hint_half_life", words_.fill("hint.half_life", k_host_lives));
        data["has_pictures"] = !pictures.empty() || !lives.empty();
        data["pictures"] = Data(pictures);
        data["has_lives"] = !lives.empty();
        data["lives"] = Data(lives);
    }

    void tail() {
        Data data;
        html::put_words(data, words_,
                        {"heading.moved", "hint.moved", "mark.comma", "word.finished", "word.inputs",
                         "word.new", "word.old", "word.places", "word.run", "word.started", "word.tool"});
        List moves;
        for (const Link& link : model_.links) {
            if (state_of(link) == State::moved) moves.push_back(links_.move(link));
        }
        data["has_moved"] = !moves.empty();
        html::put(data, "moved_total", words_.number(moves.size()));
        data["moves"] = Data(moves);
        data["lists"] = Data(links_.lists(verbose_));
        put_pictures(data);
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
    html::Ids ids_;
    html::LinkData links_;
    bool verbose_;
};

}  // namespace

void render_html(std::ostream& out, const Model& model, const RenderOptions& options) {
    HtmlReport(out, model, options).write();
}

}  // namespace linktender::report
