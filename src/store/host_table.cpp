#include "host_table.hpp"

#include <optional>

#include "linktender/url/host.hpp"

namespace linktender::store {

namespace {

/// True when somebody was asked for the page, or would have been but for robots.txt.
bool was_visited(verdict::Outcome outcome) noexcept {
    return outcome != verdict::Outcome::skipped && outcome != verdict::Outcome::unsafe;
}

}  // namespace

HostTable::HostTable(SQLite::Database& database)
    : note_(database,
            "INSERT INTO host (name, domain, checks, last_check_at, last_outcome, last_status, "
            "last_answer_at, http_version) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7) "
            "ON CONFLICT (name) DO UPDATE SET checks = checks + 1, last_check_at = ?3, last_outcome = ?4, "
            "last_status = ?5, last_answer_at = coalesce(?6, last_answer_at), "
            "http_version = iif(?7 = '', http_version, ?7)"),
      learn_(
          database,
          "INSERT INTO host (name, domain, checks, last_check_at, last_outcome, last_status, http_version, "
          "interval_ms, head_refused, http1_only, not_before, robots, robots_read_at) "
          "VALUES (?1, ?2, 0, 0, '', 0, '', ?3, ?4, ?5, ?6, ?7, ?8) "
          "ON CONFLICT (name) DO UPDATE SET interval_ms = ?3, head_refused = ?4, http1_only = ?5, "
          "not_before = ?6, robots = ?7, robots_read_at = ?8") {}

void HostTable::note(const LinkRow& link, const CheckRecord& check) {
    if (link.host.empty() || !was_visited(check.verdict.outcome)) return;
    std::optional<core::TimePoint> answered_at;
    if (check.status != 0) answered_at = check.checked_at;
    Execution(note_, link.host, link.domain, check.checked_at, verdict::to_string(check.verdict.outcome),
              check.status, answered_at, check.http_version)
        .run();
}

void HostTable::learn(const HostRecord& host) {
    std::optional<core::Milliseconds> interval;
    if (host.interval.count() > 0) interval = host.interval;
    // Half a robots.txt would allow what the whole forbids.
    const bool keeps_robots = host.robots.size() <= k_max_text;
    std::optional<std::string_view> robots;
    if (keeps_robots) robots = host.robots;
    Execution(learn_, host.name, url::registrable_domain(host.name), interval, int{host.head_refused},
              int{host.http1_only}, host.not_before, robots,
              keeps_robots ? host.robots_read_at : std::optional<core::TimePoint>())
        .run();
}

HostRecord read_host(const Execution& row) {
    HostRecord host;
    host.name = row.text(0);
    host.interval = row.milliseconds(1);
    host.head_refused = row.integer(2) != 0;
    host.http1_only = row.integer(3) != 0;
    host.not_before = row.time(4);
    host.robots = row.text(5);
    host.robots_read_at = row.time(6);
    return host;
}

}  // namespace linktender::store
