#include "html_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "phrases.hpp"
#include "pictures.hpp"

namespace linktender::report::html {

namespace {

using verdict::State;

/// Rarer reasons are folded away.
constexpr std::size_t k_reasons_shown = 8;
/// After an outage every host is on the list of those whose links all fail.
constexpr std::size_t k_incidents_shown = 20;
constexpr std::size_t k_news_shown = 12;
/// Nobody picks from a longer list; the text filter finds the rest.
constexpr std::size_t k_hosts_offered = 200;
constexpr std::size_t k_choice_bytes = 90;

Data choice(std::string_view value, std::string_view name) {
    Data data;
    html::put(data, "value", value);
    html::put(data, "name", name);
    return data;
}

}  // namespace

Ids::Ids(const Model& model) {
    std::unordered_map<std::string, std::size_t> seen;
    // The same link twice in one issue: told apart by which one it is.
    const auto unique = [&](std::string key) {
        const std::size_t number = ++seen[key];
        return fingerprint(number == 1 ? key : fmt::format("{}\n{}", key, number));
    };
    for (const Link& link : model.links) rows_.emplace_back(link.places.size());
    for (const Issue& issue : model.issues) {
        issues_.push_back("i" + unique(issue.view.file));
        for (const Use& use : issue.uses)
            rows_[use.link][use.place] =
                "l" + unique(issue.view.file + "\n" + model.links[use.link].view.url);
    }
}

/// A part of the summary: a tile, a piece of the bar, a box of the filter.
struct SummaryData::Part {
    std::string_view name;  ///< also the class that colours it
    std::string_view word;
    std::size_t count;
    std::string_view target;  ///< section that lists them, empty for none
};

std::vector<SummaryData::Part> SummaryData::parts() const {
    const Summary& sum = model_.summary;
    const bool at_risk = std::ranges::any_of(model_.links, is_at_risk);
    const bool recovered = std::ranges::any_of(model_.links, has_recovered);
    const std::string_view alive_target = verbose_    ? "alive"
                                          : at_risk   ? "notable"
                                          : recovered ? "recovered"
                                                      : "";
    return {{"broken", words_("state.broken"), sum.broken(), "issues"},
            {"moved", words_("state.moved"), sum.moved, "moved"},
            {"blocked", words_("state.blocked"), sum.blocked, "blocked"},
            {"alive", words_("state.alive"), sum.alive, alive_target},
            {"skipped", words_("state.skipped"), sum.skipped, "skipped"},
            {"unchecked", words_("state.unchecked"), sum.unchecked, "unchecked"}};
}

void SummaryData::put_parts(Data& data) const {
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
}

/// The shares of all links, drawn on 1000 units; a small share stays visible.
void SummaryData::put_bar(Data& data) const {
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

void SummaryData::put_causes(Data& data) const {
    List reasons;
    List rarer;
    for (const ReasonCount& reason : model_.reasons) {
        Data row;
        html::put(row, "reason_links", words_.number(reason.links));
        html::put(row, "reason_label", words_.label(reason.outcome));
        html::put(row, "reason_words", words_.describe(reason.outcome, reason.reason));
        html::put(row, "reason_advice", words_.advice(reason.outcome, reason.reason));
        (reasons.size() < k_reasons_shown ? reasons : rarer).push_back(std::move(row));
    }
    List incidents;
    for (const HostIncident& incident : model_.incidents) {
        if (incidents.size() == k_incidents_shown) break;
        Data row;
        html::put(row, "incident_links", words_.number(incident.links));
        html::put(row, "incident_host", incident.host);
        html::put(row, "incident_words", words_.describe(incident.outcome, incident.reason));
        html::put(row, "incident_row", first_row(incident.host));
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

/// The host's first entry, in its newest issue.
std::string SummaryData::first_row(std::string_view host) const {
    for (const Issue* issue : newest_first(model_)) {
        for (const Use& use : issue->uses) {
            if (model_.links[use.link].host == host && is_broken(model_.links[use.link]))
                return ids_.row(use);
        }
    }
    return {};
}

/// New broken links by place, newest issue first.
List SummaryData::news(std::size_t& left_out) const {
    List list;
    left_out = 0;
    for (const Issue* issue : newest_first(model_)) {
        for (const Use& use : issue->uses) {
            const Link& link = model_.links[use.link];
            if (link.change != Change::fresh) continue;
            if (list.size() == k_news_shown) {
                ++left_out;
                continue;
            }
            const Place& place = link.places[use.place];
            Data one;
            html::put(one, "news_row", ids_.row(use));
            html::put(one, "news_name",
                      core::truncate_utf8(place.text.empty() ? link.view.url : place.text, k_anchor_bytes));
            html::put(one, "news_words",
                      fmt::format("{1}{0}{2}{0}{3}", words_("mark.comma"), finding(words_, link),
                                  date_of(words_, issue->view), words_.fill("phrase.line", place.line)));
            list.push_back(std::move(one));
        }
    }
    return list;
}

void SummaryData::put_changes(Data& data) const {
    data["has_changes"] = model_.compared_with.has_value();
    if (!model_.compared_with) return;
    html::put(data, "compared_with", words_.fill("phrase.compared", words_.date(*model_.compared_with)));
    std::size_t left_out = 0;
    const List fresh = news(left_out);
    const struct {
        Change change;
        std::string_view name;
        std::string_view word;
        std::string_view target;
    } kinds[] = {{Change::fresh, "fresh", words_("change.fresh"), "news"},
                 {Change::still, "still", words_("change.still"), "issues"},
                 {Change::recovered, "recovered", words_("change.recovered"), "recovered"},
                 {Change::acknowledged, "acknowledged", words_("change.acknowledged"), "issues"}};
    List tiles;
    List choices;
    for (const auto& kind : kinds) {
        const auto count = static_cast<std::size_t>(
            std::ranges::count(model_.links, std::optional(kind.change), &Link::change));
        Data tile;
        html::put(tile, "change_class", kind.name);
        html::put(tile, "change_count", words_.number(count));
        html::put(tile, "change_name", kind.word);
        html::put(tile, "change_target", count > 0 ? kind.target : std::string_view());
        tiles.push_back(std::move(tile));
        if (count > 0) choices.push_back(choice(kind.name, kind.word));
    }
    data["changes"] = Data(tiles);
    data["change_choices"] = Data(choices);
    data["has_news"] = !fresh.empty();
    data["news"] = Data(fresh);
    if (left_out > 0) html::put(data, "more_news", words_.count("count.more", left_out));
}

void SummaryData::put_choices(Data& data) const {
    std::map<std::string_view, std::size_t> hosts;
    for (const Link& link : model_.links) {
        const State state = state_of(link);
        const bool listed = state != State::alive || verbose_ || is_at_risk(link) || has_recovered(link);
        if (listed && !link.host.empty()) ++hosts[link.host];
    }
    std::vector<std::pair<std::string_view, std::size_t>> by_count(hosts.begin(), hosts.end());
    std::ranges::stable_sort(by_count, std::greater<>(), [](const auto& entry) { return entry.second; });
    if (by_count.size() > k_hosts_offered) by_count.resize(k_hosts_offered);
    List host_choices;
    for (const auto& [host, count] : by_count)
        host_choices.push_back(choice(host, words_.fill("phrase.heading", host, words_.number(count))));
    List issue_choices;
    for (const Issue* issue : newest_first(model_)) {
        const bool listed = std::ranges::any_of(issue->uses, [&](const Use& use) {
            const Link& link = model_.links[use.link];
            return is_broken(link) || state_of(link) == State::moved;
        });
        if (!listed) continue;
        const std::string name = date_of(words_, issue->view) + " " +
                                 (issue->view.title.empty() ? issue->view.file : issue->view.title);
        issue_choices.push_back(
            choice(ids_.issue(model_, *issue), core::truncate_utf8(name, k_choice_bytes)));
    }
    data["host_choices"] = Data(host_choices);
    data["issue_choices"] = Data(issue_choices);
}

void SummaryData::put(Data& data) const {
    put_words(data, words_, {"mark.comma",           "word.advice",          "heading.changes",
                             "heading.incidents",    "heading.issues",       "heading.reasons",
                             "heading.summary",      "hint.incidents",       "word.any_change",
                             "word.any_host",        "word.any_issue",       "word.change",
                             "word.filter",          "word.filter_hint",     "word.host",
                             "word.issue",           "word.links",           "word.nothing_broken",
                             "word.nothing_matches", "word.reason",          "word.report",
                             "word.shown",           "word.skip_to_content", "word.sort",
                             "word.sort_broken",     "word.sort_newest",     "word.sort_oldest",
                             "word.sort_since",      "word.states",          "word.theme_auto",
                             "word.theme_dark",      "word.theme_light"});
    const Summary& sum = model_.summary;
    const std::string notice = run_notice(words_, model_.run);
    html::put(data, "headline",
              sum.broken() == 0 && notice.empty() ? std::string(words_("word.nothing_broken"))
                                                  : words_.count("count.broken", sum.broken()));
    html::put(data, "scope", scope_of(words_, sum));
    const core::TimePoint made = model_.run.finished_at.value_or(model_.run.started_at);
    html::put(data, "run_time", core::format_time(made));
    html::put(data, "run_day", words_.date(made));
    html::put(data, "notice", notice);
    data["nothing_to_do"] = sum.broken() + sum.moved == 0 && notice.empty();
    put_changes(data);
    put_parts(data);
    put_bar(data);
    if (const auto health = health_picture(words_, model_)) data["health"] = picture_data(*health);
    put_causes(data);
    put_choices(data);
}

}  // namespace linktender::report::html
