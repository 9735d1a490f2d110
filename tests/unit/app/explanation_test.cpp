#include "explanation.hpp"

#include <string>
#include <vector>

#include "linktender/app/config_file.hpp"
#include "linktender/app/mark.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::app;
using std::chrono::hours;
using verdict::Outcome;
using verdict::SignalClass;
using verdict::State;

namespace {

constexpr core::TimePoint k_start =
    std::chrono::sys_days(std::chrono::year(2026) / std::chrono::May / 1) + hours(2);
const verdict::LadderOptions k_ladder;

/// One check of a night of its own, that many days after the start.
store::PastCheck check(int day, Outcome outcome) {
    store::PastCheck one;
    one.run = one.recorded.id = one.recorded.run = day + 1;
    one.checked_at = one.recorded.seen.at = k_start + std::chrono::days(day);
    one.outcome = one.recorded.seen.outcome = outcome;
    one.reason = "a-reason";
    one.evidence = "seen\x1b[2J";
    one.recorded.nightly = true;
    one.recorded.seen.signal = outcome == Outcome::ok        ? SignalClass::success
                               : outcome == Outcome::blocked ? SignalClass::no_information
                                                             : SignalClass::permanent;
    return one;
}

/// Of a link with these checks and the state that they give.
Explanation explained(const std::vector<store::PastCheck>& oldest_first) {
    store::LinkView link;
    link.url = "https://a.example/";
    for (const store::PastCheck& one : oldest_first)
        link.state = verdict::climb(link.state, one.recorded.seen).standing;
    return explain_link(link, {oldest_first.rbegin(), oldest_first.rend()}, 1000, k_ladder);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("app: an explanation says what each check came to", "[app]") {
    const Explanation one =
        explained({check(0, Outcome::ok), check(1, Outcome::not_found), check(2, Outcome::not_found),
                   check(3, Outcome::blocked), check(4, Outcome::not_found), check(5, Outcome::ok)});

    const auto words = [&](std::size_t i) { return effect_words(one, i, k_ladder); };
    CHECK(words(0) == "good");
    CHECK(words(1) == "strike of 1.00 (permanent), 1.00 in all; it begins to fail");
    CHECK(words(2) == "no strike: 24 hours after the last one; 3 days apart count");
    CHECK(words(3) == "says nothing about the page: neither adds nor forgives");
    CHECK(words(4) == "strike of 1.00 (permanent), 2.00 in all");
    CHECK(words(5) == "good: its failures are forgiven; recovered");
    CHECK(one.complete);
}

TEST_CASE("app: an explanation says why the next check is due when it is", "[app]") {
    struct Row {
        std::vector<Outcome> outcomes;  ///< a day each
        std::string_view words;
    };
    const auto row = GENERATE(values<Row>({
        {{}, "never checked"},
        {{Outcome::ok}, "3 days after the first good check"},
        {{Outcome::ok, Outcome::ok}, "every 14 days at most"},
        {{Outcome::not_found}, "watched closely for 7 days"},
        {{Outcome::ok, Outcome::blocked}, "a wall says nothing: every 14 days"},
    }));
    std::vector<store::PastCheck> checks;
    for (const Outcome outcome : row.outcomes)
        checks.push_back(check(static_cast<int>(checks.size()), outcome));

    CHECK(contains(due_words(explained(checks), k_start + std::chrono::days(3), k_ladder), row.words));
}

TEST_CASE("app: a due date that only a wrong clock can have written silences nothing, and that is said",
          "[app]") {
    Explanation one = explained({check(0, Outcome::ok)});
    one.link.state.next_check_at = k_start + std::chrono::days(4000);

    CHECK(contains(due_words(one, k_start, k_ladder), "at the next night all the same"));
}

TEST_CASE("app: an explanation without its oldest checks says so", "[app]") {
    Explanation all = explained({check(0, Outcome::not_found), check(4, Outcome::not_found)});

    const Explanation rest = explain_link(all.link, {all.checks.back()}, 1000, k_ladder);

    CHECK_FALSE(rest.complete);
    CHECK(contains(text_of(rest, k_start, k_ladder), "Older checks"));
}

TEST_CASE("app: an explanation shows marks, and untrusted text without control characters", "[app]") {
    Explanation one = explained({check(0, Outcome::not_found)});
    one.link.mark =
        store::MarkRecord{store::MarkKind::alive, k_start, k_start + hours(24), "seen in\n a browser"};
    one.link.state.state = State::alive;

    const std::string text = text_of(one, k_start, k_ladder);

    CHECK(contains(text, "an editor says: alive, from 2026-05-01T02:00:00Z until 2026-05-02T02:00:00Z"));
    CHECK(contains(text, "by checks    failing"));
    CHECK(contains(text, "seen in\\x0a a browser"));
    CHECK_FALSE(contains(text, "\x1b"));
}

TEST_CASE("app: a mark ends on a day or after a time that lies ahead", "[app]") {
    using std::chrono::days;
    CHECK(mark_end("", k_start) == k_start + days(180));
    CHECK(mark_end("2w", k_start) == k_start + days(14));
    CHECK(mark_end("2026-05-02", k_start) == std::chrono::floor<days>(k_start) + days(1));
    for (const char* text : {"0", "2026-05-01", "soon", "99999999w", "100y", "9999-01-01"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(mark_end(text, k_start), ConfigError);
    }
}
