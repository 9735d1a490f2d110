// One report as values: what the renderers show, whatever the format.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/records.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::report {

/// One place where an issue uses a link.
struct Place {
    std::size_t issue = 0;     ///< index into Model::issues
    std::uint32_t line = 0;    ///< from 1
    std::uint32_t column = 0;  ///< from 1, in bytes
    std::uint64_t offset = 0;  ///< of the address's bytes in the file
    std::uint64_t length = 0;
    std::string text;      ///< anchor or alternative text
    std::string fragment;  ///< without `#`, empty when none
    std::string form;      ///< `inline`, `reference` ...
};

/// What to put in a link's place.
struct Suggestion {
    enum class Kind : std::uint8_t { moved, archive, search };
    Kind kind = Kind::moved;
    std::string url;                             ///< http or https
    std::optional<core::TimePoint> captured_at;  ///< of an archived copy
    double confidence = 0;                       ///< 0 to 1
};

[[nodiscard]] std::string_view to_string(Suggestion::Kind kind) noexcept;

/// What became of a link since the report before.
enum class Change : std::uint8_t {
    fresh,         ///< broken now, not then
    still,         ///< broken then and now
    recovered,     ///< broken then, not now
    acknowledged,  ///< broken, and an editor said to leave it so
};

/// One earlier check, for the strip that shows how a link fared.
struct PastCheck {
    core::TimePoint checked_at;
    verdict::Outcome outcome = verdict::Outcome::ok;
    int status = 0;
};

/// How many links were in which state when an earlier run ended.
struct PastCount {
    core::TimePoint at;
    std::size_t alive = 0;
    std::size_t moved = 0;
    std::size_t broken = 0;
    std::size_t blocked = 0;
};

struct Link {
    store::LinkView view;
    std::string host;  ///< empty for schemes without one
    std::optional<Suggestion> suggestion;
    std::vector<Place> places;  ///< by issue, line, column
    // What only a database with earlier runs can tell. Renderers leave out what is not there.
    std::optional<Change> change;
    std::string note;                            ///< why it was acknowledged; an editor's words
    std::vector<PastCheck> history;              ///< oldest first; the last k_history_shown are shown
    std::optional<core::TimePoint> first_ok_at;  ///< first check that found the link alive or moved
};

inline constexpr std::size_t k_history_shown = 30;

/// An address in an issue that no URL parser accepts, so that there is no link to check.
struct Malformed {
    Place place;
    std::string raw;
    url::UrlError problem = url::UrlError::host_missing;
};

/// One use of a link, as indices: links[link].places[place].
struct Use {
    std::size_t link = 0;
    std::size_t place = 0;
};

struct Issue {
    store::IssueView view;
    std::vector<Use> uses;  ///< by line, column
};

struct Summary {
    std::size_t issues = 0;
    std::size_t occurrences = 0;  ///< uses of the links below
    std::size_t links = 0;        ///< the sum of those that follow
    std::size_t alive = 0;
    std::size_t moved = 0;
    std::size_t failing = 0;
    std::size_t dead = 0;
    std::size_t blocked = 0;
    std::size_t skipped = 0;
    std::size_t unchecked = 0;

    [[nodiscard]] std::size_t broken() const noexcept { return failing + dead; }
    friend bool operator==(const Summary&, const Summary&) = default;
};

/// How many broken links share a reason.
struct ReasonCount {
    verdict::Outcome outcome = verdict::Outcome::ok;
    std::string reason;
    std::size_t links = 0;
};

/// A host whose links all fail, of those that a request was made for and at least k_incident_links of
/// them: the host is what broke.
struct HostIncident {
    std::string host;
    std::size_t links = 0;
    verdict::Outcome outcome = verdict::Outcome::ok;  ///< of most of its links
    std::string reason;
};

inline constexpr std::size_t k_incident_links = 3;

struct Model {
    store::RunRecord run;
    Summary summary;
    std::vector<Issue> issues;            ///< by date then file; undated ones last
    std::vector<Link> links;              ///< by URL
    std::vector<Malformed> malformed;     ///< by issue, line, column
    std::vector<ReasonCount> reasons;     ///< of broken links, most frequent first
    std::vector<HostIncident> incidents;  ///< most links first
    /// When the report was made that the links' `change` refers to.
    std::optional<core::TimePoint> compared_with;
    std::vector<PastCount> past;  ///< of earlier runs, oldest first; without this one
};

/// Links that a model counts without listing them.
struct LeftOut {
    std::size_t links = 0;
    std::size_t occurrences = 0;
    std::unordered_set<std::string> hosts;  ///< of these links: none of them is down as a whole
};

enum class Details : std::uint8_t {
    all,
    problems,  ///< links that are alive, with nothing to say about them, are counted alone: very many fit
};

/// Reads what the run covered, with each link as it stood when the run ended; marks are those of today.
/// Occurrences that are switched off by a comment, relative ones and definitions that nothing uses count for
/// nothing. Throws StoreError, and std::invalid_argument when there is no such run.
[[nodiscard]] Model build(const store::Reader& reader, store::RunId run, Details details = Details::all);

/// Fills what earlier runs tell: each link's last checks and first good one, how other runs ended, and what
/// changed since `compared_with`, else since the run before of the same archive. Throws StoreError.
void add_history(Model& model, const store::Reader& reader,
                 std::optional<store::RunId> compared_with = std::nullopt);

/// Uses, counts, reasons, incidents, and suggestions where a link has none yet, from run, issues and
/// links with their places. Pure; `build` ends with it.
[[nodiscard]] Model assemble(store::RunRecord run, std::vector<store::IssueView> issues,
                             std::vector<Link> links, std::vector<Malformed> malformed = {},
                             const LeftOut& left_out = {});

/// What the latest check proposes to put in the link's place. Pure.
[[nodiscard]] std::optional<Suggestion> suggestion_for(const store::LinkView& view);

/// The state that counts in a report, as a plain value for links never checked too.
[[nodiscard]] inline verdict::State state_of(const Link& link) noexcept {
    return link.view.state.state;
}

}  // namespace linktender::report
