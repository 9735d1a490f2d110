#include "html_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "linktender/core/text.hpp"
#include "phrases.hpp"

namespace linktender::report::html {

namespace {

using verdict::State;

/// Longer addresses are shown cut; their links stay whole.
constexpr std::size_t k_address_bytes = 500;
/// An item names this many places; the footer link of every issue would drown the rest.
constexpr std::size_t k_places_shown = 12;
constexpr std::string_view k_dot = " · ";
/// A group with no more items than this stands open.
constexpr std::size_t k_items_open = 10;

std::string details_of(const Words& words, const Link& link) {
    return fmt::format("{}", fmt::join(background(words, link), k_dot));
}

std::string_view slug_of(Change change) noexcept {
    switch (change) {
        case Change::fresh: return "fresh";
        case Change::still: return "still";
        case Change::recovered: return "recovered";
        case Change::acknowledged: return "acknowledged";
    }
    return "";
}

/// What the group of a link at risk is called.
std::string risk_words(const Words& words, const Link& link) {
    std::vector<std::string> parts;
    if (is_notable(link)) parts.push_back(notable_words(words, link));
    if (has_flag(link, "no_copy")) parts.emplace_back(words.flag("no_copy"));
    return words.list(parts);
}

/// Where an archive shows the page as it was when the issue came out; what nobody could reach was not
/// archived either.
std::string copy_href(const Link& link, const store::IssueView& issue) {
    if (!is_web_url(link.view.url) || link.view.url.size() > k_address_bytes || !link.view.check ||
        link.view.check->verdict.outcome == verdict::Outcome::unsafe)
        return {};
    std::string day = issue.date ? core::format_date(*issue.date) : std::string("2");
    std::erase(day, '-');
    return fmt::format("https://web.archive.org/web/{}/{}", day, link.view.url);
}

std::string copy_words(const Words& words, const store::IssueView& issue) {
    if (!issue.date) return std::string(words("suggestion.archive"));
    return words.fill("phrase.find_copy", date_of(words, issue));
}

/// The class that colours a state; failing and dead look the same.
std::string_view class_of(State state) noexcept {
    return verdict::is_broken(state) ? "broken" : verdict::to_string(state);
}

}  // namespace

struct LinkData::ListKind {
    std::string_view id;
    std::string_view style;
    std::string_view heading;  ///< key
    std::string_view hint;     ///< key, empty for none
    Selector wanted;
    bool by_host;  ///< grouped by host, else by reason
};

void put(Data& data, const std::string& name, std::string_view text) {
    if (!text.empty()) data[name] = Data(core::escape_control(text));
}

void put_words(Data& data, const Words& words, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        std::string name(key);
        std::ranges::replace(name, '.', '_');
        put(data, name, words(key));
    }
}

Data picture_data(const Picture& picture) {
    Data data;
    put(data, "id", picture.id);
    put(data, "title", picture.title);
    put(data, "text", picture.text);
    put(data, "width", std::to_string(picture.width));
    put(data, "height", std::to_string(picture.height));
    List shapes;
    for (const Shape& shape : picture.shapes) {
        Data one;
        put(one, "css", shape.css);
        put(one, "path", shape.path);
        put(one, "tip", shape.title);
        shapes.push_back(std::move(one));
    }
    List labels;
    for (const Label& label : picture.labels) {
        Data one;
        put(one, "css", label.css);
        put(one, "x", fmt::format("{:.1f}", label.x));
        put(one, "y", fmt::format("{:.1f}", label.y));
        put(one, "label", label.text);
        labels.push_back(std::move(one));
    }
    data["shapes"] = Data(shapes);
    data["labels"] = Data(labels);
    return data;
}

bool is_at_risk(const Link& link) noexcept {
    return state_of(link) == State::alive && (is_notable(link) || has_flag(link, "no_copy"));
}

void LinkData::put_address(Data& data, const std::string& name, const std::string& href_name,
                           const std::string& url) const {
    put(data, name, core::truncate_utf8(url, k_address_bytes));
    // What cannot be written into the page as it is would lead elsewhere, so it is no link.
    if (is_web_url(url) && core::escape_control(url) == url) put(data, href_name, url);
}

