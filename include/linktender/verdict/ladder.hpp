// From single checks to a state: a link is dead when failures of weight repeat over days, not before.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "linktender/core/time.hpp"
#include "linktender/verdict/drift.hpp"
#include "linktender/verdict/outcome.hpp"
#include "linktender/verdict/signal.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::verdict {

/// Every number of the ladder. Weights are hundredths of a strike.
struct LadderOptions {
    // What a strike weighs.
    int certain_weight = 150;  ///< the owner's own word; two of them and a third day are enough
    int permanent_weight = 100;
    int doubtful_weight = 50;   ///< needs twice as many
    int transient_weight = 34;  ///< needs nine: servers fall over and get up again
    int incident_weight = 100;  ///< the most that a check counts while its whole host fails

    // How far apart strikes must be: failures of one evening are one failure.
    std::chrono::hours permanent_spacing{3 * 24};  ///< certain and doubtful ones too
    std::chrono::hours transient_spacing{24};
    /// Runs do not start at the same minute every night; no night should be lost to that.
    std::chrono::hours spacing_slack{2};

    // What confirms a death. All of these.
    int deadly_score = 300;
    /// Strikes on so many distinct days. 1: one-off audits, where a failing link counts as broken at
    /// once, one good check brings a dead link back, and none is declared dead.
    int confirm_checks = 3;
    std::chrono::hours permanent_span{6 * 24};  ///< from the first failure: outlasts a long weekend
    std::chrono::hours mixed_span{21 * 24};     ///< with a doubtful or transient failure, or a flaky link

    // What else takes more than one check.
    std::chrono::hours resurrection_span{24};   ///< between the two good checks that bring a link back
    std::chrono::hours drift_span{7 * 24};      ///< a drifted page still is one so much later
    int redirect_checks = 3;                    ///< temporary redirects to one target that make it a move
    std::chrono::hours redirect_span{14 * 24};  ///< and how far the first and last are apart

    // Flaky: changes between good and bad.
    std::chrono::hours flaky_window{60 * 24};  ///< two changes within it
    int flaky_lowest_percent = 20;             ///< or a share of good ones in the last ten from here
    int flaky_highest_percent = 90;            ///< to here, with two changes among them

    // When to look again.
    std::chrono::hours first_interval{3 * 24};   ///< after the first good check: errors of setting up show
    std::chrono::hours alive_interval{14 * 24};  ///< at most: so a death is seen within two weeks
    std::chrono::hours flaky_interval{5 * 24};
    /// A failing link is looked at daily, though strikes lie further apart: one good look in between
    /// tells a link that comes and goes from a dead one, and an outage leaves the report the next day.
    std::chrono::hours failing_interval{24};
    std::chrono::hours close_watch{7 * 24};  ///< for so long, then less often
    std::chrono::hours late_failing_interval{3 * 24};
    std::chrono::hours dead_interval{60 * 24};  ///< some come back
    std::chrono::hours blocked_interval{14 * 24};
    std::chrono::hours long_blocked_interval{30 * 24};
    int blocked_checks = 5;  ///< in a row, then the longer interval: the wall will stay
    std::chrono::hours skipped_interval{24};
    int jitter_percent = 20;  ///< so that what was checked together does not stay together
};

/// For one-off audits.
[[nodiscard]] LadderOptions audit_ladder() noexcept;

/// All that is remembered of a link's checks. The default is a link that was never checked.
struct Standing {
    State state = State::unchecked;
    std::optional<State> last_known;       ///< with blocked and skipped: the last one that said something
    std::optional<core::TimePoint> since;  ///< when `state` became what it is
    std::optional<core::TimePoint> first_failed_at;  ///< of the present run of failures
    std::optional<core::TimePoint> last_ok_at;
    int failures = 0;  ///< in a row; checks that say nothing in between do not end the row
    std::optional<core::TimePoint> next_check_at;

    // Of the present run of failures.
    int strikes = 0;      ///< hundredths
    int strike_days = 0;  ///< distinct days (UTC) with a strike
    std::optional<core::TimePoint> last_strike_at;
    bool mixed = false;  ///< a doubtful or transient failure among them

    std::optional<core::TimePoint> good_since;  ///< a dead link's first good check
    int blocked_checks = 0;                     ///< in a row
    std::string recent;                         ///< the last ten checks that said something: `+` or `-`
    std::optional<core::TimePoint> flipped_at;  ///< the last change between good and bad
    std::optional<core::TimePoint> flipped_before_at;  ///< and the one before
    bool drifted = false;                              ///< confirmed
    std::optional<core::TimePoint> drift_since;        ///< first seen as another page
    std::string redirect_target;                       ///< of a temporary redirect
    std::optional<core::TimePoint> redirect_since;
    int redirect_checks = 0;

    friend bool operator==(const Standing&, const Standing&) = default;
};

/// One check as the ladder sees it.
struct CheckSeen {
    core::TimePoint at;
    Outcome outcome = Outcome::ok;
    SignalClass signal = SignalClass::success;  ///< `classify` of the verdict
    /// Where a page that is `ok` was reached by temporary redirects alone; empty otherwise.
    std::string temporary_target = {};
    /// The title of the page at the end of the redirects against the anchor texts.
    TitleMatch title = TitleMatch::no_statement;
    Drift drift = Drift::no_statement;
    bool host_incident = false;  ///< all links of its host began to fail together
    double dice = 0.5;           ///< a random number in [0, 1) for the jitter
};

/// What the check changed.
enum class Turn : std::uint8_t {
    none,
    began_to_fail,
    died,
    recovered,    ///< from failing
    resurrected,  ///< from dead
    moved,
};

struct LadderStep {
    Standing standing;
    Turn turn = Turn::none;
    bool struck = false;  ///< the failure counted as a strike
};

/// Pure: the former standing and one more check give the next standing. A check without information
/// neither adds to the strikes nor forgives them. Checks should come in the order of their times; one
/// from before the last strike (a clock that was put back) counts as no strike.
[[nodiscard]] LadderStep climb(const Standing& before, const CheckSeen& seen,
                               const LadderOptions& options = {});

/// Whether a failing check at `at` could be the one that confirms the death: worth another route.
[[nodiscard]] bool could_be_last_strike(const Standing& standing, core::TimePoint at,
                                        const LadderOptions& options = {});

[[nodiscard]] bool is_flaky(const Standing& standing, core::TimePoint now, const LadderOptions& options = {});

/// Dead; failing too where one check is enough. What decides an exit code.
[[nodiscard]] bool counts_as_broken(const Standing& standing, const LadderOptions& options) noexcept;

}  // namespace linktender::verdict
