// How an answer changes a record.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "linktender/core/text.hpp"
#include "looks.hpp"

namespace linktender::crawl::looks {

namespace {

constexpr std::size_t k_most_words = 600;

void settle(verdict::Verdict& verdict, std::string_view reason, std::string_view evidence,
            verdict::Confidence confidence) {
    verdict.reason = reason;
    verdict.rule.clear();
    verdict.confidence = confidence;
    const std::string said = core::escape_control(core::truncate_utf8(evidence, k_most_words));
    verdict.evidence =
        verdict.evidence.empty() ? said : fmt::format("{}; before that: {}", said, verdict.evidence);
}

}  // namespace

std::string first_on_the_way(const store::CheckRecord& record,
                             const std::function<std::string(const url::Url&)>& find) {
    const auto in = [&](std::string_view text) {
        const auto url = url::parse(text);
        return url && url->is_http() ? find(*url) : std::string();
    };
    std::string found = in(record.url);
    for (auto hop = record.hops.begin(); found.empty() && hop != record.hops.end(); ++hop)
        found = in(hop->url);
    return found.empty() ? in(record.final_url) : found;
}

SecondLook question(LookKind kind, std::string subject, std::string_view url) {
    SecondLook look;
    look.kind = kind;
    look.subject = std::move(subject);
    look.request.url = *url::parse(url);
    return look;
}

void find_alive(store::CheckRecord& record, std::string_view reason, std::string_view evidence,
                verdict::Confidence confidence) {
    if (record.verdict.outcome == verdict::Outcome::moved) return add_word(record, evidence);
    decide(record, verdict::Outcome::ok, reason, evidence, confidence);
}

void find_gone(store::CheckRecord& record, std::string_view reason, std::string_view evidence) {
    const bool denied = record.status >= 200 && record.status < 300;
    decide(record, denied ? verdict::Outcome::soft_404 : verdict::Outcome::not_found, reason, evidence);
    // What stands in the place of the page says nothing about it.
    record.metadata.reset();
}

void decide(store::CheckRecord& record, verdict::Outcome outcome, std::string_view reason,
            std::string_view evidence, verdict::Confidence confidence) {
    record.verdict.outcome = outcome;
    record.verdict.moved_to.clear();
    settle(record.verdict, reason, evidence, confidence);
}

void add_word(store::CheckRecord& record, std::string_view word) {
    std::string& evidence = record.verdict.evidence;
    if (!evidence.empty()) evidence += "; ";
    evidence += core::escape_control(core::truncate_utf8(word, k_most_words));
}

void add_flag(store::CheckRecord& record, std::string_view flag) {
    for (std::vector<std::string>* flags : {&record.flags, &record.verdict.flags})
        if (std::find(flags->begin(), flags->end(), flag) == flags->end()) flags->emplace_back(flag);
}

void know_better(store::CheckRecord& record, page::Metadata metadata) {
    if (!record.metadata) record.metadata.emplace();
    page::Metadata& known = *record.metadata;
    const auto take = [](auto& field, std::string& source, auto& newer, std::string& newer_source) {
        if (newer.empty()) return;
        field = std::move(newer);
        source = std::move(newer_source);
    };
    take(known.title, known.sources.title, metadata.title, metadata.sources.title);
    take(known.description, known.sources.description, metadata.description, metadata.sources.description);
    take(known.authors, known.sources.authors, metadata.authors, metadata.sources.authors);
    take(known.published, known.sources.published, metadata.published, metadata.sources.published);
    take(known.site, known.sources.site, metadata.site, metadata.sources.site);
    take(known.language, known.sources.language, metadata.language, metadata.sources.language);
    take(known.image, known.sources.image, metadata.image, metadata.sources.image);
    take(known.doi, known.sources.doi, metadata.doi, metadata.sources.doi);
}

bool is_blocked(const store::CheckRecord& record) noexcept {
    return record.verdict.outcome == verdict::Outcome::blocked && record.status > 0;
}

}  // namespace linktender::crawl::looks
