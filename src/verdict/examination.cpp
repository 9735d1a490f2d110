#include "examination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"
#include "linktender/verdict/fold.hpp"
#include "scope.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_shown_bytes = 160;
/// What is left of 300 ms a page, once it has been analysed; two megabytes take half of it.
constexpr page::DocumentLimits k_tree_limits{.cpu_time = std::chrono::milliseconds(150)};

std::string quoted(std::string_view what, std::string_view text) {
    return fmt::format("{} \"{}\"", what, core::escape_control(core::truncate_utf8(text, k_shown_bytes)));
}

bool matches(const Pattern& pattern, std::string_view text) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern);
}

/// Whether a sign at that place joins two parts of a title: `|` and `_` always, `-`, `·` and the like
/// between spaces, and a hyphen beside Chinese, where no word has one.
std::size_t separator_at(std::string_view title, std::size_t at) {
    if (title[at] == '|' || title[at] == '_') return 1;
    constexpr std::array<std::string_view, 4> k_words{" - ", " \xC2\xB7 ", " \xC2\xBB ", " :: "};
    for (const std::string_view word : k_words) {
        if (title.substr(at).starts_with(word)) return word.size();
    }
    if (title[at] != '-') return 0;
    std::size_t before = at;
    while (before > 0 && (static_cast<unsigned char>(title[--before]) & 0xC0U) == 0x80U) {
    }
    return is_cjk(core::decode_utf8(title, before).value) || is_cjk(core::decode_utf8(title, at + 1).value)
               ? 1
               : 0;
}

/// The first and the last part of a title as sites join them: `Lost page - Site`, `Site | Lost page`.
std::pair<std::string_view, std::string_view> outer_parts(std::string_view title) {
    std::size_t first_end = title.size();
    std::size_t last_begin = 0;
    for (std::size_t at = 0; at < title.size(); ++at) {
        const std::size_t length = separator_at(title, at);
        if (length == 0) continue;
        first_end = std::min(first_end, at);
        last_begin = at + length;
    }
    return {core::trim(title.substr(0, first_end)), core::trim(title.substr(last_begin))};
}

bool all_hit(const std::vector<std::size_t>& numbers, const LiteralHits& hits) {
    return std::ranges::all_of(numbers, [&](std::size_t number) { return hits[number]; });
}

/// Whether the source holds what at least one of the selectors needs.
bool any_possible(const std::vector<std::vector<std::size_t>>& selectors, const LiteralHits& hits) {
    return std::ranges::any_of(selectors, [&](const auto& numbers) { return all_hit(numbers, hits); });
}

/// True when nothing is asked for. The hits are made only when something is.
template <class Hits>
bool none_or_any_hit(const std::vector<std::size_t>& numbers, Hits hits) {
    return numbers.empty() ||
           std::ranges::any_of(numbers, [&](std::size_t number) { return (*hits())[number]; });
}

/// Rules on the page are about pages. Plain text and JSON only answer to a rule that asks for their
/// type: source files and logs quote everything.
bool is_for_kind(const Rule& rule, page::PageFacts::Kind kind) {
    if (kind == page::PageFacts::Kind::html) return true;
    return kind == page::PageFacts::Kind::text &&
           std::ranges::find(rule.headers, "content-type", &HeaderPattern::name) != rule.headers.end();
}

}  // namespace

bool any_host_matches(const std::vector<HostPattern>& patterns, std::string_view host,
                      std::string_view registrable) {
    return std::ranges::any_of(patterns, [&](const HostPattern& pattern) {
        switch (pattern.kind) {
            case HostPattern::Kind::exact: return host == pattern.name;
            case HostPattern::Kind::registrable: return registrable == pattern.name;
            case HostPattern::Kind::subdomains:
                return host.size() > pattern.name.size() + 1 && host.ends_with(pattern.name) &&
                       host[host.size() - pattern.name.size() - 1] == '.';
        }
        return false;
    });
}

bool url_matches(const Rule& rule, std::string_view url) {
    return std::ranges::all_of(rule.url, [&](const Pattern& pattern) { return matches(pattern, url); }) &&
           !(rule.unless_url && matches(rule.unless_url, url));
}

