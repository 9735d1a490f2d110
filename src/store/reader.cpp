#include "linktender/store/reader.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "columns.hpp"
#include "connection.hpp"
#include "error.hpp"
#include "host_table.hpp"
#include "probe_table.hpp"
#include "redact.hpp"
#include "samples.hpp"
#include "search.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

constexpr std::string_view k_run_columns = "id, started_at, finished_at, tool, inputs, ended";

/// A link with what is known about it; `links` is the part of FROM that gives the rows of `link`.
std::string select_links(std::string_view links, std::string_view rest, std::string_view more = {}) {
    return fmt::format(
        "SELECT link.url, {}, {}, {}{} FROM {} LEFT JOIN state ON state.link_id = link.id "
        "LEFT JOIN \"check\" ON \"check\".id = state.check_id "
        "LEFT JOIN page ON page.link_id = link.id {}",
        k_state_columns, k_check_columns, k_page_columns, more, links, rest);
}

constexpr const char* k_issues_of_run = "run_issue JOIN issue ON issue.id = run_issue.issue_id";
// Undated issues come last.
constexpr const char* k_issue_order = "issue.date IS NULL, issue.date, issue.file";

/// Where select_links puts its `more`.
constexpr int k_unchecked_column = 1 + k_state_column_count + k_check_column_count + k_page_column_count;

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
    explicit Impl(const std::filesystem::path& file)
        : file_(resolve(file)),
          database_(open_for_reading(file_)),
          lists_(database_),
          link_(database_, select_links("link", "WHERE link.url = ?")),
          last_checked_(database_,
                        "SELECT \"check\".checked_at, \"check\".outcome FROM link "
                        "JOIN state ON state.link_id = link.id "
                        "JOIN \"check\" ON \"check\".id = state.check_id WHERE link.url = ?"),
          validators_(
              database_,
              "SELECT page.validated_url, page.etag, page.last_modified, page.read_at FROM link "
              "JOIN page ON page.link_id = link.id JOIN state ON state.link_id = link.id "
              "WHERE link.url = ? AND page.validated_url <> '' AND state.state IN ('alive', 'moved')"),
          uses_(database_,
                fmt::format("SELECT occurrence.text, occurrence.fragment FROM link "
                            "JOIN occurrence ON occurrence.link_id = link.id WHERE link.url = ? "
                            "AND occurrence.disabled = 0 AND occurrence.form <> 'definition' LIMIT {}",
                            k_uses_read)),
          baseline_(database_,
                    "SELECT page.baseline_simhash, page.baseline_length, page.baseline_shingles, "
                    "page.baseline_title, page.simhash, page.text_length, page.text_shingles, "
                    "\"check\".reason, \"check\".evidence FROM link JOIN page ON page.link_id = link.id "
                    "LEFT JOIN state ON state.link_id = link.id LEFT JOIN \"check\" ON \"check\".id = "
                    "state.check_id "
                    "AND \"check\".outcome = 'soft_404' AND \"check\".rule = '' AND \"check\".attempts = 0 "
                    "WHERE link.url = ? AND page.baseline_simhash IS NOT NULL"),
          history_(database_,
                   "SELECT \"check\".run_id, \"check\".checked_at, \"check\".outcome, \"check\".reason, "
                   "\"check\".evidence, \"check\".rule, \"check\".status FROM link "
                   "JOIN \"check\" ON \"check\".link_id = link.id WHERE link.url = ? "
                   "ORDER BY \"check\".checked_at DESC, \"check\".id DESC LIMIT ?"),
          first_ok_(database_,
                    "SELECT \"check\".checked_at FROM link JOIN \"check\" ON \"check\".link_id = link.id "
                    "WHERE link.url = ? AND \"check\".outcome IN ('ok', 'moved') "
                    "ORDER BY \"check\".checked_at LIMIT 1"),
          host_(database_, fmt::format("SELECT {} FROM host WHERE name = ?", k_host_columns)) {}

    /// What SQLite throws, in words for people.
    template <class Function>
    auto guarded(Function function) {
        try {
            return function();
        } catch (const SQLite::Exception& error) {
            throw translate(error, file_, &database_);
        }
    }

    std::optional<RunRecord> run(std::string_view condition, RunId id) {
        SQLite::Statement statement(database_,
                                    fmt::format("SELECT {} FROM run WHERE {}", k_run_columns, condition));
        Execution row(statement, id);
        if (!row.step()) return std::nullopt;
        RunRecord run;
        run.id = row.integer(0);
        run.started_at = row.time(1).value_or(core::TimePoint{});
        run.finished_at = row.time(2);
        run.tool = row.text(3);
        run.inputs = lists_.strings(row.text(4));
        run.ended = row.text(5);
        return run;
    }

    std::optional<LinkView> link(std::string_view url) {
        Execution row(link_, Exactly{without_userinfo(url)});
        if (!row.step()) return std::nullopt;
        return read_link(row);
    }

    std::optional<core::TimePoint> last_checked(std::string_view url) {
        Execution row(last_checked_, Exactly{without_userinfo(url)});
        if (!row.step() || !concludes(row.text(1))) return std::nullopt;
        return row.time(0);
    }

    std::optional<Validators> validators(std::string_view url) {
        Execution row(validators_, Exactly{without_userinfo(url)});
        if (!row.step()) return std::nullopt;
        return Validators{row.text(0), row.text(1), row.text(2), row.time(3)};
    }

    LinkKnowledge knowledge(std::string_view url) {
        LinkKnowledge known;
        {
            Execution row(uses_, Exactly{without_userinfo(url)});
            while (row.step()) {
                add_new(known.anchors, row.text(0));
                add_new(known.fragments, row.text(1));
            }
        }
        known.validators = validators(url);
        Execution row(baseline_, Exactly{without_userinfo(url)});
        if (!row.step()) return known;
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
        Execution row(history_, Exactly{without_userinfo(url)}, limit);
        std::vector<PastCheck> checks;
        while (row.step()) {
            // A word that is none comes from a newer linktender; the others still tell their story.
            const auto outcome = verdict::outcome_from(row.text(2));
            if (!outcome) continue;
            checks.push_back({row.integer(0), row.time(1).value_or(core::TimePoint{}), *outcome, row.text(3),
                              row.text(4), row.text(5), row.integer_as<int>(6)});
        }
        return checks;
    }

    std::optional<core::TimePoint> first_ok_at(std::string_view url) {
        Execution row(first_ok_, Exactly{without_userinfo(url)});
        return row.step() ? row.time(0) : std::nullopt;
    }

    std::vector<OutcomeCount> outcomes_of_runs(RunId last, std::size_t limit) {
        SQLite::Statement statement(database_,
                                    "SELECT run.id, run.started_at, \"check\".outcome, count(*) FROM run "
                                    "JOIN \"check\" ON \"check\".run_id = run.id "
                                    "WHERE run.id IN (SELECT id FROM run WHERE id <= ?1 AND ended = "
                                    "'complete' ORDER BY id DESC LIMIT ?2) "
                                    "GROUP BY run.id, \"check\".outcome ORDER BY run.id");
        Execution row(statement, last, limit);
        std::vector<OutcomeCount> counts;
        while (row.step())
            if (const auto outcome = verdict::outcome_from(row.text(2)))
                counts.push_back({row.integer(0), row.time(1).value_or(core::TimePoint{}), *outcome,
                                  row.integer_as<std::size_t>(3)});
        return counts;
    }

    std::optional<ProbeRecord> probe(std::string_view directory) {
        SQLite::Statement statement(database_,
                                    fmt::format("SELECT {} FROM probe WHERE directory = ?", k_probe_columns));
        Execution row(statement, directory);
        if (!row.step()) return std::nullopt;
        return read_probe(row);
    }

    void page_samples(RunId run, const std::function<void(std::vector<verdict::PageSample>)>& each_host) {
        read_page_samples(database_, run, each_host);
    }

    void search(const std::vector<std::string>& words, std::size_t limit,
                const std::function<void(const SearchHit&)>& each) {
        SQLite::Statement by_id(database_, select_links("link", "WHERE link.id = ?"));
        for (const std::int64_t id : find_links(database_, words, limit)) {
            SearchHit hit;
            {
                Execution row(by_id, id);
                if (!row.step()) continue;
                hit.link = read_link(row);
            }
            hit.places = places_of(database_, id);
            each(hit);
        }
    }

    std::vector<IssueView> issues_of(RunId run) {
        SQLite::Statement statement(
            database_,
            fmt::format("SELECT issue.file, issue.title, issue.date FROM {} WHERE run_issue.run_id = ? "
                        "ORDER BY {}",
                        k_issues_of_run, k_issue_order));
        Execution row(statement, run);
        std::vector<IssueView> issues;
        while (row.step()) issues.push_back({row.bytes(0), row.text(1), core::parse_date(row.text(2))});
        return issues;
    }

    void occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each);
    void links_of(RunId run, const std::function<void(const LinkView&)>& each);