void LinkData::put_link(Data& data, const Link& link, const std::string& url) const {
    // A click must not send a reader's browser to what we refuse to visit: the inside of a network.
    const bool refused = link.view.check && link.view.check->verdict.outcome == verdict::Outcome::unsafe;
    if (refused)
        put(data, "address", core::truncate_utf8(url, k_address_bytes));
    else
        put_address(data, "address", "href", url);
}

void LinkData::put_finding(Data& data, const Link& link) const {
    if (!link.view.check) return;
    put(data, "label", words_.label(link.view.check->verdict.outcome));
    put(data, "finding", finding(words_, link));
    if (state_of(link) != State::moved) put(data, "evidence", short_evidence(words_, *link.view.check));
    put(data, "advice", advice_for(words_, link));
    put_details(data, link, details_of(words_, link));
}

void LinkData::put_details(Data& data, const Link& link, const std::string& words) const {
    const auto strip = history_picture(words_, link);
    data["has_details"] = strip.has_value() || !words.empty();
    put(data, "details", words);
    if (strip) data["strip"] = picture_data(*strip);
}

std::string LinkData::place_href(const Place& place) const {
    const std::string href = file_url(base_path_, model_.issues[place.issue].view.file, place.line);
    return is_web_url(href) ? href : std::string();
}

void LinkData::put_keys(Data& data, const Link& link) const {
    put(data, "host", link.host);
    if (link.change) put(data, "change", slug_of(*link.change));
    // That a link is still broken is told by since when.
    if (link.change != Change::still) put(data, "change_words", change_words(words_, link));
}

Data LinkData::entry(const Link& link, const Place& place, const std::string& row) const {
    Data data;
    put(data, "row", row);
    put_keys(data, link);
    put(data, "state_class", class_of(state_of(link)));
    put(data, "line", words_.fill("phrase.line", place.line));
    put(data, "place_href", place_href(place));
    put(data, "anchor", core::truncate_utf8(place.text, k_anchor_bytes));
    put_link(data, link, url_at(link, place));
    put_finding(data, link);
    put(data, "copy_href", copy_href(link, model_.issues[place.issue].view));
    put(data, "copy_words", copy_words(words_, model_.issues[place.issue].view));
    if (link.suggestion) {
        put_address(data, "new_address", "new_href", replacement_url(*link.suggestion, place));
        put(data, "new_source", replacement_source(*link.suggestion, place));
        put(data, "suggestion_words", suggestion_words(words_, *link.suggestion));
    }
    return data;
}

Data LinkData::move(const Link& link) const {
    Data data;
    put_keys(data, link);
    put_link(data, link, link.view.url);
    if (link.suggestion) put_address(data, "new_address", "new_href", link.suggestion->url);
    put(data, "places_count", words_.count("count.places", link.places.size()));
    return data;
}

void LinkData::put_places(Data& data, const std::vector<Place>& places) const {
    List list;
    for (std::size_t i = 0; i < std::min(places.size(), k_places_shown); ++i) {
        Data one;
        put(one, "place_name",
            fmt::format("{}:{}", model_.issues[places[i].issue].view.file, places[i].line));
        put(one, "place_href", place_href(places[i]));
        list.push_back(std::move(one));
    }
    data["item_places"] = Data(list);
    if (places.size() > k_places_shown)
        put(data, "more_places", words_.count("count.more", places.size() - k_places_shown));
}

/// The finding is in the heading of the group.
std::string LinkData::evidence_and_details(const Link& link) const {
    std::string text = short_evidence(words_, *link.view.check);
    const std::string details = details_of(words_, link);
    if (!text.empty() && !details.empty()) text += k_dot;
    return text + details;
}

Data LinkData::item(const Link& link, bool with_finding) const {
    Data data;
    if (!link.places.empty())
        put(data, "anchor", core::truncate_utf8(link.places.front().text, k_anchor_bytes));
    put_keys(data, link);
    put_link(data, link, link.view.url);
    if (with_finding)
        put_finding(data, link);
    else
        put_details(data, link, link.view.check ? evidence_and_details(link) : std::string());
    put_places(data, link.places);
    return data;
}

