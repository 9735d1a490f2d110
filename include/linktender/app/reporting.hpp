// From a run in the database to its reports: `linktender report`, and the end of an audit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

/// What `linktender report` is asked for; whatever is empty is the latest.
struct ReportRange {
    std::optional<store::RunId> run;
    std::string archive;  ///< name of a daemon's archive
    std::string since;    ///< `last`, the number of a run or a day: what to compare with
    std::string until;    ///< a day: the last run of that day or before
};

/// What these formats need of the run, with what earlier runs tell (since `compared_with`), less what
/// --baseline had already. Throws ConfigError and StoreError.
[[nodiscard]] report::Model build_report(const Settings& settings, const store::Reader& reader,
                                         store::RunId run, const std::vector<OutputTarget>& outputs,
                                         const Terminal& terminal,
                                         std::optional<store::RunId> compared_with = std::nullopt);

void write_reports(const Settings& settings, const report::Model& model,
                   const std::vector<OutputTarget>& outputs, const Terminal& terminal);

/// Whether the report has broken links; blocked ones count with --strict.
[[nodiscard]] ExitCode exit_code_for(const Settings& settings, const report::Model& model);

/// Writes the reports of a run. No request is made. Throws ConfigError when the range names no run.
ExitCode report_run(const Settings& settings, const ReportRange& range,
                    const std::vector<OutputTarget>& outputs, const Terminal& terminal);

}  // namespace linktender::app
