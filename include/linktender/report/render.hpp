// From a model to each format of a report. Everything here is pure: it writes to the stream
// that it is given, reads no clock and no file, and may run on any thread. Text of foreign origin
// (titles, anchors, URLs, evidence) is made harmless for the format at hand, control characters and
// bidirectional overrides included. An error of the stream is left on the stream for its owner.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "linktender/report/message_catalogue.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/records.hpp"

namespace linktender::report {

struct RenderOptions {
    bool color = false;  ///< text only: ANSI escape sequences
    int verbosity = 0;   ///< 1 and more: list what is alive too, and cut no list short
    Language language = Language::en;
    /// Where the issues' files stand for whoever reads the report, such as
    /// `https://git.example/archive/blob/main/`; put before each file's name in Markdown and HTML
    /// links. Empty: file names are no links.
    std::string base_path = {};
};

/// GitHub refuses comments over 65,536 characters; what is left is room for whoever adds a line.
inline constexpr std::size_t k_markdown_limit = 60'000;

/// For people at a terminal: problems by issue, one line each, the newest issue last and a summary
/// at the very end.
void render_text(std::ostream& out, const Model& model, const RenderOptions& options);

/// `linktender.report/1`, one link a line; see docs/report-format.md.
void render_json(std::ostream& out, const Model& model, const RenderOptions& options);
/// The link objects of `linktender.report/1` alone, one a line.
void render_jsonl(std::ostream& out, const Model& model, const RenderOptions& options);

/// For a ticket or a pull request: at most k_markdown_limit characters, cut between entries.
void render_markdown(std::ostream& out, const Model& model, const RenderOptions& options);

/// One row for each use of a link (RFC 4180), headed by stable column names; see docs/report-format.md.
void render_csv(std::ostream& out, const Model& model, const RenderOptions& options);

/// JUnit XML: an issue is a suite, a use of a link a case. Broken ones fail; blocked, skipped and
/// unchecked ones are skipped.
void render_junit(std::ostream& out, const Model& model, const RenderOptions& options);

/// SARIF 2.1.0: broken links as errors, moved ones as notes with a fix. GitHub shows at most this many
/// results of one file; more are counted in a notification.
inline constexpr std::size_t k_sarif_results = 5'000;
void render_sarif(std::ostream& out, const Model& model, const RenderOptions& options);

/// Workflow commands of GitHub Actions, newest issue first: an error for a broken link, a warning for a
/// moved one. GitHub shows this many of each level and step; more are counted in a notice.
inline constexpr std::size_t k_github_annotations = 10;
void render_github(std::ostream& out, const Model& model, const RenderOptions& options);

/// An Atom feed (RFC 4287) of the links that broke, moved or recovered, latest first. An entry keeps its
/// id for as long as the link stays what it became.
inline constexpr std::size_t k_atom_entries = 100;
void render_atom(std::ostream& out, const Model& model, const RenderOptions& options);

/// The JSON that the endpoint badge of shields.io reads.
void render_badge(std::ostream& out, const Model& model, const RenderOptions& options);

/// One page that needs nothing else: no request, no script required.
void render_html(std::ostream& out, const Model& model, const RenderOptions& options);

/// Everything seen on the way to one URL, as an aligned block that ends with an empty line.
void render_check(std::ostream& out, const store::CheckRecord& check, const RenderOptions& options);
/// The same as a link object of `linktender.report/1` without occurrences, in one line.
void render_check_json(std::ostream& out, const store::CheckRecord& check);

}  // namespace linktender::report
