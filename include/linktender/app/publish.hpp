// The reports of a daemon's archive in one directory: dated ones, and the latest under a name that stays.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

namespace linktender::app {

/// What is written and where.
struct Publication {
    std::filesystem::path directory;  ///< made when it is missing
    std::string name;                 ///< of the archive; no `/`
    std::string ending = ".html";     ///< `ending_of` a format
    std::chrono::year_month_day day;  ///< a second report of one day replaces the first
    std::size_t keep = 30;            ///< so many dated reports of this name and ending stay; at least 1
};

/// Writes `NAME-DATE.html`, then the same as `latest.html`, then removes the oldest dated ones beyond `keep`.
/// A reader opens a whole report at any moment. Which files it wrote stands in `.linktender-reports` beside
/// them: no other file is replaced or removed. Returns the dated file.
/// Throws std::system_error, and std::runtime_error when a file of another hand has one of the two names;
/// what `render` throws passes through and leaves everything as it was.
std::filesystem::path publish_report(const Publication& publication,
                                     const std::function<void(std::ostream&)>& render);

}  // namespace linktender::app
