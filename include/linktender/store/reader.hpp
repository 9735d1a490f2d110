// The reading side of the database. Any number of readers beside the writer.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/store/records.hpp"
#include "linktender/verdict/host_statistics.hpp"

namespace linktender::store {

/// A read-only connection; one thread at a time. Each call sees the database as it was at one
/// moment, whatever is written meanwhile, holds one row at a time, and throws StoreError. URLs are
/// those of `Url::without_fragment()`; a user name or password in them is ignored, as none is stored.
class Reader {
public:
    /// Throws StoreError; Kind::missing when there is no such file, or nothing in it yet.
    /// `today` decides which marks hold.
    explicit Reader(const std::filesystem::path& file, core::TimePoint today = core::RealClock().now());
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] std::optional<RunRecord> run(RunId id) const;
    [[nodiscard]] std::optional<RunRecord> latest_run() const;
    /// Of one archive, finished or not; an empty name means the audits.
    [[nodiscard]] std::optional<RunRecord> latest_run(std::string_view archive) const;
    /// The finished run of the same archive that came before.
    [[nodiscard]] std::optional<RunRecord> run_before(RunId id) const;
    /// The archive's last finished run that had started by then.
    [[nodiscard]] std::optional<RunRecord> run_at(std::string_view archive, core::TimePoint time) const;
    [[nodiscard]] std::optional<NotificationRecord> notification(std::string_view archive,
                                                                 std::string_view target) const;

    /// The link with its latest check, or nullopt when it was never seen.
    [[nodiscard]] std::optional<LinkView> link(std::string_view url) const;
    /// Every link of a host, in no order.
    void urls_of_host(std::string_view host, const std::function<void(const std::string&)>& each) const;
    /// When the link was last checked, if that check says something about the link: `skipped` and
    /// `unsafe` rest on our settings alone, which may be others today.
    [[nodiscard]] std::optional<core::TimePoint> last_checked(std::string_view url) const;

    /// What is known of the link before it is checked; empty for one that was never seen.
    [[nodiscard]] LinkKnowledge knowledge(std::string_view url) const;
    [[nodiscard]] std::optional<HostRecord> host(std::string_view name) const;
    [[nodiscard]] std::optional<ProbeRecord> probe(std::string_view directory) const;
    /// The pages that the run found well, of each host that has several: one call a host.
    void page_samples(RunId run,
                      const std::function<void(std::vector<verdict::PageSample>)>& each_host) const;

    /// Links in whose title, description, authors, site or anchor texts every word is found, whatever
    /// its ASCII case; those of the newest issues first, at most `limit`. A word is any text: each is looked
    /// for as it stands, inside other words too, as Chinese demands.
    void search(const std::vector<std::string>& words, std::size_t limit,
                const std::function<void(const SearchHit&)>& each) const;

    /// The latest checks of a link, newest first, at most `limit`.
    [[nodiscard]] std::vector<PastCheck> history(std::string_view url, std::size_t limit) const;
    /// When a check first found the link alive or moved.
    [[nodiscard]] std::optional<core::TimePoint> first_ok_at(std::string_view url) const;
    /// The outcomes of the runs that came to their end, up to this one: at most the latest `limit` runs,
    /// oldest first.
    [[nodiscard]] std::vector<OutcomeCount> outcomes_of_runs(RunId last, std::size_t limit) const;

    /// The issues that the run read (put_issue), by date then file.
    [[nodiscard]] std::vector<IssueView> issues_of(RunId run) const;
    /// Their occurrences, by issue, line, column. Definitions that nothing uses are among them, and
    /// disabled ones. What a callback throws passes through; it may use the reader.
    void occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each) const;
    /// The distinct links that those occurrences use, by URL: without definitions and disabled ones.
    void links_of(RunId run, const std::function<void(const LinkView&)>& each) const;

    // What a night plans and concludes by. States are those of the checks, whatever marks say.

    /// The same links, as candidates for a check.
    [[nodiscard]] std::vector<RecheckLink> recheck_links(RunId run) const;
    /// Runs whose checks have not become states, oldest first: nights that go on or were killed.
    [[nodiscard]] std::vector<RunId> unsettled_runs() const;
    /// The links that such a run has checked, by their ids.
    [[nodiscard]] std::vector<UnsettledCheck> unsettled_checks(RunId run) const;
    /// How many runs of the same archive just before this one were incidents by their share alone.
    [[nodiscard]] int discarded_before(RunId run) const;
    /// The run's last check of the link, whether it has become a state or not.
    [[nodiscard]] std::optional<CheckRecord> check_of(RunId run, std::string_view url) const;
    /// `put_issue`'s hashes, by file.
    [[nodiscard]] std::map<std::string, std::string> content_hashes(std::string_view archive) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::store