private:
    static LinkKnowledge::Shared read_shared(const Execution& row) {
        LinkKnowledge::Shared shared{read_fingerprint(row, 4), {}};
        shared.verdict.outcome = verdict::Outcome::soft_404;
        shared.verdict.reason = row.text(7);
        shared.verdict.evidence = row.text(8);
        shared.verdict.confidence = verdict::Confidence::low;
        return shared;
    }

    LinkView read_link(const Execution& row) {
        LinkView view;
        view.url = row.text(0);
        view.state = read_state(row, 1);
        constexpr int k_check = 1 + k_state_column_count;
        view.check = read_check(row, k_check, lists_);
        if (view.check) {
            view.check->url = view.url;
            read_page(row, k_check + k_check_column_count, lists_, *view.check);
        }
        return view;
    }

    std::filesystem::path file_;
    SQLite::Database database_;
    JsonLists lists_;
    SQLite::Statement link_;
    SQLite::Statement last_checked_;
    SQLite::Statement validators_;
    SQLite::Statement uses_;
    SQLite::Statement baseline_;
    SQLite::Statement history_;
    SQLite::Statement first_ok_;
    SQLite::Statement host_;
};

void Reader::Impl::occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each) {
    // Issues without occurrences are counted too, as in issues_of.
    SQLite::Statement statement(
        database_,
        fmt::format("SELECT issue.id, occurrence.id, link.url, occurrence.fragment, occurrence.line, "
                    "occurrence.\"column\", occurrence.\"offset\", occurrence.length, occurrence.raw, "
                    "occurrence.text, occurrence.form, occurrence.disabled FROM {} "
                    "LEFT JOIN occurrence ON occurrence.issue_id = issue.id "
                    "LEFT JOIN link ON link.id = occurrence.link_id WHERE run_issue.run_id = ? "
                    "ORDER BY {}, occurrence.line, occurrence.\"column\", occurrence.id",
                    k_issues_of_run, k_issue_order));
    Execution row(statement, run);
    OccurrenceView view;
    std::optional<std::int64_t> issue;
    while (row.step()) {
        if (issue && *issue != row.integer(0)) ++view.issue;
        issue = row.integer(0);
        if (row.is_null(1)) continue;
        view.url = row.text(2);
        view.fragment = row.text(3);
        view.line = row.integer_as<std::uint32_t>(4);
        view.column = row.integer_as<std::uint32_t>(5);
        view.offset = row.integer_as<std::uint64_t>(6);
        view.length = row.integer_as<std::uint64_t>(7);
        view.raw = row.text(8);
        view.text = row.text(9);
        view.form = row.text(10);
        view.disabled = row.integer(11) != 0;
        each(view);
    }
}

