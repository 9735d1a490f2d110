// The reports that an archive gets after each night.
#pragma once

#include <string>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/store/records.hpp"

namespace linktender::app {

/// Writes every report of the archive's run into its folder, which is created when it is not there.
/// Gives what failed, in words; one that fails does not keep the others from being written. Throws
/// StoreError.
[[nodiscard]] std::vector<std::string> write_archive_reports(const Settings& settings, const Archive& archive,
                                                             store::RunId run);

}  // namespace linktender::app
