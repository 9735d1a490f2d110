// The values that go into and come out of the database. No SQLite types.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/page/fingerprint.hpp"
#include "linktender/source/occurrence.hpp"
#include "linktender/verdict/drift.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/ladder.hpp"
#include "linktender/verdict/outcome.hpp"
#include "linktender/verdict/replay.hpp"
#include "linktender/verdict/sibling_probe.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::store {

/// The database said no. `what()` says what happened, to which file, and what to do.
class StoreError : public std::runtime_error {
public:
    enum class Kind : std::uint8_t {
        not_a_database,  ///< no SQLite file, another program's, a directory
        newer_schema,    ///< written by a newer linktender
        read_only,
        disk_full,
        busy,          ///< another process writes to it
        io,            ///< the system refused for another reason
        other,         ///< anything else
        missing,       ///< nothing there to read yet
        older_schema,  ///< for a reader; a writer brings it up to date
        damaged,       ///< the file contradicts itself
    };
    StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    [[nodiscard]] Kind kind() const noexcept { return kind_; }

private:
    Kind kind_;
};

using RunId = std::int64_t;

struct RunRecord {
    RunId id = 0;
    core::TimePoint started_at;
    std::optional<core::TimePoint> finished_at;  ///< none while it runs, and for a run that was killed
    std::string tool;                            ///< `linktender 0.1.0`
    std::vector<std::string> inputs;
    /// `complete`, `interrupted`, `network-down`, `failed`; empty while it runs; k_pruned when its checks
    /// are no longer all there.
    std::string ended;
    std::string archive = {};  ///< name of the service's archive; empty for an audit
    /// One line of evidence when our own network was at fault: none of its checks changed a state.
    std::string incident = {};
    bool incident_by_share = false;  ///< too many links failed, while the canaries answered
    /// All links of these hosts began to fail together: one strike at most each.
    std::vector<std::string> host_incidents = {};
};
inline constexpr const char* k_pruned = "pruned";

/// What an editor says of a link. `alive` and `dead` stand in for the state that the checks give;
/// `acknowledged`: known, no need to be told again.
enum class MarkKind : std::uint8_t { acknowledged, alive, dead };

struct MarkRecord {
    MarkKind kind = MarkKind::acknowledged;
    core::TimePoint made_at;
    core::TimePoint until;  ///< holds before, and no longer at this moment
    std::string note;
};

/// Up to which run somebody was told what changed in an archive.
struct NotificationRecord {
    std::string archive;
    std::string target;  ///< name of who is told
    RunId run = 0;
    core::TimePoint sent_at;
    std::string ticket;  ///< id of the rolling ticket, empty without one
};

/// One finished check of one link.
struct CheckRecord {
    std::string url;  ///< without fragment
    core::TimePoint checked_at;
    verdict::Verdict verdict;
    int status = 0;
    std::vector<verdict::Hop> hops;
    std::string final_url;
    int attempts = 1;  ///< requests to the first URL, retries included
    std::string content_type;
    std::uint64_t bytes = 0;
    http::Timing timing;
    std::string http_version;
    std::string remote_address;
    std::optional<core::TimePoint> tls_expires_at;
    std::vector<std::string> flags;          ///< `insecure`, `expiring` ...; those of the verdict among them
    std::optional<page::Metadata> metadata;  ///< of a page that was read; keeps the former one when absent
    std::string etag;
    std::string last_modified;
    std::optional<page::Fingerprint> fingerprint;  ///< of the text of a page that was read and is well
    verdict::TitleMatch title_match =
        verdict::TitleMatch::no_statement;                ///< the page's title against the anchors
    verdict::Drift drift = verdict::Drift::no_statement;  ///< the page against its baseline
};

/// How a page can be asked for conditionally (RFC 9110 section 13), as it was last read.
struct Validators {
    std::string url;  ///< of the page itself, at the end of the redirects; without fragment
    std::string etag;
    std::string last_modified;
    std::optional<core::TimePoint> read_at;  ///< when the whole page was last read
};

