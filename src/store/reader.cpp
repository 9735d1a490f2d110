#include "linktender/store/reader.hpp"
#include "linktender/url/redact.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "columns.hpp"
#include "connection.hpp"
#include "error.hpp"
#include "host_table.hpp"
#include "issue_queries.hpp"
#include "link_rows.hpp"
#include "night_queries.hpp"
#include "notification_table.hpp"
#include "probe_table.hpp"
#include "run_queries.hpp"
#include "samples.hpp"
#include "search.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

/// A footer's link stands in every issue; its first uses say enough about it.
constexpr int k_uses_read = 256;

void add_new(std::vector<std::string>& list, std::string text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(std::move(text));
}

/// Whether a check tells something about the link, and not about our settings alone.
bool concludes(std::string_view outcome) noexcept {
    return outcome != verdict::to_string(verdict::Outcome::skipped) &&
           outcome != verdict::to_string(verdict::Outcome::unsafe);
}

}  // namespace

class Reader::Impl {
public:
    Impl(const std::filesystem::path& file, core::TimePoint today)
        : file_(resolve(file)),
          database_(open_for_reading(file_)),
          lists_(database_),
          rows_(lists_, today),
          link_(database_, select_links("link", "WHERE link.url = ?")),
          last_checked_(database_,
                        "SELECT \"check\".checked_at, \"check\".outcome FROM link "
                        "JOIN state ON state.link_id = link.id "
                        "JOIN \"check\" ON \"check\".id = state.check_id WHERE link.url = ?"),
          uses_(database_,
                fmt::format("SELECT occurrence.text, occurrence.fragment FROM link "
                            "JOIN occurrence ON occurrence.link_id = link.id WHERE link.url = ? "
                            "AND occurrence.disabled = 0 AND occurrence.form <> 'definition' LIMIT {}",
                            k_uses_read)),
          page_(database_,
                "SELECT page.baseline_simhash, page.baseline_length, page.baseline_shingles, "
                "page.baseline_title, page.simhash, page.text_length, page.text_shingles, "
                "\"check\".reason, \"check\".evidence, page.validated_url, page.etag, page.last_modified, "
                "page.read_at, state.state IN ('alive', 'moved') "
                "FROM link JOIN page ON page.link_id = link.id "
                "LEFT JOIN state ON state.link_id = link.id LEFT JOIN \"check\" ON \"check\".id = "
                "state.check_id "
                "AND \"check\".outcome = 'soft_404' AND \"check\".rule = '' AND \"check\".attempts = 0 "
                "WHERE link.url = ?"),
          history_(database_,
                   fmt::format("SELECT {}, \"check\".run_id, run.archive <> '', run.settled, run.incident, "
                               "run.host_incidents <> '[]' AND EXISTS (SELECT 1 FROM json_each("
                               "run.host_incidents) WHERE value = link.host) FROM link "
                               "JOIN \"check\" ON \"check\".link_id = link.id "
                               "JOIN run ON run.id = \"check\".run_id WHERE link.url = ? "
                               "ORDER BY \"check\".checked_at DESC, \"check\".id DESC LIMIT ?",
                               k_check_columns)),
          first_ok_(database_,
                    "SELECT \"check\".checked_at FROM link JOIN \"check\" ON \"check\".link_id = link.id "
                    "WHERE link.url = ? AND \"check\".outcome IN ('ok', 'moved') "
                    "ORDER BY \"check\".checked_at LIMIT 1"),
          host_(database_, fmt::format("SELECT {} FROM host WHERE name = ?", k_host_columns)) {}

    [[nodiscard]] SQLite::Database& database() noexcept { return database_; }
    [[nodiscard]] JsonLists& lists() noexcept { return lists_; }
    [[nodiscard]] LinkRows& rows() noexcept { return rows_; }

    /// What SQLite throws, in words for people.
    template <class Function>
    auto guarded(Function function) {
        try {
            return function();
        } catch (const SQLite::Exception& error) {
            throw translate(error, file_, &database_);
        }
    }

    std::optional<LinkView> link(std::string_view url) {
        Execution row(link_, Exactly{url::without_userinfo(url)});
        if (!row.step()) return std::nullopt;
        return rows_.read(row);
    }

    void urls_of_host(std::string_view host, const std::function<void(const std::string&)>& each) {
        SQLite::Statement statement(database_, "SELECT url FROM link WHERE host = ?");
        Execution row(statement, host);
        while (row.step()) each(row.text(0));
    }

