// The page for a browser. Templates escape every value ({{ }}); what is inserted as it is ({{{ }}}) are
// our own style and script alone.
#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <ostream>
#include <set>
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
          verbose_(options.verbosity > 0) {
        for (const HostIncident& incident : model.incidents) failed_hosts_.insert(incident.host);
    }

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
        std::size_t before = 0;
        for (const Issue* issue : newest_first(model_)) {
            const Listed listed = listed_of(*issue);
            if (listed.uses.empty()) continue;
            Data data = issue_data(*issue, listed);
            data["open"] = before < k_entries_open;
            before += listed.uses.size();
            issue_.render(data, out_);
            entries(listed);
            out_ << "  </ol>\n</details>\n";
        }
    }

    /// What an issue lists: the uses of broken and moved links, those of a host that fails as a whole last.
    struct Listed {
        std::vector<Use> uses;
        std::size_t single = 0;  ///< of `uses`, those that stand for themselves
        std::size_t broken = 0;
        std::string since;  ///< the earliest, for sorting
    };

    Listed listed_of(const Issue& issue) const {
        Listed listed;
        std::map<std::string_view, std::size_t> of_host;
        for (const Use& use : issue.uses) {
            const Link& link = model_.links[use.link];
            if (!is_broken(link) && state_of(link) != State::moved) continue;
            listed.uses.push_back(use);
            if (!is_broken(link)) continue;
            ++listed.broken;
            if (failed_hosts_.contains(link.host)) ++of_host[link.host];
            if (!link.view.state.first_failed_at) continue;
            std::string day = core::format_time(*link.view.state.first_failed_at);
            if (listed.since.empty() || day < listed.since) listed.since = std::move(day);
        }
        const auto bundle = [&](const Use& use) -> std::string_view {
            const auto found = of_host.find(model_.links[use.link].host);
            return found != of_host.end() && found->second >= k_incident_links ? found->first
                                                                               : std::string_view();
        };
        std::ranges::stable_sort(listed.uses, {}, bundle);
        listed.single = static_cast<std::size_t>(std::ranges::count(listed.uses, std::string_view(), bundle));
        return listed;
    }

    Data issue_data(const Issue& issue, const Listed& listed) const {
        Data data;
        html::put(data, "issue_id", ids_.issue(model_, issue));
        html::put(data, "issue_title", title_of(words_, issue.view));
        html::put(data, "issue_file", issue.view.file);
        html::put(data, "issue_day", date_of(words_, issue.view));
        if (issue.view.date) html::put(data, "issue_date", core::format_date(*issue.view.date));
        html::put(data, "issue_broken_count", std::to_string(listed.broken));
        html::put(data, "issue_since", listed.since);
        const std::size_t moved = listed.uses.size() - listed.broken;
        if (listed.broken > 0) html::put(data, "issue_broken", words_.share("state.broken", listed.broken));
        if (moved > 0) html::put(data, "issue_moved", words_.share("state.moved", moved));
        return data;
    }

    /// Those of a host that fails as a whole are folded into one row.
    void entries(const Listed& listed) {
        const auto host = [&](std::size_t at) -> const std::string& {
            return model_.links[listed.uses[at].link].host;
        };
        for (std::size_t at = 0; at < listed.single; ++at) entry(listed.uses[at]);
        for (std::size_t begin = listed.single; begin < listed.uses.size();) {
            std::size_t end = begin;
            while (end < listed.uses.size() && host(end) == host(begin)) ++end;
            Data data;
            html::put(data, "bundle_host", host(begin));
            html::put(data, "bundle_words", finding(words_, model_.links[listed.uses[begin].link]));
            html::put(data, "bundle_count", words_.count("count.places", end - begin));
            bundle_.render(data, out_);
            for (; begin < end; ++begin) entry(listed.uses[begin]);
            out_ << "      </ol>\n    </details></li>\n";
        }
    }

    void entry(const Use& use) {
        const Link& link = model_.links[use.link];
        Data data = links_.entry(link, link.places[use.place], ids_.row(use));
        html::put_words(data, words_,
                        {"mark.comma", "word.copied", "word.copy", "word.copy_hint", "word.row_link"});
        entry_.render(data, out_);
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
    std::set<std::string_view> failed_hosts_;
    // Read once: the same for each issue and entry.
    kainjow::mustache::mustache issue_{std::string(html::k_issue)};
    kainjow::mustache::mustache entry_{std::string(html::k_entry)};
    kainjow::mustache::mustache bundle_{std::string(html::k_bundle)};
};

}  // namespace

void render_html(std::ostream& out, const Model& model, const RenderOptions& options) {
    HtmlReport(out, model, options).write();
}

}  // namespace linktender::report
