#include "linktender/crawl/analysis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/page/fingerprint.hpp"
#include "linktender/page/fragments.hpp"
#include "linktender/verdict/drift.hpp"
#include "linktender/verdict/hijack.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::crawl {

namespace {

/// A header that goes into the database: valid UTF-8 and of a sane length.
std::string field(const http::Headers& headers, std::string_view name) {
    constexpr std::size_t k_max_field = 1024;
    const std::string* value = headers.find(name);
    return value ? core::truncate_utf8(core::to_valid_utf8(*value), k_max_field) : std::string();
}

/// A page that reloads itself later than this is read by people first: no redirect.
constexpr double k_longest_refresh = 30;
constexpr std::size_t k_title_shown = 120;
/// As much of a page's text says which page it is.
constexpr std::size_t k_fingerprinted = std::size_t{16} * 1024;

page::PageFacts facts_of(const http::Response& response, std::string_view url, core::TimePoint now) {
    if (response.body.empty()) return {};
    const std::string* content_type = response.headers.find("content-type");
    return page::analyse({.body = response.body,
                          .content_type = content_type ? std::string_view(*content_type) : std::string_view(),
                          .url = url,
                          .truncated = response.body_truncated,
                          .now = now});
}

/// What the trace says of the way, with no user name or password: from here on nobody sees them.
verdict::Evidence evidence_of(const CheckTrace& trace) {
    verdict::Evidence evidence;
    evidence.url = url::without_credentials(trace.url);
    evidence.final_url = url::without_credentials(trace.final_url).without_fragment();
    evidence.hops = trace.hops;
    for (verdict::Hop& hop : evidence.hops) {
        if (const auto parsed = url::parse(hop.url)) hop.url = url::without_credentials(*parsed).href();
    }
    evidence.redirect_fault = trace.redirect_fault;
    evidence.redirect_target = trace.redirect_target;
    return evidence;
}

std::string words_for(const http::Response& second_look, std::string_view url, core::TimePoint now) {
    if (second_look.status == 0) return "; nor does it answer without a check of the certificate";
    std::string words =
        fmt::format("; without a check of the certificate it answers HTTP {}", second_look.status);
    const std::string title = facts_of(second_look, url, now).html_title;
    if (!title.empty())
        words +=
            fmt::format(", titled \"{}\"", core::escape_control(core::truncate_utf8(title, k_title_shown)));
    return words;
}

std::optional<Conclusion::Refresh> refresh_of(const page::PageFacts& page) {
    if (page.meta_refresh_url.empty() || page.meta_refresh_delay > k_longest_refresh) return std::nullopt;
    auto target = url::parse(page.meta_refresh_url);
    if (!target) return std::nullopt;
    return Conclusion::Refresh{*std::move(target), page.meta_refresh_delay > 0};
}

/// The fields that need no judgement.
void fill(store::CheckRecord& record, const CheckTrace& trace, verdict::Evidence& evidence,
          core::TimePoint checked_at) {
    record.url = evidence.url.without_fragment();
    record.checked_at = checked_at;
    record.hops = std::move(evidence.hops);
    record.final_url = std::move(evidence.final_url);
    record.attempts = static_cast<int>(trace.attempts);
}

bool is_alive(verdict::Outcome outcome) noexcept {
    return outcome == verdict::Outcome::ok || outcome == verdict::Outcome::moved;
}

/// The best that any anchor says for the title, else the worst.
verdict::TitleMatch match_title(const std::vector<std::string>& anchors, const std::string& title) {
    verdict::TitleMatch found = verdict::TitleMatch::no_statement;
    if (title.empty()) return found;
    for (const std::string& anchor : anchors) {
        const verdict::TitleMatch match = verdict::compare_titles(anchor, title).match;
        if (match == verdict::TitleMatch::match) return match;
        if (match == verdict::TitleMatch::mismatch) found = match;
    }
    return found;
}

/// Says so when the page lacks a part that issues point to.
void check_fragments(store::CheckRecord& record, const std::vector<std::string>& fragments,
                     const verdict::Evidence& evidence, std::string_view body) {
    const auto url = url::parse(evidence.final_url);
    if (!url) return;
    const bool is_text = !evidence.page.decoded.empty();
    std::vector<std::string> missing;
    for (const std::string& fragment : fragments) {
        const auto presence =
            page::find_fragment({.kind = evidence.page.kind,
                                 .body = is_text ? std::string_view(evidence.page.decoded) : body,
                                 .visible_text = evidence.page.visible_text,
                                 .visible_length = evidence.page.visible_length,
                                 .host = url->host(),
                                 .fragment = fragment,
                                 .truncated = evidence.page.cut});
        if (presence == page::FragmentPresence::absent) missing.push_back('#' + fragment);
        if (presence == page::FragmentPresence::unknowable)
            record.verdict.evidence += fmt::format("; scripts decide whether there is a #{}",
                                                   core::escape_control(core::truncate_utf8(fragment, 80)));
    }
    if (missing.empty()) return;
    record.verdict.outcome = verdict::Outcome::not_found;
    record.verdict.reason = "fragment-missing";
    record.verdict.confidence = verdict::Confidence::low;
    record.verdict.moved_to.clear();
    record.verdict.evidence = fmt::format(
        "the page is there, but nothing on it is called {}",
        core::escape_control(core::truncate_utf8(fmt::format("{}", fmt::join(missing, ", ")), 300)));
}

/// A page that is well, against what is known of the link: other hands, another page, another title.
void compare(store::CheckRecord& record, const store::LinkKnowledge& known,
             const verdict::Evidence& evidence) {
    const page::PageFacts& page = evidence.page;
    if (page.kind != page::PageFacts::Kind::html && page.kind != page::PageFacts::Kind::text) return;
    const std::string& title = page.metadata.title.empty() ? page.html_title : page.metadata.title;
    record.title_match = match_title(known.anchors, title);
    record.fingerprint = page::fingerprint(std::string_view(page.visible_text).substr(0, k_fingerprinted));
    if (auto hijacked =
            verdict::hijack_by_title(page.html_title.empty() ? title : page.html_title, known.anchors)) {
        record.verdict = *std::move(hijacked);
        return;
    }
    constexpr int k_same_bits = 3;
    if (known.shared && page::hamming(known.shared->fingerprint, *record.fingerprint) <= k_same_bits) {
        record.verdict = known.shared->verdict;
        return;
    }
    const auto url = url::parse(evidence.final_url);
    if (!url) return;
    if (known.baseline && !verdict::expected_to_change(*url)) {
        const auto found = verdict::compare_with_baseline(*known.baseline, {*record.fingerprint, title});
        record.drift = found.drift;
        if (found.drift == verdict::Drift::drifted) record.verdict.evidence += "; " + found.evidence;
    }
}

}  // namespace

