#include "phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "evidence.hpp"
#include "linktender/core/fnv1a.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"

namespace linktender::report {

namespace {

/// Evidence names its URL in this form: cut, and harmless in a terminal.
std::string as_in_evidence(std::string_view url) {
    return core::escape_control(core::truncate_utf8(url, k_evidence_bytes));
}

/// `text` without `prefix` and what divides it from the rest; unchanged when it starts otherwise.
std::string_view without_prefix(std::string_view text, std::string_view prefix) {
    constexpr std::string_view k_dividers = ":, ";
    if (!text.starts_with(prefix)) return text;
    const std::string_view rest = text.substr(prefix.size());
    const std::size_t start = rest.find_first_not_of(k_dividers);
    if (start == std::string_view::npos) return {};
    return start == 0 ? text : rest.substr(start);
}

std::string escape_brackets(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

/// A link destination of CommonMark: in angle brackets where parentheses could end it early.
std::string destination(const std::string& url) {
    return url.find_first_of("() ") == std::string::npos ? url : "<" + url + ">";
}

std::string_view end_words(const Words& words, const store::RunRecord& run) {
    if (run.ended == "complete") return {};
    if (run.ended == "interrupted") return words("run.interrupted");
    if (run.ended == "network-down") return words("run.network-down");
    if (run.ended == store::k_pruned) return words("run.pruned");
    return run.ended.empty() ? words("run.unfinished") : words("run.failed");
}

bool is_notable_flag(std::string_view flag) noexcept {
    static constexpr auto k_notable =
        std::to_array<std::string_view>({"archived", "drifted", "expiring", "flaky", "withdrawn"});
    return std::ranges::find(k_notable, flag) != k_notable.end();
}

}  // namespace

bool is_web_url(std::string_view url) noexcept {
    return core::starts_with_ignoring_ascii_case(url, "http://") ||
           core::starts_with_ignoring_ascii_case(url, "https://");
}

std::string encode_path(std::string_view file) {
    while (file.starts_with("./")) file.remove_prefix(2);
    std::string path;
    for (const char c : file) {
        if (core::is_ascii_alnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos)
            path += c;
        else
            fmt::format_to(std::back_inserter(path), "%{:02X}", static_cast<unsigned char>(c));
    }
    return path;
}

std::string fingerprint(std::string_view text) {
    return fmt::format("{:016x}", core::Fnv1a().add(text).value());
}

std::string file_url(std::string_view base_path, std::string_view file, std::uint32_t line) {
    // A path of the machine that read the issues leads nobody anywhere.
    if (base_path.empty() || file.starts_with('/')) return {};
    return fmt::format("{}{}#L{}", base_path, encode_path(file), line);
}

std::string url_at(const Link& link, const Place& place) {
    return place.fragment.empty() ? link.view.url : link.view.url + "#" + place.fragment;
}

std::string replacement_url(const Suggestion& suggestion, const Place& place) {
    if (place.fragment.empty() || suggestion.url.find('#') != std::string::npos) return suggestion.url;
    return suggestion.url + "#" + place.fragment;
}

std::string replacement_source(const Suggestion& suggestion, const Place& place) {
    const std::string url = replacement_url(suggestion, place);
    if (place.form == "inline") return fmt::format("[{}]({})", escape_brackets(place.text), destination(url));
    if (place.form == "image") return fmt::format("![{}]({})", escape_brackets(place.text), destination(url));
    if (place.form == "autolink") return "<" + url + ">";
    return url;
}

std::string suggestion_words(const Words& words, const Suggestion& suggestion) {
    switch (suggestion.kind) {
        case Suggestion::Kind::moved: break;
        case Suggestion::Kind::archive:
            return suggestion.captured_at
                       ? words.fill("suggestion.archive_of", words.date(*suggestion.captured_at))
                       : std::string(words("suggestion.archive"));
        case Suggestion::Kind::search: return std::string(words("suggestion.search"));
    }
    return std::string(words("suggestion.moved"));
}

std::string finding(const Words& words, const Link& link) {
    if (!link.view.check)
        return link.view.unchecked_reason.empty()
                   ? std::string()
                   : words.describe(verdict::Outcome::skipped, link.view.unchecked_reason);
    return words.describe(link.view.check->verdict.outcome, link.view.check->verdict.reason);
}

std::string short_evidence(const Words& words, const store::CheckRecord& check) {
    const std::string url = as_in_evidence(check.url);
    std::string_view evidence = without_prefix(check.verdict.evidence, url);
    evidence = without_prefix(evidence, fmt::format("HTTP {} from {}", check.status, url));
    if (evidence.ends_with(": " + url)) evidence.remove_suffix(url.size() + 2);
    const std::string found = words.describe(check.verdict.outcome, check.verdict.reason);
    const bool told = words.knows_reason(check.verdict.reason);
    std::string text;
    for (const std::string_view clause : clauses_of(evidence)) {
        if (clause == found || (told && is_bare_cause(clause))) continue;
        if (!text.empty()) text += words("mark.semicolon");
        text += clause_in(words, clause);
    }
    return core::truncate_utf8(text, k_evidence_bytes);
}

std::string_view advice_for(const Words& words, const Link& link) {
    if (!is_broken(link) || !link.view.check || link.suggestion) return {};
    return words.advice(link.view.check->verdict.outcome, link.view.check->verdict.reason);
}

bool has_flag(const Link& link, std::string_view flag) noexcept {
    return link.view.check && std::ranges::find(link.view.check->flags, flag) != link.view.check->flags.end();
}

std::vector<std::string_view> flags_in_words(const Words& words, const Link& link) {
    std::vector<std::string_view> shown;
    if (!link.view.check) return shown;
    for (const std::string& flag : link.view.check->flags) {
        // Of a link that is broken already nobody needs to hear that its certificate ends soon; a form that
        // expires and a bad certificate are what broke it.
        const bool told =
            flag == "expiring" ||
            (flag == "insecure" && link.view.check->verdict.outcome == verdict::Outcome::tls_error) ||
            (flag == "expired_by_design" && words.knows_reason(link.view.check->verdict.reason));
        if (!is_broken(link) || !told) shown.push_back(words.flag(flag));
    }
    const bool weak = link.view.check->verdict.confidence == verdict::Confidence::low;
    if (weak && verdict::is_broken(state_of(link))) shown.push_back(words("flag.weak_signal"));
    return shown;
}

std::string change_words(const Words& words, const Link& link) {
    if (const auto& mark = link.view.mark) {
        constexpr std::string_view k_keys[] = {"editor.acknowledged", "editor.alive", "editor.dead"};
        std::string text = words.fill(k_keys[static_cast<std::size_t>(mark->kind)], words.date(mark->until));
        if (!mark->note.empty())
            text.append(words("mark.colon")).append(core::truncate_utf8(mark->note, k_anchor_bytes));
        return text;
    }
    if (!link.change) return {};
    switch (*link.change) {
        case Change::fresh: return std::string(words("change.fresh"));
        case Change::still: return std::string(words("change.still"));
        case Change::recovered: return std::string(words("change.recovered"));
        case Change::acknowledged: break;
    }
    std::string text(words("change.acknowledged"));
    if (!link.note.empty())
        text.append(words("mark.colon")).append(core::truncate_utf8(link.note, k_anchor_bytes));
    return text;
}

std::optional<std::string> failing_since(const Words& words, const Link& link) {
    if (!link.view.state.first_failed_at || !link.view.check) return std::nullopt;
    const std::string since = words.date(*link.view.state.first_failed_at);
    if (since == words.date(link.view.check->checked_at)) return std::nullopt;
    return words.fill("phrase.since", since);
}

std::vector<std::string> background(const Words& words, const Link& link) {
    if (!link.view.check) return {};
    std::vector<std::string> parts;
    const store::StateRecord& state = link.view.state;
    if (auto since = failing_since(words, link)) parts.push_back(*std::move(since));
    // Links of a host that were judged together looked good an hour before: nobody is helped by that.
    if (is_broken(link) && state.last_ok_at &&
        words.date(*state.last_ok_at) != words.date(link.view.check->checked_at))
        parts.push_back(words.fill("phrase.last_ok", words.date(*state.last_ok_at)));
    if (state.state == verdict::State::blocked && state.last_known)
        parts.push_back(words.fill("phrase.last_known", words.label(*state.last_known)));
    if (state.failures > 1)
        parts.push_back(words.count("count.failures", static_cast<std::size_t>(state.failures)));
    if (has_flag(link, "expiring") && link.view.check->tls_expires_at && !is_broken(link))
        parts.push_back(words.fill("phrase.certificate", words.date(*link.view.check->tls_expires_at)));
    for (const std::string_view flag : flags_in_words(words, link)) parts.emplace_back(flag);
    return parts;
}

std::string date_of(const Words& words, const store::IssueView& issue) {
    return issue.date ? words.date(*issue.date) : std::string(words("word.undated"));
}

std::string title_of(const Words& words, const store::IssueView& issue) {
    if (issue.title.empty()) return std::string(words("word.untitled"));
    return core::truncate_utf8(issue.title, k_anchor_bytes);
}

std::string scope_of(const Words& words, const Summary& summary) {
    const std::string_view comma = words("mark.comma");
    return fmt::format("{}{}{}{}{}", words.count("count.issues", summary.issues), comma,
                       words.count("count.occurrences", summary.occurrences), comma,
                       words.count("count.links", summary.links));
}

std::vector<const Issue*> newest_first(const Model& model) {
    std::vector<const Issue*> order;
    for (const Issue& issue : model.issues) order.push_back(&issue);
    std::ranges::stable_sort(order, [](const Issue* a, const Issue* b) {
        if (!a->view.date || !b->view.date) return a->view.date.has_value() && !b->view.date.has_value();
        return *a->view.date > *b->view.date;
    });
    return order;
}

std::string run_notice(const Words& words, const store::RunRecord& run) {
    if (!run.incident.empty()) return words.fill("run.incident", evidence_in(words, run.incident));
    return std::string(end_words(words, run));
}

std::string change_summary(const Words& words, const Model& model) {
    if (!model.compared_with) return {};
    std::vector<std::string> parts;
    const std::pair<Change, std::string_view> kinds[] = {{Change::fresh, "change.fresh"},
                                                         {Change::still, "change.still"},
                                                         {Change::recovered, "change.recovered"},
                                                         {Change::acknowledged, "change.acknowledged"}};
    for (const auto& [change, key] : kinds) {
        const auto number =
            static_cast<std::size_t>(std::ranges::count(model.links, std::optional(change), &Link::change));
        if (number > 0 || change == Change::fresh) parts.push_back(words.share(key, number));
    }
    return words.fill("phrase.compared", words.date(*model.compared_with)) +
           std::string(words("mark.colon")) + words.list(parts);
}

bool has_recovered(const Link& link) noexcept {
    return link.change == Change::recovered;
}

bool is_marked_alive(const Link& link) noexcept {
    return link.view.mark && link.view.mark->kind == store::MarkKind::alive;
}

bool is_broken(const Link& link) noexcept {
    return verdict::is_broken(state_of(link));
}

bool is_notable(const Link& link) noexcept {
    return state_of(link) == verdict::State::alive && link.view.check &&
           std::ranges::any_of(link.view.check->flags, is_notable_flag);
}

std::string notable_words(const Words& words, const Link& link) {
    std::vector<std::string> parts;
    for (const std::string& flag : link.view.check->flags) {
        if (is_notable_flag(flag)) parts.emplace_back(words.flag(flag));
    }
    return words.list(parts);
}

std::size_t count_links(const Model& model, Selector wanted) {
    return static_cast<std::size_t>(std::ranges::count_if(model.links, wanted));
}

std::vector<Group> group_links(const Model& model, Selector wanted,
                               const std::function<std::string(const Link&)>& name) {
    std::map<std::string, std::vector<const Link*>> by_name;
    for (const Link& link : model.links) {
        if (wanted(link)) by_name[name(link)].push_back(&link);
    }
    std::vector<Group> groups;
    for (auto& [key, links] : by_name) groups.push_back({key, std::move(links)});
    std::ranges::stable_sort(groups, std::greater<>(), [](const Group& group) { return group.links.size(); });
    return groups;
}

std::vector<Group> blocked_by_host(const Model& model) {
    return group_links(model, is_in<verdict::State::blocked>, [](const Link& link) { return link.host; });
}

}  // namespace linktender::report
