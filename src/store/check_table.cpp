#include "check_table.hpp"

#include <optional>
#include <set>
#include <string_view>

#include "columns.hpp"
#include "json_text.hpp"
#include "linktender/url/redact.hpp"
#include "night_queries.hpp"
#include "statement.hpp"

namespace linktender::store {

CheckTable::CheckTable(SQLite::Database& database, LinkTable& links, PageTable& pages, HostTable& hosts,
                       const verdict::LadderOptions& ladder, std::uint32_t seed)
    : database_(database),
      links_(links),
      pages_(pages),
      hosts_(hosts),
      add_(database,
           "INSERT INTO \"check\" (link_id, run_id, checked_at, outcome, reason, evidence, rule, confidence, "
           "moved_to, status, final_url, hops, attempts, content_type, bytes, dns_ms, connect_ms, tls_ms, "
           "first_byte_ms, total_ms, http_version, remote_address, tls_expires_at, flags, title_match, "
           "drift) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      state_(database, "SELECT " + std::string(k_state_columns) + " FROM state WHERE link_id = ?"),
      put_state_(database,
                 // An upsert, no REPLACE: that would open a savepoint in the full-text tables for every row.
                 "INSERT INTO state (link_id, check_id, state, last_known, since, first_failed_at, "
                 "last_ok_at, failures, next_check_at, strikes, strike_days, last_strike_at, mixed, "
                 "good_since, blocked_checks, recent, flipped_at, flipped_before_at, drifted, drift_since, "
                 "redirect_target, redirect_since, redirect_checks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                 "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (link_id) DO UPDATE SET check_id = "
                 "excluded.check_id, state = excluded.state, last_known = excluded.last_known, since = "
                 "excluded.since, first_failed_at = excluded.first_failed_at, last_ok_at = "
                 "excluded.last_ok_at, failures = excluded.failures, next_check_at = "
                 "excluded.next_check_at, strikes = excluded.strikes, strike_days = excluded.strike_days, "
                 "last_strike_at = excluded.last_strike_at, mixed = excluded.mixed, good_since = "
                 "excluded.good_since, blocked_checks = excluded.blocked_checks, recent = excluded.recent, "
                 "flipped_at = excluded.flipped_at, flipped_before_at = excluded.flipped_before_at, "
                 "drifted = excluded.drifted, drift_since = excluded.drift_since, redirect_target = "
                 "excluded.redirect_target, redirect_since = excluded.redirect_since, redirect_checks = "
                 "excluded.redirect_checks"),
      lists_(database),
      ladder_(ladder),
      random_(seed) {}

void CheckTable::put(RunId run, const CheckRecord& check, bool of_night) {
    const LinkRow link = links_.find_or_add(check.url, run);
    verdict::CheckSeen seen = seen_by_ladder(check);
    seen.dice = dice();
    const StateRecord state = verdict::climb(state_of(link.id), seen, ladder_).standing;
    std::vector<std::string> flags = check.flags;
    if (state.drifted) flags.emplace_back("drifted");
    if (verdict::is_flaky(state, check.checked_at, ladder_)) flags.emplace_back("flaky");
    const std::int64_t id = add(run, link.id, check, flags);
    if (!of_night) put_state(link.id, id, state);
    pages_.put(link.id, check);
    hosts_.note(link, check);
}

void CheckTable::settle(RunId run, const std::vector<std::string>& host_incidents) {
    const std::set<std::string_view> incidents(host_incidents.begin(), host_incidents.end());
    for (RunCheck& check : read_run_checks(database_, lists_, run)) {
        UnsettledCheck& one = check.check;
        one.seen.host_incident = incidents.contains(one.host);
        one.seen.dice = dice();
        const verdict::LadderStep step = verdict::climb(one.before, one.seen, ladder_);
        if (step.turn == verdict::Turn::died && one.asked && one.checks < 2) continue;
        put_state(check.link, check.id, step.standing);
    }
}

std::int64_t CheckTable::add(RunId run, std::int64_t link, const CheckRecord& check,
                             const std::vector<std::string>& flags) {
    const verdict::Verdict& verdict = check.verdict;
    const http::Timing& timing = check.timing;
    Execution(add_, link, run, check.checked_at, verdict::to_string(verdict.outcome), verdict.reason,
              url::redact_urls(verdict.evidence), verdict.rule, verdict::to_string(verdict.confidence),
              url::without_userinfo(verdict.moved_to), check.status, url::without_userinfo(check.final_url),
              Exactly{to_json(check.hops)}, check.attempts, check.content_type, check.bytes, timing.dns,
              timing.connect, timing.tls, timing.first_byte, timing.total, check.http_version,
              check.remote_address, check.tls_expires_at, Exactly{to_json(flags)},
              to_string(check.title_match), to_string(check.drift))
        .run();
    return database_.getLastInsertRowid();
}

StateRecord CheckTable::state_of(std::int64_t link) {
    Execution row(state_, link);
    return row.step() ? read_state(row, 0) : StateRecord{};
}

void CheckTable::put_state(std::int64_t link, std::int64_t check, const StateRecord& state) {
    std::optional<std::string_view> last_known;
    if (state.last_known) last_known = verdict::to_string(*state.last_known);
    Execution(put_state_, link, check, verdict::to_string(state.state), last_known, state.since,
              state.first_failed_at, state.last_ok_at, state.failures, state.next_check_at, state.strikes,
              state.strike_days, state.last_strike_at, int{state.mixed}, state.good_since,
              state.blocked_checks, state.recent, state.flipped_at, state.flipped_before_at,
              int{state.drifted}, state.drift_since, url::without_userinfo(state.redirect_target),
              state.redirect_since, state.redirect_checks)
        .run();
}

}  // namespace linktender::store
