// The writing side of the database: one thread, one transaction a batch.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "linktender/store/records.hpp"

namespace linktender::store {

/// Owns the writing connection and its thread. The verbs may be called from any thread; they queue
/// (capacity k_writer_queue, a full queue blocks) and return. What the database refuses is thrown as
/// StoreError by the next verb and by `flush`. A kill at any moment loses at most the batch in flight.
class Writer {
public:
    /// Opens or creates the file and brings its schema up to date. Throws StoreError.
    explicit Writer(const std::filesystem::path& file);
    ~Writer();  ///< writes what is queued; errors are logged
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Waits for the id.
    [[nodiscard]] RunId begin_run(const RunRecord& run);
    /// The issue as it is now; its former occurrences are replaced, their links stay.
    void put_issue(RunId run, source::Issue issue);
    void put_check(RunId run, CheckRecord check);
    void finish_run(RunId run, core::TimePoint finished_at, std::string ended);
    /// Everything queued before is committed when this returns.
    void flush();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::store