Examination::Examination(const Evidence& evidence, const RuleSet::Compiled& rules)
    : evidence_(evidence), rules_(rules), registrable_(url::registrable_domain(evidence.url.host())) {
    if (auto parsed = url::parse(evidence.final_url.empty() ? evidence.url.href() : evidence.final_url)) {
        final_url_ = std::move(*parsed);
        final_registrable_ = url::registrable_domain(final_url_->host());
    }
}

std::optional<std::string> Examination::fires(std::size_t index) {
    const Rule& rule = rules_.rules[index];
    const RuleLiterals& literals = rules_.literals[index];
    if (rule.stage == Stage::url || !hosts_hold(rule) || !urls_hold(rule)) return std::nullopt;
    Holds response = response_holds(rule);
    if (!response) return std::nullopt;
    if (rule.stage == Stage::response) {
        return response->empty() ? quoted("the URL is", evidence_.url.without_fragment()) : *response;
    }
    Holds body = cheap_body_holds(rule, literals);
    if (!body || vetoed(rule, literals)) return std::nullopt;
    Holds elements = elements_hold(rule, literals);
    if (!elements || !prose_holds(rule)) return std::nullopt;
    for (const Holds* shown : {&elements, &body, &response}) {
        if (!(*shown)->empty()) return **shown;
    }
    return quoted("the URL is", evidence_.url.without_fragment());
}

bool Examination::hosts_hold(const Rule& rule) const {
    const std::string_view final_host = final_url_ ? final_url_->host() : std::string_view();
    if (!rule.hosts.empty() && !any_host_matches(rule.hosts, evidence_.url.host(), registrable_) &&
        !any_host_matches(rule.hosts, final_host, final_registrable_)) {
        return false;
    }
    return rule.final_hosts.empty() || any_host_matches(rule.final_hosts, final_host, final_registrable_);
}

bool Examination::urls_hold(const Rule& rule) const {
    return url_matches(rule, evidence_.url.without_fragment()) &&
           (!rule.final_url || (final_url_ && matches(rule.final_url, final_url_->href())));
}

Examination::Holds Examination::response_holds(const Rule& rule) const {
    std::string shown;
    if (!rule.status.empty()) {
        const bool listed = std::ranges::any_of(rule.status, [&](const StatusRange& range) {
            return range.first <= evidence_.status && evidence_.status <= range.last;
        });
        if (!listed) return std::nullopt;
        shown = fmt::format("HTTP {}", evidence_.status);
    }
    if ((rule.final_url || !rule.final_hosts.empty()) && final_url_) {
        shown = quoted("it ends at", final_url_->href());
    }
    for (const HeaderPattern& wanted : rule.headers) {
        const auto& fields = evidence_.headers.all();
        const auto found = std::ranges::find_if(fields, [&](const http::Header& field) {
            return field.name == wanted.name && matches(wanted.value, field.value);
        });
        if (found == fields.end()) return std::nullopt;
        shown = quoted("header", found->name + ": " + found->value);
    }
    return shown;
}

Examination::Holds Examination::cheap_body_holds(const Rule& rule, const RuleLiterals& literals) {
    const page::PageFacts& page = evidence_.page;
    if (!is_for_kind(rule, page.kind)) return std::nullopt;
    if (rule.max_text && page.visible_length > *rule.max_text) return std::nullopt;
    if (rule.max_bytes && page.decoded.size() > *rule.max_bytes) return std::nullopt;
    const Holds title = title_holds(rule);
    if (!title) return std::nullopt;
    const Holds source = source_holds(rule, literals);
    if (!source) return std::nullopt;
    const Holds text = rule.selectors.empty() ? visible_text_holds(rule, literals) : Holds(std::string());
    if (!text) return std::nullopt;
    for (const Holds* shown : {&text, &title, &source}) {
        if (!(*shown)->empty()) return **shown;
    }
    return std::string();
}

Examination::Holds Examination::title_holds(const Rule& rule) {
    if (!rule.title && !rule.title_part) return std::string();
    const std::string_view title = folded_title();
    if (rule.title && !matches(rule.title, title)) return std::nullopt;
    if (rule.title_part) {
        const auto [first, last] = outer_parts(title);
        const auto whole = [&](std::string_view part) {
            return RE2::FullMatch(re2::StringPiece(part.data(), part.size()), *rule.title_part);
        };
        if (!whole(first) && !whole(last)) return std::nullopt;
    }
    return title.empty() ? std::string("the title is empty")
                         : quoted("the title is", evidence_.page.html_title);
}

