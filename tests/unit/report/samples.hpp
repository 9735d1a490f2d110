// Models as `build` would make them, without a database.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "linktender/report/model.hpp"

namespace linktender::report::test {

/// 2026-11-24T02:30:00Z, when the sample run started.
extern const core::TimePoint k_run_start;

/// A checked link: state and check follow from the outcome.
[[nodiscard]] Link checked(std::string url, verdict::Outcome outcome, std::string reason,
                           std::string evidence = {}, int status = 0);
/// The same as moved for good.
[[nodiscard]] Link moved(std::string url, std::string target);
/// A link that no run has reached.
[[nodiscard]] Link unchecked(std::string url);

/// Adds a place in an issue; its column is 3.
Link at(Link link, std::size_t issue, unsigned line, std::string text = {}, std::string form = "inline",
        std::string fragment = {});

[[nodiscard]] store::IssueView issue(std::string file, std::string title = {}, std::string_view date = {});
[[nodiscard]] store::RunRecord complete_run();

/// Four issues with every outcome, a host that is down, flags, suggestions and an address that is no URL.
[[nodiscard]] Model sample_model();

/// The same as a database with earlier runs would tell it: what changed since the report before, an
/// acknowledged link, a recovered one, archived copies, histories, earlier counts.
[[nodiscard]] Model tended_model();
/// Gives any model that past.
[[nodiscard]] Model tended(Model model);

/// One issue, one alive link.
[[nodiscard]] Model fine_model();

/// Every text that a stranger has a hand in tries to break out.
[[nodiscard]] Model hostile_model();
/// What no output may hold as it is: an escape sequence, a C1 control, a bidirectional override.
[[nodiscard]] bool has_raw_controls(std::string_view text);

/// `issues` issues with `broken` broken or moved links in each.
[[nodiscard]] Model large_model(std::size_t issues, std::size_t broken);

}  // namespace linktender::report::test