    std::optional<core::TimePoint> last_checked(std::string_view url) {
        Execution row(last_checked_, Exactly{url::without_userinfo(url)});
        if (!row.step() || !concludes(row.text(1))) return std::nullopt;
        return row.time(0);
    }

    LinkKnowledge knowledge(std::string_view url) {
        LinkKnowledge known;
        {
            Execution row(uses_, Exactly{url::without_userinfo(url)});
            while (row.step()) {
                add_new(known.anchors, row.text(0));
                add_new(known.fragments, row.text(1));
            }
        }
        Execution row(page_, Exactly{url::without_userinfo(url)});
        if (!row.step()) return known;
        if (row.integer(13) != 0 && !row.text(9).empty())
            known.validators = Validators{row.text(9), row.text(10), row.text(11), row.time(12)};
        if (row.is_null(0)) return known;
        known.baseline = verdict::PageMark{read_fingerprint(row, 0), row.text(3)};
        if (!row.is_null(4) && !row.text(7).empty()) known.shared = read_shared(row);
        return known;
    }

    std::optional<HostRecord> host(std::string_view name) {
        Execution row(host_, name);
        if (!row.step()) return std::nullopt;
        return read_host(row);
    }

    std::vector<PastCheck> history(std::string_view url, std::size_t limit) {
        Execution row(history_, Exactly{url::without_userinfo(url)}, limit);
        std::vector<PastCheck> checks;
        while (row.step()) {
            // A word that is none comes from a newer linktender; the others still tell their story.
            if (verdict::outcome_from(row.text(k_outcome_column))) checks.push_back(read_past_check(row));
        }
        return checks;
    }

    std::optional<core::TimePoint> first_ok_at(std::string_view url) {
        Execution row(first_ok_, Exactly{url::without_userinfo(url)});
        return row.step() ? row.time(0) : std::nullopt;
    }

    std::optional<ProbeRecord> probe(std::string_view directory) {
        SQLite::Statement statement(database_,
                                    fmt::format("SELECT {} FROM probe WHERE directory = ?", k_probe_columns));
        Execution row(statement, directory);
        if (!row.step()) return std::nullopt;
        return read_probe(row);
    }

    void search(const std::vector<std::string>& words, std::size_t limit,
                const std::function<void(const SearchHit&)>& each) {
        SQLite::Statement by_id(database_, select_links("link", "WHERE link.id = ?"));
        for (const std::int64_t id : find_links(database_, words, limit)) {
            SearchHit hit;
            {
                Execution row(by_id, id);
                if (!row.step()) continue;
                hit.link = rows_.read(row);
            }
            hit.places = places_of(database_, id);
            each(hit);
        }
    }

private:
    PastCheck read_past_check(const Execution& row) {
        const CheckRecord check = *read_check(row, 0, lists_);
        PastCheck past{.run = row.integer(k_check_column_count),
                       .checked_at = check.checked_at,
                       .outcome = check.verdict.outcome,
                       .reason = check.verdict.reason,
                       .evidence = check.verdict.evidence,
                       .rule = check.verdict.rule,
                       .status = check.status,
                       .recorded = {},
                       .incident = row.text(k_check_column_count + 3)};
        past.recorded.id = row.integer(0);
        past.recorded.run = past.run;
        past.recorded.seen = seen_by_ladder(check);
        past.recorded.seen.host_incident = row.integer(k_check_column_count + 4) != 0;
        past.recorded.nightly = row.integer(k_check_column_count + 1) != 0;
        past.recorded.settled = row.integer(k_check_column_count + 2) != 0;
        past.recorded.discarded = !past.incident.empty();
        past.recorded.asked = check.attempts > 0;
        return past;
    }

    static LinkKnowledge::Shared read_shared(const Execution& row) {
        LinkKnowledge::Shared shared{read_fingerprint(row, 4), {}};
        shared.verdict.outcome = verdict::Outcome::soft_404;
        shared.verdict.reason = row.text(7);
        shared.verdict.evidence = row.text(8);
        shared.verdict.confidence = verdict::Confidence::low;
        return shared;
    }

    std::filesystem::path file_;
    SQLite::Database database_;
    JsonLists lists_;
    LinkRows rows_;
    SQLite::Statement link_;
    SQLite::Statement last_checked_;
    SQLite::Statement uses_;
    SQLite::Statement page_;
    SQLite::Statement history_;
    SQLite::Statement first_ok_;
    SQLite::Statement host_;
};

Reader::Reader(const std::filesystem::path& file, core::TimePoint today)
    : impl_(std::make_unique<Impl>(file, today)) {}
Reader::~Reader() = default;

