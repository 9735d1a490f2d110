// The reading side of the database. Any number of readers beside the writer.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "linktender/store/records.hpp"

namespace linktender::store {

/// A read-only connection; one thread at a time.
class Reader {
public:
    /// Throws StoreError, also when the file does not exist.
    explicit Reader(const std::filesystem::path& file);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] std::optional<RunRecord> run(RunId id) const;
    [[nodiscard]] std::optional<RunRecord> latest_run() const;

    /// The link with its latest check, or nullopt when it was never seen.
    [[nodiscard]] std::optional<LinkView> link(std::string_view url) const;
    /// When each link of these was last checked with an outcome that concludes something.
    [[nodiscard]] std::optional<core::TimePoint> last_checked(std::string_view url) const;

    /// The issues that the run read (put_issue), by date then file.
    [[nodiscard]] std::vector<IssueView> issues_of(RunId run) const;
    /// Their occurrences, by issue, line, column. Definitions that nothing uses are among them.
    void occurrences_of(RunId run, const std::function<void(const OccurrenceView&)>& each) const;
    /// The distinct links that those occurrences use, by URL.
    void links_of(RunId run, const std::function<void(const LinkView&)>& each) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::store
