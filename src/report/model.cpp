#include "linktender/report/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "history.hpp"
#include "linktender/url/url.hpp"

namespace linktender::report {

namespace {

using verdict::Outcome;
using verdict::State;

/// A permanent redirect is the site's own word; a verdict that rests on a weak signal is worth less.
constexpr double k_confidence_high = 0.9;
constexpr double k_confidence_low = 0.5;

std::string host_of(const std::string& link) {
    const auto parsed = url::parse(link);
    return parsed ? std::string(parsed->host()) : std::string();
}

std::size_t& counter(Summary& summary, State state) noexcept {
    switch (state) {
        case State::alive: return summary.alive;
        case State::moved: return summary.moved;
        case State::failing: return summary.failing;
        case State::dead: return summary.dead;
        case State::blocked: return summary.blocked;
        case State::skipped: return summary.skipped;
        case State::unchecked: return summary.unchecked;
    }
    return summary.unchecked;
}

Summary summarise(const Model& model, const LeftOut& left_out) {
    Summary summary;
    summary.issues = model.issues.size();
    summary.links = model.links.size() + left_out.links;
    summary.alive = left_out.links;
    summary.occurrences = left_out.occurrences;
    for (const Link& link : model.links) {
        summary.occurrences += link.places.size();
        ++counter(summary, state_of(link));
    }
    return summary;
}

std::vector<ReasonCount> count_reasons(const std::vector<Link>& links) {
    std::map<std::pair<Outcome, std::string>, std::size_t> counts;
    for (const Link& link : links) {
        if (!verdict::is_broken(state_of(link)) || !link.view.check) continue;
        ++counts[{link.view.check->verdict.outcome, link.view.check->verdict.reason}];
    }
    std::vector<ReasonCount> reasons;
    for (const auto& [key, count] : counts) reasons.push_back({key.first, key.second, count});
    std::ranges::stable_sort(reasons, std::greater<>(), &ReasonCount::links);
    return reasons;
}

std::vector<HostIncident> find_incidents(const store::RunRecord& run, const std::vector<Link>& links,
                                         const LeftOut& left_out) {
    std::map<std::string_view, std::vector<const Link*>> checked;
    for (const Link& link : links) {
        const State state = state_of(link);
        // What is judged by the URL alone, without a request, says nothing about the host.
        const bool asked = link.view.check && link.view.check->attempts > 0;
        if (asked && !link.host.empty() && state != State::skipped && state != State::unchecked &&
            !left_out.hosts.contains(link.host))
            checked[link.host].push_back(&link);
    }
    std::vector<HostIncident> incidents;
    for (const auto& [host, of_host] : checked) {
        const auto broken = [](const Link* link) {
            return verdict::is_broken(state_of(*link)) && link->view.check;
        };
        const bool failed_together =
            std::ranges::find(run.host_incidents, host) != run.host_incidents.end() &&
            std::ranges::any_of(of_host, broken);
        if (!failed_together && (of_host.size() < k_incident_links || !std::ranges::all_of(of_host, broken)))
            continue;
        std::map<std::pair<Outcome, std::string_view>, std::size_t> counts;
        std::size_t failing = 0;
        for (const Link* link : of_host) {
            if (!broken(link)) continue;
            ++failing;
            ++counts[{link->view.check->verdict.outcome, link->view.check->verdict.reason}];
        }
        const auto most =
            std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
        incidents.push_back({std::string(host), failing, most->first.first, std::string(most->first.second)});
    }
    std::ranges::stable_sort(incidents, std::greater<>(), &HostIncident::links);
    return incidents;
}

void attach_uses(Model& model) {
    for (std::size_t l = 0; l < model.links.size(); ++l) {
        const auto& places = model.links[l].places;
        for (std::size_t p = 0; p < places.size(); ++p)
            model.issues.at(places[p].issue).uses.push_back({l, p});
    }
    const auto position = [&](const Use& use) {
        const Place& place = model.links[use.link].places[use.place];
        return std::tuple(place.line, place.column, place.offset);
    };
    for (Issue& issue : model.issues) std::ranges::stable_sort(issue.uses, {}, position);
}

Place place_of(const store::OccurrenceView& occurrence) {
    return {occurrence.issue,  occurrence.line, occurrence.column,   occurrence.offset,
            occurrence.length, occurrence.text, occurrence.fragment, occurrence.form};
}

/// Alive, and nothing to say about it.
bool is_uneventful(const store::LinkView& view) {
    return view.state.state == State::alive && view.check && view.check->flags.empty() &&
           view.unchecked_reason.empty() && !view.mark;
}

/// Why an occurrence has no link: nullopt for a relative reference, which is none of a web's business.
std::optional<url::UrlError> problem_with(const std::string& raw) {
    const auto parsed = url::parse(raw);
    if (parsed || parsed.error() == url::UrlError::relative_without_base) return std::nullopt;
    return parsed.error();
}

}  // namespace

std::string_view to_string(Suggestion::Kind kind) noexcept {
    switch (kind) {
        case Suggestion::Kind::moved: return "moved";
        case Suggestion::Kind::archive: return "archive";
        case Suggestion::Kind::search: return "search";
    }
    return "moved";
}

std::optional<Suggestion> suggestion_for(const store::LinkView& view) {
    if (!view.check || view.check->verdict.outcome != Outcome::moved) return std::nullopt;
    // Only what a reader can follow is worth writing into an issue.
    const auto target = url::parse(view.check->verdict.moved_to);
    if (!target || !target->is_http()) return std::nullopt;
    const bool sure = view.check->verdict.confidence == verdict::Confidence::high;
    return Suggestion{Suggestion::Kind::moved, std::string(url::without_credentials(*target).href()),
                      std::nullopt, sure ? k_confidence_high : k_confidence_low};
}

Model assemble(store::RunRecord run, std::vector<store::IssueView> issues, std::vector<Link> links,
               std::vector<Malformed> malformed, const LeftOut& left_out) {
    Model model;
    model.run = std::move(run);
    for (store::IssueView& issue : issues) model.issues.push_back({std::move(issue), {}});
    model.links = std::move(links);
    model.malformed = std::move(malformed);
    for (Link& link : model.links) {
        link.host = host_of(link.view.url);
        if (!link.suggestion) link.suggestion = suggestion_for(link.view);
    }
    attach_uses(model);
    model.summary = summarise(model, left_out);
    model.reasons = count_reasons(model.links);
    model.incidents = find_incidents(model.run, model.links, left_out);
    return model;
}

Model build(const store::Reader& reader, store::RunId run, Details details) {
    auto record = reader.run(run);
    if (!record) throw std::invalid_argument(fmt::format("the database has no run {}", run));
    std::vector<store::IssueView> issues = reader.issues_of(run);
    std::vector<Link> links;
    std::unordered_map<std::string, std::size_t> index;
    LeftOut left_out;
    const auto leave_out = [&](const store::LinkView& view) {
        ++left_out.links;
        left_out.hosts.insert(host_of(view.url));
    };
    reader.links_of(run, [&](const store::LinkView& latest) {
        const bool later =
            record->finished_at && latest.check && latest.check->checked_at > *record->finished_at;
        if (details == Details::problems && !later && is_uneventful(latest)) return leave_out(latest);
        Link link{.view = latest};
        if (later) rewind(link.view, reader, *record->finished_at);
        if (details == Details::problems && is_uneventful(link.view)) return leave_out(link.view);
        index.emplace(link.view.url, links.size());
        if (link.view.mark) link.note = link.view.mark->note;
        links.push_back(std::move(link));
    });
    std::vector<Malformed> malformed;
    reader.occurrences_of(run, [&](const store::OccurrenceView& occurrence) {
        if (occurrence.disabled || occurrence.form == "definition") return;
        // What another process adds between two answers of the reader is for its own report.
        if (occurrence.issue >= issues.size()) return;
        if (!occurrence.url.empty()) {
            if (const auto found = index.find(occurrence.url); found != index.end())
                links[found->second].places.push_back(place_of(occurrence));
            else
                left_out.occurrences += left_out.links > 0 ? 1U : 0U;
        } else if (const auto problem = problem_with(occurrence.raw)) {
            malformed.push_back({place_of(occurrence), occurrence.raw, *problem});
        }
    });
    return assemble(*std::move(record), std::move(issues), std::move(links), std::move(malformed), left_out);
}

}  // namespace linktender::report
