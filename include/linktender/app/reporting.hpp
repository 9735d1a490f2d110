// From a run in the database to its reports: `linktender report`, and the end of an audit.
#pragma once

#include <optional>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

/// What these formats need of the run, with what earlier runs tell, less what --baseline had already. Throws
/// ConfigError and StoreError.
[[nodiscard]] report::Model build_report(const Settings& settings, const store::Reader& reader,
                                         store::RunId run, const std::vector<OutputTarget>& outputs,
                                         const Terminal& terminal);

void write_reports(const Settings& settings, const report::Model& model,
                   const std::vector<OutputTarget>& outputs, const Terminal& terminal);

/// Whether the report has broken links; blocked ones count with --strict.
[[nodiscard]] ExitCode exit_code_for(const Settings& settings, const report::Model& model);

/// Writes the reports of a run, the latest without a number. No request is made.
ExitCode report_run(const Settings& settings, std::optional<store::RunId> run,
                    const std::vector<OutputTarget>& outputs, const Terminal& terminal);

}  // namespace linktender::app
