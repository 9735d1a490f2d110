#include "check_table.hpp"

#include <optional>
#include <string_view>

#include "columns.hpp"
#include "json_text.hpp"
#include "redact.hpp"
#include "state_update.hpp"
#include "statement.hpp"

namespace linktender::store {

CheckTable::CheckTable(SQLite::Database& database, LinkTable& links, PageTable& pages, HostTable& hosts)
    : database_(database),
      links_(links),
      pages_(pages),
      hosts_(hosts),
      add_(database,
           "INSERT INTO \"check\" (link_id, run_id, checked_at, outcome, reason, evidence, rule, confidence, "
           "moved_to, status, final_url, hops, attempts, content_type, bytes, dns_ms, connect_ms, tls_ms, "
           "first_byte_ms, total_ms, http_version, remote_address, tls_expires_at, flags) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      state_(database, "SELECT " + std::string(k_state_columns) + " FROM state WHERE link_id = ?"),
      put_state_(
          database,
          "INSERT INTO state (link_id, check_id, state, last_known, since, first_failed_at, last_ok_at, "
          "failures, next_check_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
          "ON CONFLICT (link_id) DO UPDATE SET check_id = ?2, state = ?3, last_known = ?4, since = ?5, "
          "first_failed_at = ?6, last_ok_at = ?7, failures = ?8, next_check_at = ?9") {}

void CheckTable::put(RunId run, const CheckRecord& check) {
    const LinkRow link = links_.find_or_add(check.url, run);
    const std::int64_t id = add(run, link.id, check);
    put_state(link.id, id, next_state(state_of(link.id), check));
    pages_.put(link.id, check);
    hosts_.note(link, check);
}

std::int64_t CheckTable::add(RunId run, std::int64_t link, const CheckRecord& check) {
    const verdict::Verdict& verdict = check.verdict;
    const http::Timing& timing = check.timing;
    Execution(add_, link, run, check.checked_at, verdict::to_string(verdict.outcome), verdict.reason,
              redact_urls(verdict.evidence), verdict.rule, verdict::to_string(verdict.confidence),
              without_userinfo(verdict.moved_to), check.status, without_userinfo(check.final_url),
              Exactly{to_json(check.hops)}, check.attempts, check.content_type, check.bytes, timing.dns,
              timing.connect, timing.tls, timing.first_byte, timing.total, check.http_version,
              check.remote_address, check.tls_expires_at, Exactly{to_json(check.flags)})
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
              state.first_failed_at, state.last_ok_at, state.failures, state.next_check_at)
        .run();
}

}  // namespace linktender::store