std::optional<RunRecord> Reader::run(RunId id) const {
    return impl_->guarded([&] { return find_run(impl_->database(), impl_->lists(), id); });
}

std::optional<RunRecord> Reader::latest_run() const {
    return impl_->guarded([&] { return find_latest_run(impl_->database(), impl_->lists()); });
}

std::optional<RunRecord> Reader::latest_run(std::string_view archive) const {
    return impl_->guarded([&] { return find_latest_run(impl_->database(), impl_->lists(), archive); });
}

std::optional<RunRecord> Reader::run_before(RunId id) const {
    return impl_->guarded([&] { return find_run_before(impl_->database(), impl_->lists(), id); });
}

std::optional<RunRecord> Reader::run_at(std::string_view archive, core::TimePoint time) const {
    return impl_->guarded([&] { return find_run_at(impl_->database(), impl_->lists(), archive, time); });
}

std::optional<NotificationRecord> Reader::notification(std::string_view archive,
                                                       std::string_view target) const {
    return impl_->guarded([&] { return find_notification(impl_->database(), archive, target); });
}

std::optional<LinkView> Reader::link(std::string_view url) const {
    return impl_->guarded([&] { return impl_->link(url); });
}

void Reader::urls_of_host(std::string_view host, const std::function<void(const std::string&)>& each) const {
    impl_->guarded([&] { impl_->urls_of_host(host, each); });
}

std::optional<core::TimePoint> Reader::last_checked(std::string_view url) const {
    return impl_->guarded([&] { return impl_->last_checked(url); });
}

LinkKnowledge Reader::knowledge(std::string_view url) const {
    return impl_->guarded([&] { return impl_->knowledge(url); });
}

std::optional<HostRecord> Reader::host(std::string_view name) const {
    return impl_->guarded([&] { return impl_->host(name); });
}

std::vector<PastCheck> Reader::history(std::string_view url, std::size_t limit) const {
    return impl_->guarded([&] { return impl_->history(url, limit); });
}

std::optional<core::TimePoint> Reader::first_ok_at(std::string_view url) const {
    return impl_->guarded([&] { return impl_->first_ok_at(url); });
}

std::vector<OutcomeCount> Reader::outcomes_of_runs(RunId last, std::size_t limit) const {
    return impl_->guarded([&] { return count_outcomes(impl_->database(), last, limit); });
}

std::optional<ProbeRecord> Reader::probe(std::string_view directory) const {
    return impl_->guarded([&] { return impl_->probe(directory); });
}

void Reader::page_samples(RunId run,
                          const std::function<void(std::vector<verdict::PageSample>)>& each_host) const {
    impl_->guarded([&] { read_page_samples(impl_->database(), run, each_host); });
}

void Reader::search(const std::vector<std::string>& words, std::size_t limit,
                    const std::function<void(const SearchHit&)>& each) const {
    impl_->guarded([&] { impl_->search(words, limit, each); });
}

std::vector<IssueView> Reader::issues_of(RunId run) const {
    return impl_->guarded([&] { return read_issues(impl_->database(), run); });
}

void Reader::occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each) const {
    impl_->guarded([&] { read_occurrences(impl_->database(), run, each); });
}

void Reader::links_of(RunId run, const std::function<void(const LinkView&)>& each) const {
    impl_->guarded([&] { read_links(impl_->database(), run, impl_->rows(), each); });
}

std::vector<RecheckLink> Reader::recheck_links(RunId run) const {
    return impl_->guarded([&] { return read_recheck_links(impl_->database(), run); });
}

std::vector<RunId> Reader::unsettled_runs() const {
    return impl_->guarded([&] { return read_unsettled_runs(impl_->database()); });
}

std::vector<UnsettledCheck> Reader::unsettled_checks(RunId run) const {
    return impl_->guarded([&] {
        std::vector<UnsettledCheck> checks;
        for (RunCheck& check : read_run_checks(impl_->database(), impl_->lists(), run))
            checks.push_back(std::move(check.check));
        return checks;
    });
}

int Reader::discarded_before(RunId run) const {
    return impl_->guarded([&] { return count_discarded_before(impl_->database(), run); });
}

std::optional<CheckRecord> Reader::check_of(RunId run, std::string_view url) const {
    return impl_->guarded(
        [&] { return find_check(impl_->database(), impl_->lists(), run, url::without_userinfo(url)); });
}

std::map<std::string, std::string> Reader::content_hashes(std::string_view archive) const {
    return impl_->guarded([&] { return read_content_hashes(impl_->database(), archive); });
}

}  // namespace linktender::store