Data LinkData::group(const ListKind& kind, const Group& group) const {
    // What all links of a group have in common is said once, in its heading.
    const std::string common = kind.id == "notable" ? std::string() : finding(words_, *group.links.front());
    const bool alike =
        std::ranges::all_of(group.links, [&](const Link* link) { return finding(words_, *link) == common; });
    List items;
    for (const Link* link : group.links) items.push_back(item(*link, !alike && kind.by_host));
    Data data;
    put(data, "group_name", group.name);
    if (alike && group.name != common) put(data, "group_words", common);
    if (alike && group.links.front()->view.check)
        put(data, "group_label", words_.label(group.links.front()->view.check->verdict.outcome));
    put(data, "group_count", words_.number(group.links.size()));
    data["open"] = group.links.size() <= k_items_open && kind.id != "alive";
    data["items"] = Data(items);
    return data;
}

Data LinkData::list(const ListKind& kind) const {
    const auto name = [&](const Link& link) -> std::string {
        if (kind.id == "notable") return risk_words(words_, link);
        if (kind.by_host && !link.host.empty()) return link.host;
        const std::string found = finding(words_, link);
        return found.empty() ? std::string(words_("state.unchecked")) : found;
    };
    const std::vector<Group> groups = group_links(model_, kind.wanted, name);
    std::size_t total = 0;
    List shown;
    for (const Group& one : groups) {
        shown.push_back(group(kind, one));
        total += one.links.size();
    }
    Data data;
    put(data, "list_id", kind.id);
    put(data, "list_heading", words_(kind.heading));
    put(data, "list_total", words_.number(total));
    put(data, "list_hint", kind.hint.empty() ? kind.hint : words_(kind.hint));
    put(data, "list_class", kind.style);
    put(data, "list_state", kind.style == "notable" ? "alive" : kind.style);
    data["groups"] = Data(shown);
    return data;
}

/// Addresses without a link: one group for each problem.
Data LinkData::malformed() const {
    std::map<std::string, List> groups;
    for (const Malformed& bad : model_.malformed) {
        Data one;
        put(one, "anchor", core::truncate_utf8(bad.place.text, k_anchor_bytes));
        put(one, "address", core::truncate_utf8(bad.raw, k_evidence_bytes));
        put_places(one, {bad.place});
        groups[std::string(words_.describe(bad.problem))].push_back(std::move(one));
    }
    List shown;
    for (auto& [problem, items] : groups) {
        Data group;
        put(group, "group_name", problem);
        put(group, "group_count", words_.number(items.size()));
        group["open"] = items.size() <= k_items_open;
        group["items"] = Data(items);
        shown.push_back(std::move(group));
    }
    Data data;
    put(data, "list_id", "malformed");
    put(data, "list_heading", words_("heading.malformed"));
    put(data, "list_total", words_.number(model_.malformed.size()));
    put(data, "list_hint", words_("hint.malformed"));
    put(data, "list_class", "broken");
    put(data, "list_state", "broken");
    data["groups"] = Data(shown);
    return data;
}

List LinkData::lists(bool with_alive) const {
    const ListKind kinds[] = {
        {"blocked", "blocked", "heading.blocked", "hint.blocked", is_in<State::blocked>, true},
        {"notable", "notable", "heading.notable", "", is_at_risk, false},
        {"recovered", "alive", "heading.recovered", "", has_recovered, true},
        {"marked", "alive", "heading.marked", "", is_marked_alive, true},
        {"skipped", "skipped", "heading.skipped", "hint.skipped", is_in<State::skipped>, false},
        {"unchecked", "unchecked", "heading.unchecked", "", is_in<State::unchecked>, true},
        {"alive", "alive", "heading.alive", "", is_in<State::alive>, true},
    };
    List lists;
    for (const ListKind& kind : kinds) {
        if (kind.id == "alive" && !with_alive) continue;
        if (std::ranges::any_of(model_.links, kind.wanted)) lists.push_back(list(kind));
        if (kind.id == "notable" && !model_.malformed.empty()) lists.push_back(malformed());
    }
    return lists;
}

}  // namespace linktender::report::html
