// The writing side of the database: one thread, one transaction a batch.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "linktender/store/records.hpp"

namespace linktender::store {

/// One transaction holds at most this many records, and waits at most this long for them: the sync
/// that ends it then costs next to nothing a record, and a kill loses no more than this.
inline constexpr std::size_t k_batch_records = 500;
inline constexpr std::chrono::milliseconds k_batch_age{250};
/// An issue is one record, however many links it has: `put_issue` waits for the writer when so many of its
/// occurrences wait.
inline constexpr std::size_t k_unwritten_occurrences = 20'000;

/// Owns the writing connection and its thread. The verbs may be called from any thread; they queue
/// (capacity k_batch_records, a full queue blocks: the next batch fills while one is written) and return.
/// What the database refuses is thrown as StoreError by the next verb, by `flush`, and by every verb after:
/// nothing more is written then, so that no run has a hole in it. A kill at any moment loses at most the
/// batch in flight. One writer at a time may have a database open, on the whole machine; `FILE.lock` beside
/// it, which stays there, sees to that.
class Writer {
public:
    /// Opens or creates the file, its directory too, and brings its schema up to date, after a backup
    /// beside it when there is something to lose. Throws StoreError; Kind::busy when another writer
    /// has it open. `ladder` is how checks become states, `seed` what its dice start from; without one nobody
    /// can foretell them.
    explicit Writer(const std::filesystem::path& file,
                    const verdict::LadderOptions& ladder = verdict::audit_ladder(),
                    std::optional<std::uint32_t> seed = {});
    ~Writer();  ///< writes what is queued; an error that no verb has thrown is logged
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Waits for the id; the run is on the disk then. `run.id` is ignored.
    [[nodiscard]] RunId begin_run(const RunRecord& run);
    /// The issue as it is now; its former occurrences are replaced, their links stay. Its place in
    /// the archive is `issue.file`. `content_hash` tells a later run whether it changed.
    void put_issue(RunId run, source::Issue issue, std::string content_hash = {});
    /// An issue that the run's archive still has as it was when it was last put.
    void keep_issue(RunId run, std::string file);
    /// Adds the check and brings page and host up to date with it. A link not seen before is added. For an
    /// audit (a run without an archive) the state follows at once, for a night with `settle_run`.
    void put_check(RunId run, CheckRecord check);
    /// What was learned about a host; replaces what was known.
    void put_host(HostRecord host);
    /// What a host said to a page that cannot exist; replaces an earlier answer.
    void put_probe(ProbeRecord probe);
    /// A link that the run did not check, and why (a slug).
    void put_unchecked(RunId run, std::string url, std::string reason);
    void finish_run(RunId run, core::TimePoint finished_at, std::string ended);
    /// Ends a night: in one transaction each link that it checked climbs by its last check, or none does
    /// when there was an incident. A death that rests on one request alone is not believed: that link
    /// stays as it was, and due. A run that is settled already stays as it is.
    void settle_run(RunId run, Settlement settlement);
    /// Everything queued before is committed when this returns.
    void flush();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::store
