// `linktender rules`: what the judge knows, and trying it out without a network.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

/// All of these print to standard output, use the rules of the settings' folder or those that ship, and
/// throw ConfigError on what the caller got wrong.

/// A line a rule, in the order in which they are tried; or a JSON object a line.
ExitCode list_rules(const Settings& settings, bool json_lines);

/// An answer as it was saved.
struct SavedPage {
    std::string file;  ///< the body; empty for none
    std::string url;
    std::string final_url;
    int status = 200;
    std::vector<std::string> headers;  ///< `Name: value`
};
/// Every rule that fires, in order, and the verdict.
ExitCode test_rules(const Settings& settings, const SavedPage& page);

/// Every rule on its examples among the labelled pages of a folder; `broken` when one fails. Rules whose
/// evidence is older than 18 months are named.
ExitCode check_rules(const Settings& settings, const std::filesystem::path& folder);

/// Judges every labelled page of a folder; `broken` when a page that is alive was called dead.
ExitCode evaluate_rules(const Settings& settings, const std::filesystem::path& folder);

}  // namespace linktender::app
