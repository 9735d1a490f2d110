// What the HTML report is made of: the files of src/report/html, embedded at build time.
#pragma once

#include <string_view>

namespace linktender::report::html {

extern const std::string_view k_head;   ///< mustache: from the start to the list of issues
extern const std::string_view k_issue;  ///< mustache: one issue, up to its entries
extern const std::string_view k_entry;  ///< mustache: one entry
extern const std::string_view
    k_bundle;  ///< mustache: the row of a host that fails as a whole, up to its entries
extern const std::string_view k_tail;  ///< mustache: what follows the issues
extern const std::string_view k_style;
extern const std::string_view k_style_hash;  ///< `sha256-...`, for Content-Security-Policy
extern const std::string_view k_report;      ///< the script
extern const std::string_view k_report_hash;

}  // namespace linktender::report::html
