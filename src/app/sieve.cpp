#include "sieve.hpp"

#include <utility>

#include "linktender/app/config_file.hpp"

namespace linktender::app {

namespace {

verdict::LinkFilter filter_of(const Settings& settings) {
    auto filter = verdict::LinkFilter::create(settings.include, settings.exclude);
    if (!filter) throw ConfigError("--include/--exclude: " + filter.error());
    return *std::move(filter);
}

store::CheckRecord without_request(const url::Url& link, verdict::Verdict verdict, core::TimePoint now) {
    store::CheckRecord record;
    record.url = link.without_fragment();
    record.checked_at = now;
    record.flags = verdict.flags;
    record.verdict = std::move(verdict);
    record.attempts = 0;
    return record;
}

}  // namespace

Sieve::Sieve(const Settings& settings, const verdict::RuleSet& rules)
    : filter_(filter_of(settings)), rules_(rules) {}

std::optional<store::CheckRecord> Sieve::judge(const url::Url& link, core::TimePoint now) const {
    if (!filter_.wants(link.href()))
        return without_request(
            link, {verdict::Outcome::skipped, "excluded", "left out by --exclude or --include"}, now);
    if (auto verdict = verdict::lint(link, rules_)) return without_request(link, *std::move(verdict), now);
    return std::nullopt;
}

}  // namespace linktender::app
