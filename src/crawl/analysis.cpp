#include "linktender/crawl/analysis.hpp"

#include <string>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/verdict/judge.hpp"

namespace linktender::crawl {

namespace {

/// A header that goes into the database: valid UTF-8 and of a sane length.
std::string field(const http::Headers& headers, std::string_view name) {
    constexpr std::size_t k_max_field = 1024;
    const std::string* value = headers.find(name);
    return value ? core::truncate_utf8(core::to_valid_utf8(*value), k_max_field) : std::string();
}

/// Certificates that end within this are worth a word.
constexpr auto k_expiring = std::chrono::days(14);

}  // namespace

store::CheckRecord conclude(CheckTrace trace, const std::vector<int>& accept, const verdict::RuleSet& rules,
                            core::TimePoint checked_at) {
    http::Response& response = trace.response;
    // A user name and password were for the server alone: from here on nobody sees them.
    const url::Url final = url::without_credentials(trace.final_url);
    const std::string final_url(final.without_fragment());
    for (verdict::Hop& hop : trace.hops) {
        if (const auto parsed = url::parse(hop.url)) hop.url = url::without_credentials(*parsed).href();
    }

    verdict::Evidence evidence;
    evidence.url = url::without_credentials(trace.url);
    evidence.hops = std::move(trace.hops);
    evidence.final_url = final_url;
    evidence.redirect_fault = trace.redirect_fault;
    evidence.redirect_target = std::move(trace.redirect_target);
    evidence.status = response.status;
    evidence.headers = std::move(response.headers);
    evidence.error = std::move(response.error);
    evidence.accept = accept;
    const std::string* content_type = evidence.headers.find("content-type");
    if (!response.body.empty()) {
        evidence.page = page::analyse(
            {.body = response.body,
             .content_type = content_type ? std::string_view(*content_type) : std::string_view(),
             .url = final_url,
             .truncated = response.body_truncated});
    }

    store::CheckRecord record;
    record.verdict = verdict::judge(evidence, rules);
    record.url = evidence.url.without_fragment();
    record.checked_at = checked_at;
    record.status = evidence.status;
    record.content_type = field(evidence.headers, "content-type");
    record.etag = field(evidence.headers, "etag");
    record.last_modified = field(evidence.headers, "last-modified");
    record.hops = std::move(evidence.hops);
    record.final_url = final_url;
    record.attempts = static_cast<int>(trace.attempts);
    record.bytes = response.bytes;
    record.timing = response.timing;
    record.http_version = std::move(response.http_version);
    record.remote_address = std::move(response.remote_address);
    record.flags = record.verdict.flags;
    if (response.tls && response.tls->expires_at) {
        record.tls_expires_at = response.tls->expires_at;
        if (*record.tls_expires_at < checked_at + k_expiring) record.flags.emplace_back("expiring");
    }
    // What an error page says about itself is not what the link was about.
    const bool alive =
        record.verdict.outcome == verdict::Outcome::ok || record.verdict.outcome == verdict::Outcome::moved;
    if (alive && evidence.page.kind == page::PageFacts::Kind::html)
        record.metadata = std::move(evidence.page.metadata);
    return record;
}

}  // namespace linktender::crawl
