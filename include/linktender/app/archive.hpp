// An archive that the daemon watches over, as `[[archive]]` in the configuration describes it.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "linktender/app/output.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::app {

/// The folder of an archive is brought up to date with `git pull` before each run.
struct GitPull {
    std::filesystem::path folder;                          ///< absolute; inside of a working tree
    core::Milliseconds timeout = std::chrono::minutes{2};  ///< then the files are read as they are
};

/// A report that is written after each run.
struct ReportTarget {
    Format format = Format::html;
    std::filesystem::path directory;  ///< absolute; empty: `reports/NAME` beside the database
    std::size_t keep = 30;            ///< so many dated ones stay; at least 1
};

struct Archive {
    std::string name;                          ///< `[a-z0-9][a-z0-9-]*`, at most 64 bytes, unique
    std::vector<std::string> inputs;           ///< files, folders and globs; absolute, at least one
    std::filesystem::path folder;              ///< issues below it are called by their path in it
    std::optional<report::Language> language;  ///< of its reports; none: that of the settings
    std::string base_url;                      ///< for relative links; empty: that of the settings
    std::string source_url;                    ///< where readers find `folder`; empty: the settings'
    std::optional<GitPull> git;
    std::vector<ReportTarget> reports;  ///< at least one
};

}  // namespace linktender::app
