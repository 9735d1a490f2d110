#include "linktender/verdict/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "examination.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"
#include "linktender/verdict/protocol.hpp"
#include "linktender/verdict/redirect_shape.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_url_bytes_shown = 300;

/// Where the last response came from, or was expected from.
std::string_view last_url(const Evidence& evidence) noexcept {
    if (!evidence.final_url.empty()) return evidence.final_url;
    return evidence.hops.empty() ? evidence.url.without_fragment()
                                 : std::string_view(evidence.hops.back().url);
}

Verdict by_protocol(const Evidence& evidence) {
    if (evidence.redirect_fault != RedirectFault::none) return by_redirect_fault(evidence);
    // An error beside a status that already says no adds nothing: the status line is what was told.
    if (evidence.error && evidence.status < 400) return by_error(*evidence.error, last_url(evidence));
    return by_status(evidence.status, last_url(evidence), evidence.accept);
}

Outcome outcome_of(RuleVerdict verdict) noexcept {
    switch (verdict) {
        case RuleVerdict::alive: return Outcome::ok;
        case RuleVerdict::moved: return Outcome::moved;
        case RuleVerdict::dead: return Outcome::not_found;
        case RuleVerdict::soft404: return Outcome::soft_404;
        case RuleVerdict::parked: return Outcome::parked;
        case RuleVerdict::blocked:
        case RuleVerdict::unknown: return Outcome::blocked;
        case RuleVerdict::login: return Outcome::login;
    }
    return Outcome::blocked;
}

/// Verdicts that an alive veto overrules, and that need a page that claims to be there.
bool calls_it_gone(RuleVerdict verdict) noexcept {
    return verdict == RuleVerdict::soft404 || verdict == RuleVerdict::dead || verdict == RuleVerdict::parked;
}

/// Whether a rule may speak where the protocol said `base`.
bool may_decide(const Rule& rule, const Verdict& base, int status) {
    switch (rule.verdict) {
        case RuleVerdict::alive:
        case RuleVerdict::blocked:
        case RuleVerdict::login:
        case RuleVerdict::parked: return true;
        case RuleVerdict::moved:
        case RuleVerdict::dead:
        case RuleVerdict::soft404:
        case RuleVerdict::unknown: break;
    }
    return !rule.status.empty() || (base.outcome == Outcome::ok && is_page_status(status));
}

Verdict by_rule(const Rule& rule, std::string evidence) {
    Verdict verdict;
    verdict.outcome = outcome_of(rule.verdict);
    verdict.reason = rule.reason;
    verdict.evidence = std::move(evidence);
    verdict.rule = rule.id;
    verdict.flags = rule.flags;
    verdict.confidence = rule.verdict == RuleVerdict::unknown ? Confidence::low : rule.confidence;
    return verdict;
}

void add_flags(std::vector<std::string>& flags, const std::vector<std::string>& more) {
    for (const std::string& flag : more) {
        if (std::ranges::find(flags, flag) == flags.end()) flags.push_back(flag);
    }
}

/// Tries the rules in order. The first that may speak decides; when it calls the page gone, alive
/// rules further down still overrule it. An alive rule gives the protocol's verdict its id and flags.
std::optional<Verdict> by_rules(const Verdict& base, const Evidence& evidence, const RuleSet& rules,
                                Examination& examination) {
    std::optional<Verdict> gone;
    std::optional<Verdict> alive;
    for (std::size_t i = 0; i < rules.rules().size(); ++i) {
        const Rule& rule = rules.rules()[i];
        if ((gone || alive) && rule.verdict != RuleVerdict::alive) continue;
        if (!may_decide(rule, base, evidence.status)) continue;
        auto seen = examination.fires(i);
        if (!seen) continue;
        if (rule.verdict == RuleVerdict::alive) {
            if (!alive) {
                alive = base;
                alive->rule = rule.id;
                alive->evidence += ", " + *seen;
            }
            add_flags(alive->flags, rule.flags);
            continue;
        }
        Verdict verdict = by_rule(rule, std::move(*seen));
        if (rule.verdict == RuleVerdict::moved) {
            const auto target = examination.target_of(rule);
            if (!target) continue;
            verdict.moved_to = *target;
        }
        if (!calls_it_gone(rule.verdict)) return verdict;
        gone = std::move(verdict);
    }
    return alive ? alive : gone;
}