Conclusion conclude(CheckTrace& trace, const Judging& judging, core::TimePoint checked_at) {
    http::Response response = std::move(trace.response);
    verdict::Evidence evidence = evidence_of(trace);
    evidence.status = response.status;
    evidence.error = std::move(response.error);
    evidence.accept = judging.accept;
    evidence.page = facts_of(response, evidence.final_url, checked_at);
    evidence.headers = std::move(response.headers);

    Conclusion conclusion;
    store::CheckRecord& record = conclusion.record;
    record.verdict = verdict::judge(evidence, *judging.rules);
    record.flags = record.verdict.flags;
    if (trace.second_look) {
        record.verdict.evidence += words_for(*trace.second_look, evidence.final_url, checked_at);
        record.flags.emplace_back("insecure");
    }
    conclusion.wall = record.verdict.outcome == verdict::Outcome::blocked && !record.verdict.rule.empty() &&
                      evidence.hops.empty();
    if (is_alive(record.verdict.outcome)) {
        conclusion.refresh = refresh_of(evidence.page);
        compare(record, trace.knowledge, evidence);
        if (judging.include_fragments && is_alive(record.verdict.outcome) && !response.body.empty())
            check_fragments(record, trace.knowledge.fragments, evidence, response.body);
        // What an error page says about itself is not what the link was about.
        const bool has_title = evidence.page.kind == page::PageFacts::Kind::html ||
                               evidence.page.kind == page::PageFacts::Kind::pdf;
        if (has_title && is_alive(record.verdict.outcome))
            record.metadata = std::move(evidence.page.metadata);
    }
    record.status = evidence.status;
    record.content_type = field(evidence.headers, "content-type");
    record.etag = field(evidence.headers, "etag");
    record.last_modified = field(evidence.headers, "last-modified");
    record.bytes = response.bytes;
    record.timing = response.timing;
    record.http_version = std::move(response.http_version);
    record.remote_address = std::move(response.remote_address);
    const auto& tls = response.tls ? response.tls : trace.second_look ? trace.second_look->tls : response.tls;
    if (tls && tls->expires_at) {
        record.tls_expires_at = tls->expires_at;
        const bool holds = record.verdict.outcome != verdict::Outcome::tls_error;
        if (holds && *record.tls_expires_at < checked_at + k_expiring) record.flags.emplace_back("expiring");
    }
    fill(record, trace, evidence, checked_at);
    return conclusion;
}

store::CheckRecord conclude_disallowed(const CheckTrace& trace, bool unreachable,
                                       core::TimePoint checked_at) {
    verdict::Evidence evidence = evidence_of(trace);
    store::CheckRecord record;
    record.verdict.outcome = verdict::Outcome::disallowed;
    record.verdict.reason = unreachable ? "robots-unreachable" : "robots-disallow";
    const std::string shown = core::escape_control(core::truncate_utf8(evidence.final_url, 300));
    record.verdict.evidence =
        unreachable
            ? fmt::format("the server of {} fails to give its robots.txt: nothing else is asked of it", shown)
            : fmt::format("robots.txt does not let us ask for {}", shown);
    fill(record, trace, evidence, checked_at);
    return record;
}

}  // namespace linktender::crawl
