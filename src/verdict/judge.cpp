#include "linktender/verdict/judge.hpp"

#include <fmt/format.h>

#include "linktender/core/text.hpp"
#include "linktender/verdict/protocol.hpp"

namespace linktender::verdict {
namespace {

/// Where the last response came from, or was expected from.
std::string_view last_url(const Evidence& evidence) noexcept {
    if (!evidence.final_url.empty()) return evidence.final_url;
    return evidence.hops.empty() ? evidence.url.without_fragment()
                                 : std::string_view(evidence.hops.back().url);
}

/// An error beside a status that already says no adds nothing: the status line is what was told.
bool error_decides(const Evidence& evidence) noexcept {
    return evidence.error && evidence.status < 400;
}

Verdict by_protocol(const Evidence& evidence) {
    if (evidence.redirect_fault != RedirectFault::none) return by_redirect_fault(evidence);
    if (error_decides(evidence)) return by_error(*evidence.error, last_url(evidence));
    return by_status(evidence.status, last_url(evidence), evidence.accept);
}

void mark_moved(Verdict& verdict, const Evidence& evidence) {
    const std::string_view target = moved_target(evidence);
    if (verdict.outcome != Outcome::ok || target.empty()) return;
    verdict.outcome = Outcome::moved;
    verdict.reason = "moved-permanently";
    verdict.moved_to = target;
    verdict.evidence = fmt::format("HTTP {} to {}, {}", evidence.hops.front().status,
                                   core::escape_control(core::truncate_utf8(target, 300)), verdict.evidence);
}

}  // namespace

Verdict judge(const Evidence& evidence, const RuleSet& /*rules*/) {
    Verdict verdict = by_protocol(evidence);
    mark_moved(verdict, evidence);
    return verdict;
}

std::optional<Verdict> lint(const url::Url& url, const RuleSet& /*rules*/) {
    if (url.is_http()) return std::nullopt;
    Verdict verdict;
    verdict.outcome = Outcome::skipped;
    verdict.reason = "scheme-not-checked";
    verdict.evidence = fmt::format("{} links are not checked", core::escape_control(url.scheme()));
    return verdict;
}

}  // namespace linktender::verdict
