// Keeping a database in good order: looking it over, giving space back, letting go of old checks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/store/records.hpp"

namespace linktender::store {

/// What was found out about a database.
struct Inspection {
    int schema = 0;
    std::int64_t issues = 0;
    std::int64_t links = 0;
    std::int64_t checks = 0;
    std::int64_t runs = 0;
    std::vector<std::string> problems;  ///< a sentence each; empty when all is well
    std::vector<std::string> notes;     ///< what could not be looked at, and why
};

/// Looks over the file itself, its references, its full-text indexes, and states that contradict
/// themselves. Changes nothing and works beside a writer; only the inside of the full-text indexes is
/// left alone then. Takes time in proportion to the file. Throws StoreError when the file cannot be
/// read as a database of this schema.
[[nodiscard]] Inspection inspect(const std::filesystem::path& file);

struct VacuumResult {
    std::uintmax_t before = 0;  ///< bytes of the file, its log included
    std::uintmax_t after = 0;
    std::uintmax_t disk_free = 0;  ///< beside it, afterwards
};

/// Writes the file anew without what was deleted. Throws StoreError: Kind::busy while a writer has it
/// open, Kind::disk_full before anything is done when the disk has no room for the copy.
VacuumResult vacuum(const std::filesystem::path& file);

struct PruneOptions {
    /// Runs that began before are old; with `keep_runs` too, a run is old only when both say so.
    std::optional<core::TimePoint> runs_before;
    std::optional<std::size_t> keep_runs;  ///< the latest ones, of all archives together
    core::TimePoint now;
    bool write = false;  ///< else it is only counted
};

/// What goes, or would go.
struct PruneResult {
    std::int64_t runs = 0;  ///< old runs; they stay as lines in the list of runs
    std::int64_t checks = 0;
    std::int64_t links = 0;
    std::int64_t issues = 0;
};

/// Lets go of the checks of old runs, but for those that a state rests on: each link's first good
/// check, its latest three, and those since it began to fail. Issues that no later run read go with
/// their occurrences, and links that no issue uses any more and no later run checked go with all that
/// is known of them, unless a mark on them holds. The latest run of each archive is never old. Goes in
/// small transactions: what a kill left is whole, and the next call goes on. Throws StoreError;
/// Kind::busy while a writer has the file open, if `write`.
PruneResult prune(const std::filesystem::path& file, const PruneOptions& options);

}  // namespace linktender::store
