#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

#include "connection.hpp"
#include "error.hpp"
#include "linktender/store/upkeep.hpp"
#include "statement.hpp"
#include "writer_lock.hpp"

namespace linktender::store {

namespace {

constexpr std::size_t k_latest_kept = 3;  ///< checks of a link: enough to see where it is heading
constexpr int k_links_at_once = 500;      ///< in one transaction
constexpr int k_issues_at_once = 50;      ///< an issue has hundreds of occurrences

/// Old runs: those before ?1 but for the latest one of each archive. Of a night that was killed the checks
/// are not states yet.
constexpr std::string_view k_old_runs =
    "SELECT id FROM run WHERE id < ?1 AND settled = 1 AND id NOT IN (SELECT max(id) FROM run GROUP BY "
    "archive)";

struct Visit {
    std::int64_t id = 0;
    core::TimePoint at;
    bool old = false;  ///< of an old run
    bool good = false;
};

struct Link {
    std::int64_t id = 0;
    bool old = false;     ///< first seen by an old run
    bool wanted = false;  ///< an issue uses it, or a mark on it holds
    std::optional<std::int64_t> state_check;
    std::optional<core::TimePoint> first_failed_at;
};

/// What goes of a link's checks, oldest first.
std::vector<std::int64_t> dispensable(const Link& link, const std::vector<Visit>& visits) {
    std::vector<std::int64_t> ids;
    bool good_before = false;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const Visit& visit = visits[i];
        const bool first_good = visit.good && !good_before;
        good_before |= visit.good;
        const bool failing = link.first_failed_at && visit.at >= *link.first_failed_at;
        if (visit.old && !first_good && !failing && visit.id != link.state_check &&
            i + k_latest_kept < visits.size())
            ids.push_back(visit.id);
    }
    return ids;
}

bool is_forgotten(const Link& link, const std::vector<Visit>& visits) {
    return link.old && !link.wanted &&
           std::all_of(visits.begin(), visits.end(), [](const Visit& visit) { return visit.old; });
}

class Pruner {
public:
    Pruner(SQLite::Database& database, const PruneOptions& options)
        : database_(database),
          write_(options.write),
          first_kept_(first_kept(options)),
          links_(
              database,
              fmt::format("SELECT link.id, link.first_run_id IN ({0}), EXISTS (SELECT 1 FROM occurrence "
                          "JOIN issue ON issue.id = occurrence.issue_id WHERE occurrence.link_id = link.id "
                          "AND issue.last_run_id NOT IN ({0})) OR EXISTS (SELECT 1 FROM mark "
                          "WHERE mark.link_id = link.id AND mark.until > ?2), state.check_id, "
                          "state.first_failed_at FROM link LEFT JOIN state ON state.link_id = link.id "
                          "WHERE link.id > ?3 ORDER BY link.id LIMIT {1}",
                          k_old_runs, k_links_at_once)),
          now_(options.now) {
        SQLite::Statement old(database, std::string(k_old_runs));
        Execution row(old, first_kept_);
        while (row.step()) old_runs_.insert(row.integer(0));
    }

    PruneResult prune() {
        prune_issues();
        std::int64_t last = 0;
        while (const auto next = prune_links(last)) last = *next;
        prune_runs();
        return result_;
    }

private:
    /// Runs before this one are old.
    RunId first_kept(const PruneOptions& options) {
        std::optional<RunId> first;
        const auto consider = [&](const char* sql, auto value) {
            SQLite::Statement statement(database_, sql);
            Execution row(statement, value);
            if (row.step()) first = std::min(first.value_or(row.integer(0)), row.integer(0));
        };
        if (options.runs_before)
            consider(
                "SELECT coalesce(min(id), (SELECT coalesce(max(id), 0) FROM run) + 1) FROM run WHERE "
                "started_at >= ?",
                *options.runs_before);
        if (options.keep_runs)
            consider("SELECT coalesce(min(id), 0) FROM (SELECT id FROM run ORDER BY id DESC LIMIT ?)",
                     std::max<std::size_t>(*options.keep_runs, 1));
        return first.value_or(0);
    }

    template <class... Values>
    void carry_out(SQLite::Statement& statement, const Values&... values) {
        Execution(statement, values...).run();
    }

    void prune_issues() {
        const std::string old = fmt::format("SELECT id FROM issue WHERE last_run_id IN ({})", k_old_runs);
        SQLite::Statement count(database_, fmt::format("SELECT count(*) FROM ({})", old));
        {
            Execution row(count, first_kept_);
            if (row.step()) result_.issues = row.integer(0);
        }
        if (!write_) return;
        SQLite::Statement some(database_, fmt::format("{} LIMIT {}", old, k_issues_at_once));
        SQLite::Statement anchors(
            database_,
            "DELETE FROM anchor_fts WHERE rowid IN (SELECT id FROM occurrence WHERE issue_id = ?)");
        SQLite::Statement issue(database_, "DELETE FROM issue WHERE id = ?");
        for (;;) {
            SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            std::vector<std::int64_t> ids;
            {
                Execution row(some, first_kept_);
                while (row.step()) ids.push_back(row.integer(0));
            }
            if (ids.empty()) return;
            for (const std::int64_t id : ids) {
                carry_out(anchors, id);
                carry_out(issue, id);
            }
            transaction.commit();
        }
    }