/// What is known of a link before it is checked.
struct LinkKnowledge {
    std::vector<std::string>
        anchors;  ///< the texts that issues link to it by, each once; not all of very many
    std::vector<std::string> fragments;  ///< the parts of the page that they point to, without `#`
    std::optional<Validators>
        validators;  ///< where the link was alive at its latest check and its server gave any
    std::optional<verdict::PageMark> baseline;  ///< the page as it was when it was first seen well
    /// The page that was called gone because the host shows it for others too; whoever shows it again is
    /// still gone.
    struct Shared {
        page::Fingerprint fingerprint;
        verdict::Verdict verdict;
    };
    std::optional<Shared> shared;
};

/// What a host said to a page that cannot exist.
struct ProbeRecord {
    std::string directory;  ///< `verdict::directory_of`
    core::TimePoint asked_at;
    verdict::ProbeSide answer;
};

/// What was learned about a host: how to treat it the next time.
struct HostRecord {
    std::string name;
    core::Milliseconds interval{0};  ///< between two requests, where its answers asked for more than usual
    bool head_refused = false;       ///< HEAD fails where GET does not
    bool http1_only = false;         ///< HTTP/2 fails where HTTP/1.1 does not
    std::optional<core::TimePoint> not_before;  ///< it asked not to be asked earlier (Retry-After)
    std::string robots;                         ///< its robots.txt in short; empty when none was read
    std::optional<core::TimePoint> robots_read_at;
};

/// What is concluded about one link from all its checks.
using StateRecord = verdict::Standing;

/// One link that a night has checked, before that became a state. Of several checks the last one counts.
struct UnsettledCheck {
    std::string url;
    std::string host;
    StateRecord before;       ///< the link's standing before the run, without marks
    verdict::CheckSeen seen;  ///< `dice` is the default
    std::size_t checks = 1;   ///< of the link in this run
    bool asked = true;        ///< false when the verdict needed no request of its own
};

/// What a night's checks come to.
struct Settlement {
    core::TimePoint finished_at;
    std::string ended;
    std::string incident = {};  ///< not empty: none of the checks changes a state
    bool incident_by_share = false;
    std::vector<std::string> host_incidents = {};
};

/// A link that a night may ask for.
struct RecheckLink {
    std::string url;
    std::string host;
    StateRecord state;  ///< without marks
};

/// A link with its latest check, its state and its page.
struct LinkView {
    std::string url;  ///< without fragment, user name and password
    /// By its checks, with `state` and `since` as an editor's mark that holds today has them.
    StateRecord state;
    std::optional<MarkRecord> mark;  ///< one that holds today
    /// Latest; metadata and validators filled from the page table, `verdict.flags` left empty.
    std::optional<CheckRecord> check;
    std::string unchecked_reason;  ///< why the run asked for did not check it: a slug; empty when it did
};

/// A link that a search found, with the places that use it.
struct SearchHit {
    LinkView link;
    struct Place {
        std::string file;
        std::uint32_t line = 0;
        std::uint32_t column = 0;
        std::string text;
    };
    std::vector<Place> places;  ///< newest issue first, at most k_search_places
};
inline constexpr std::size_t k_search_places = 20;

struct IssueView {
    std::string file;
    std::string title;
    std::optional<std::chrono::year_month_day> date;
};

/// One check among the checks of a link.
struct PastCheck {
    RunId run = 0;
    core::TimePoint checked_at;
    verdict::Outcome outcome = verdict::Outcome::ok;
    std::string reason;
    std::string evidence;
    std::string rule;
    int status = 0;
    verdict::RecordedCheck recorded;  ///< for `verdict::replay`
    std::string incident;             ///< of its run, when our own network was at fault
};

/// How many checks of a run had an outcome.
struct OutcomeCount {
    RunId run = 0;
    core::TimePoint started_at;
    verdict::Outcome outcome = verdict::Outcome::ok;
    std::size_t checks = 0;
};

/// One occurrence as stored. `url` is the link's (without fragment), empty when it has none.
struct OccurrenceView {
    std::size_t issue = 0;  ///< index into the issues of the same answer
    std::string url;
    std::string fragment;  ///< without `#`, empty when none
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::string raw;
    std::string text;
    std::string form;
    bool disabled = false;  ///< switched off by a comment in the issue
};

}  // namespace linktender::store
