// Saved pages with the verdict they deserve, to measure rules: a folder with an `index.tsv`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "linktender/verdict/judge.hpp"

namespace linktender::verdict {

/// One line of the index: file, url, status, expected, evidence, lang, accept, final_url,
/// content_type, headers (`name: value` joined by `|`), note; tab separated, no quoting.
struct LabelledPage {
    std::string file;
    std::string expected;             ///< alive, soft404, blocked, parked or login
    std::vector<std::string> accept;  ///< further labels that are no mistake
    Evidence evidence;                ///< with the page analysed
};

/// In the order of the index. Throws std::runtime_error on a folder of another form: it names file and line.
[[nodiscard]] std::vector<LabelledPage> read_labelled_pages(const std::filesystem::path& folder);

/// The index's word for an outcome; outcomes that the index has no word for are `dead`.
[[nodiscard]] std::string label_of(Outcome outcome);

/// The verdict a link gets from beginning to end: from its URL, else from the page.
[[nodiscard]] Verdict judge_page(const LabelledPage& page, const RuleSet& rules);

}  // namespace linktender::verdict