void Reader::Impl::links_of(RunId run, const std::function<void(const LinkView&)>& each) {
    SQLite::Statement statement(
        database_, select_links("(SELECT DISTINCT occurrence.link_id AS id FROM run_issue "
                                "JOIN occurrence ON occurrence.issue_id = run_issue.issue_id "
                                "WHERE run_issue.run_id = ?1 AND occurrence.disabled = 0 "
                                "AND occurrence.form <> 'definition') AS used JOIN link ON link.id = used.id "
                                "LEFT JOIN run_unchecked ON run_unchecked.run_id = ?1 "
                                "AND run_unchecked.link_id = link.id",
                                "ORDER BY link.url", ", run_unchecked.reason"));
    Execution row(statement, run);
    while (row.step()) {
        LinkView view = read_link(row);
        view.unchecked_reason = row.text(k_unchecked_column);
        each(view);
    }
}

Reader::Reader(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
Reader::~Reader() = default;

std::optional<RunRecord> Reader::run(RunId id) const {
    return impl_->guarded([&] { return impl_->run("id = ?", id); });
}

std::optional<RunRecord> Reader::latest_run() const {
    return impl_->guarded([&] { return impl_->run("id = (SELECT max(id) FROM run WHERE id > ?)", 0); });
}

std::optional<LinkView> Reader::link(std::string_view url) const {
    return impl_->guarded([&] { return impl_->link(url); });
}

std::optional<core::TimePoint> Reader::last_checked(std::string_view url) const {
    return impl_->guarded([&] { return impl_->last_checked(url); });
}

std::optional<Validators> Reader::validators(std::string_view url) const {
    return impl_->guarded([&] { return impl_->validators(url); });
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
    return impl_->guarded([&] { return impl_->outcomes_of_runs(last, limit); });
}

std::optional<ProbeRecord> Reader::probe(std::string_view directory) const {
    return impl_->guarded([&] { return impl_->probe(directory); });
}

void Reader::page_samples(RunId run,
                          const std::function<void(std::vector<verdict::PageSample>)>& each_host) const {
    impl_->guarded([&] { impl_->page_samples(run, each_host); });
}

void Reader::search(const std::vector<std::string>& words, std::size_t limit,
                    const std::function<void(const SearchHit&)>& each) const {
    impl_->guarded([&] { impl_->search(words, limit, each); });
}

std::vector<IssueView> Reader::issues_of(RunId run) const {
    return impl_->guarded([&] { return impl_->issues_of(run); });
}

void Reader::occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each) const {
    impl_->guarded([&] { impl_->occurrences_of(run, each); });
}

void Reader::links_of(RunId run, const std::function<void(const LinkView&)>& each) const {
    impl_->guarded([&] { impl_->links_of(run, each); });
}

}  // namespace linktender::store
