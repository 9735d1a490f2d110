// The progress line on a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

#include "linktender/crawl/pipeline.hpp"

namespace linktender::app {

/// What the line says: `[123/980] 12%, 34/s, 25s left, 3 in flight`. The time left counts the hosts'
/// queues at their pace, not only the average.
[[nodiscard]] std::string progress_text(const crawl::Progress& progress, std::chrono::milliseconds elapsed);

/// Rewrites one line of standard error, at most a few times a second. Does nothing when not shown.
class ProgressLine {
public:
    explicit ProgressLine(bool shown) : shown_(shown) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const crawl::Progress& progress);
    void clear();

private:
    bool shown_;
    bool dirty_ = false;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace linktender::app
