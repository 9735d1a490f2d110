#include "linktender/app/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace linktender::app {

namespace {

/// `45s`, `12m`, `3h`: as much as a glance needs.
std::string rough(std::chrono::seconds time) {
    using namespace std::chrono;
    if (time < 2min) return fmt::format("{}s", time.count());
    if (time < 2h) return fmt::format("{}m", duration_cast<minutes>(time).count());
    return fmt::format("{}h", duration_cast<hours>(time).count());
}

}  // namespace

std::string progress_text(const crawl::Progress& progress, std::chrono::milliseconds elapsed) {
    const double seconds = std::max(0.001, static_cast<double>(elapsed.count()) / 1000);
    const double rate = static_cast<double>(progress.done) / seconds;
    std::string text = fmt::format("[{}/{}] {}%, {:.0f}/s", progress.done, progress.total,
                                   progress.total ? progress.done * 100 / progress.total : 100, rate);
    if (progress.done > 0 && progress.done < progress.total) {
        const double by_rate = static_cast<double>(progress.total - progress.done) / rate;
        const double by_host = static_cast<double>(progress.slowest_host.count()) / 1000;
        text += fmt::format(", {} left",
                            rough(std::chrono::seconds(static_cast<long>(std::max(by_rate, by_host)) + 1)));
    }
    return text + fmt::format(", {} in flight", progress.in_flight);
}

void ProgressLine::show(const crawl::Progress& progress) {
    if (!shown_) return;
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
    fmt::print(stderr, "\r\x1b[K{}", progress_text(progress, elapsed));
    std::fflush(stderr);
    dirty_ = true;
}

void ProgressLine::clear() {
    if (!dirty_) return;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
    dirty_ = false;
}

}  // namespace linktender::app