Examination::Holds Examination::source_holds(const Rule& rule, const RuleLiterals& literals) {
    std::string shown;
    if (!literals.raw_any.empty()) {
        const auto hit =
            std::ranges::find_if(literals.raw_any, [&](std::size_t number) { return source_hits()[number]; });
        if (hit == literals.raw_any.end()) return std::nullopt;
        shown =
            quoted("the source has", rule.raw_any[static_cast<std::size_t>(hit - literals.raw_any.begin())]);
    }
    if (!literals.raw_all.empty()) {
        if (!all_hit(literals.raw_all, source_hits())) return std::nullopt;
        shown = quoted("the source has", rule.raw_all.front());
    }
    return shown;
}

Examination::Holds Examination::visible_text_holds(const Rule& rule, const RuleLiterals& literals) {
    if (literals.text_any.empty() && !rule.text) return std::string();
    if (!none_or_any_hit(literals.text_any, [&] { return &text_hits(); })) return std::nullopt;
    std::string_view scope = folded_text();
    if (rule.head_window > 0) scope = first_characters(scope, rule.head_window);
    const auto found = find_in_text(rule, scope);
    if (!found) return std::nullopt;
    return quoted("the page says", *found);
}

Examination::Holds Examination::elements_hold(const Rule& rule, const RuleLiterals& literals) {
    if (rule.selectors.empty()) return std::string();
    if (!any_possible(literals.selectors, source_hits()) ||
        !none_or_any_hit(literals.script_text, [&] { return &source_hits(); }) ||
        !none_or_any_hit(literals.text_any, [&] { return &text_hits(); })) {
        return std::nullopt;
    }
    const page::Document* parsed = document();
    if (parsed == nullptr) {
        // The tree is lost and the strings are there: enough to spare a page, not to condemn it.
        if (rule.verdict != RuleVerdict::alive || !rule.text_any.empty() || rule.text) return std::nullopt;
        return quoted("the source seems to hold", rule.selectors.front().source);
    }
    const auto found = find_in_elements(rule, *parsed);
    if (!found) return std::nullopt;
    return found->text.empty() ? quoted("the page has", found->selector)
                               : quoted(found->selector + " says", found->text);
}

bool Examination::vetoed(const Rule& rule, const RuleLiterals& literals) {
    if (rule.unless_selectors.empty() || !any_possible(literals.unless_selectors, source_hits()))
        return false;
    const page::Document* parsed = document();
    return parsed == nullptr || has_element(rule.unless_selectors, *parsed);
}

bool Examination::prose_holds(const Rule& rule) {
    if (!rule.max_prose) return true;
    if (!prose_) {
        const page::Document* parsed = document();
        if (parsed == nullptr) return false;
        prose_ = measure_prose(*parsed, evidence_.page.metadata);
    }
    return !prose_->is_article && prose_->length <= *rule.max_prose;
}

std::optional<std::string> Examination::target_of(const Rule& rule) const {
    std::string captured;
    const std::string& source = evidence_.page.decoded;
    if (!rule.target || !RE2::PartialMatch(source, *rule.target, &captured)) return std::nullopt;
    // Written by scripts into scripts, ampersands often come escaped for markup.
    RE2::GlobalReplace(&captured, "&amp;", "&");
    const auto parsed = url::parse(captured, &evidence_.url);
    if (captured.empty() || !parsed || !parsed->is_http() || *parsed == evidence_.url) return std::nullopt;
    return std::string(parsed->href());
}

std::string_view Examination::folded_title() {
    if (!title_) title_ = fold_text(evidence_.page.html_title);
    return *title_;
}

std::string_view Examination::folded_text() {
    if (!text_) text_ = fold_text(evidence_.page.visible_text);
    return *text_;
}

const LiteralHits& Examination::source_hits() {
    if (!source_hits_) source_hits_ = rules_.source.scan(evidence_.page.decoded);
    return *source_hits_;
}

const LiteralHits& Examination::text_hits() {
    if (!text_hits_) text_hits_ = rules_.text.scan(folded_text());
    return *text_hits_;
}

const page::Document* Examination::document() {
    if (!document_tried_) {
        document_tried_ = true;
        if (auto parsed = page::Document::parse(evidence_.page.decoded, k_tree_limits))
            document_ = std::move(*parsed);
    }
    return document_ ? &*document_ : nullptr;
}

}  // namespace linktender::verdict