    /// The id of the last link looked at; nothing when there is none left.
    std::optional<std::int64_t> prune_links(std::int64_t after) {
        std::optional<SQLite::Transaction> transaction;
        if (write_) transaction.emplace(database_, SQLite::TransactionBehavior::IMMEDIATE);
        const std::vector<Link> links = links_after(after);
        for (const Link& link : links) {
            const std::vector<Visit> visits = visits_of(link);
            if (is_forgotten(link, visits)) {
                ++result_.links;
                result_.checks += static_cast<std::int64_t>(visits.size());
                if (write_) remove_link(link);
                continue;
            }
            const std::vector<std::int64_t> ids = dispensable(link, visits);
            result_.checks += static_cast<std::int64_t>(ids.size());
            if (write_)
                for (const std::int64_t id : ids) carry_out(remove_check_, id);
        }
        if (transaction) transaction->commit();
        return links.empty() ? std::nullopt : std::optional(links.back().id);
    }

    std::vector<Link> links_after(std::int64_t id) {
        std::vector<Link> links;
        Execution row(links_, first_kept_, now_, id);
        while (row.step()) {
            Link& link = links.emplace_back();
            link.id = row.integer(0);
            link.old = row.integer(1) != 0;
            link.wanted = row.integer(2) != 0;
            if (!row.is_null(3)) link.state_check = row.integer(3);
            link.first_failed_at = row.time(4);
        }
        return links;
    }

    std::vector<Visit> visits_of(const Link& link) {
        std::vector<Visit> visits;
        Execution row(visits_, link.id);
        while (row.step())
            visits.push_back({row.integer(0), row.time(1).value_or(core::TimePoint{}),
                              old_runs_.contains(row.integer(2)), row.integer(3) != 0});
        return visits;
    }

    /// Its page, marks and suggestions go with it; occurrences in old issues went before.
    void remove_link(const Link& link) {
        carry_out(remove_state_, link.id);
        carry_out(remove_checks_, link.id);
        carry_out(remove_index_, link.id);
        carry_out(remove_link_, link.id);
    }

    /// The lists of what old runs read go; their lines stay, for links and checks name them.
    void prune_runs() {
        SQLite::Statement count(
            database_,
            fmt::format("SELECT count(*) FROM ({}) WHERE id IN (SELECT run_id FROM run_issue)", k_old_runs));
        {
            Execution row(count, first_kept_);
            if (row.step()) result_.runs = row.integer(0);
        }
        if (!write_) return;
        for (const char* table : {"run_issue", "run_unchecked"}) {
            SQLite::Statement remove(database_,
                                     fmt::format("DELETE FROM {} WHERE run_id IN ({})", table, k_old_runs));
            carry_out(remove, first_kept_);
        }
        SQLite::Statement close(
            database_, fmt::format("UPDATE run SET ended = '{}' WHERE id IN ({}) AND ended <> ''", k_pruned,
                                   k_old_runs));
        carry_out(close, first_kept_);
    }

    SQLite::Database& database_;
    bool write_;
    RunId first_kept_;
    std::unordered_set<RunId> old_runs_;
    SQLite::Statement links_;
    SQLite::Statement visits_{database_,
                              "SELECT id, checked_at, run_id, outcome IN ('ok', 'moved') FROM \"check\" "
                              "WHERE link_id = ? ORDER BY checked_at, id"};
    SQLite::Statement remove_check_{database_, "DELETE FROM \"check\" WHERE id = ?"};
    SQLite::Statement remove_checks_{database_, "DELETE FROM \"check\" WHERE link_id = ?"};
    SQLite::Statement remove_state_{database_, "DELETE FROM state WHERE link_id = ?"};
    SQLite::Statement remove_index_{database_, "DELETE FROM page_fts WHERE rowid = ?"};
    SQLite::Statement remove_link_{database_, "DELETE FROM link WHERE id = ?"};
    core::TimePoint now_;
    PruneResult result_;
};

}  // namespace

PruneResult prune(const std::filesystem::path& file, const PruneOptions& options) {
    const std::filesystem::path real = resolve(file);
    // Whether it is ours and up to date, before anything is locked or written.
    SQLite::Database reading = open_for_reading(real);
    try {
        if (!options.write) return Pruner(reading, options).prune();
        const core::FileLock lock = lock_for_writing(real);
        SQLite::Database database = open_for_writing(real);
        try {
            return Pruner(database, options).prune();
        } catch (const SQLite::Exception& error) {
            throw translate(error, real, &database);
        }
    } catch (const SQLite::Exception& error) {
        throw translate(error, real, &reading);
    }
}

}  // namespace linktender::store