std::optional<Verdict> by_redirect_shape(const Evidence& evidence, const url::Url* final_url) {
    if (final_url == nullptr) return std::nullopt;
    const RedirectShape shape = redirect_shape(evidence.url, *final_url);
    if (shape == RedirectShape::none) return std::nullopt;
    const bool to_error = shape == RedirectShape::to_error;
    Verdict verdict;
    verdict.outcome = Outcome::soft_404;
    verdict.reason = to_error ? "redirect-to-error-page" : "redirect-to-root";
    verdict.evidence = fmt::format(
        "the link leads to {}, {}",
        core::escape_control(core::truncate_utf8(evidence.final_url, k_url_bytes_shown)),
        to_error ? "an error page by its name" : "a home page instead of the page that was asked for");
    verdict.confidence = to_error ? Confidence::high : Confidence::low;
    return verdict;
}

/// Whether a hop on the way is a wall or a login by its address. A walk can pass one and come back
/// to the page, but nobody wants it as the link's new address.
bool is_wall(const std::string& hop_url, const Evidence& evidence, const RuleSet& rules) {
    Evidence hop;
    hop.url = evidence.url;
    hop.final_url = hop_url;
    const auto matches = matching_rules(hop, rules);
    return std::ranges::any_of(matches, [](const RuleMatch& match) {
        return match.verdict == RuleVerdict::blocked || match.verdict == RuleVerdict::login ||
               match.verdict == RuleVerdict::parked;
    });
}

void mark_moved(Verdict& verdict, const Evidence& evidence, const RuleSet& rules) {
    if (verdict.outcome != Outcome::ok) return;
    const std::string target(moved_target(evidence));
    if (target.empty() || (target != evidence.final_url && is_wall(target, evidence, rules))) return;
    verdict.outcome = Outcome::moved;
    verdict.reason = "moved-permanently";
    verdict.moved_to = target;
    verdict.evidence =
        fmt::format("HTTP {} to {}, {}", evidence.hops.front().status,
                    core::escape_control(core::truncate_utf8(target, k_url_bytes_shown)), verdict.evidence);
}

/// Outcomes on which the page has no say: nothing was learned, or the caller decided.
bool is_settled(const Verdict& base, const Evidence& evidence) {
    if (base.outcome == Outcome::skipped || base.outcome == Outcome::unsafe) return true;
    return base.outcome == Outcome::ok && evidence.status >= 400;
}

}  // namespace

Verdict judge(const Evidence& evidence, const RuleSet& rules) {
    Verdict verdict = by_protocol(evidence);
    if (is_settled(verdict, evidence)) return verdict;
    Examination examination(evidence, rules.compiled());
    auto ruled = by_rules(verdict, evidence, rules, examination);
    if (!ruled && verdict.outcome == Outcome::ok)
        ruled = by_redirect_shape(evidence, examination.final_url());
    if (ruled) verdict = std::move(*ruled);
    mark_moved(verdict, evidence, rules);
    return verdict;
}

std::vector<RuleMatch> matching_rules(const Evidence& evidence, const RuleSet& rules) {
    std::vector<RuleMatch> matches;
    Examination examination(evidence, rules.compiled());
    for (std::size_t i = 0; i < rules.rules().size(); ++i) {
        const Rule& rule = rules.rules()[i];
        if (auto seen = examination.fires(i)) {
            matches.push_back({rule.id, rule.priority, rule.verdict, std::move(*seen)});
        }
    }
    return matches;
}

std::optional<Verdict> lint(const url::Url& url, const RuleSet& rules) {
    if (!url.is_http()) {
        Verdict verdict;
        verdict.outcome = Outcome::skipped;
        verdict.reason = "scheme-not-checked";
        verdict.evidence = fmt::format("{} links are not checked", core::escape_control(url.scheme()));
        return verdict;
    }
    std::string registrable;
    for (const Rule& rule : rules.rules()) {
        if (rule.stage != Stage::url) continue;
        if (registrable.empty()) registrable = url::registrable_domain(url.host());
        if (!rule.hosts.empty() && !any_host_matches(rule.hosts, url.host(), registrable)) continue;
        if (!url_matches(rule, url.without_fragment())) continue;
        return by_rule(rule, "the form of the URL tells; nothing was asked");
    }
    return std::nullopt;
}

}  // namespace linktender::verdict
