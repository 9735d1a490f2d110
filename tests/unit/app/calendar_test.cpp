#include "linktender/app/calendar.hpp"

#include <set>
#include <string_view>

#include "support/catch.hpp"

using namespace linktender;
using namespace std::chrono;

namespace {

core::TimePoint utc(std::string_view text) {
    return core::parse_time(text).value();
}

app::Calendar vienna(core::Milliseconds delay = 0s) {
    return {*core::TimeZone::from_rule("CET-1CEST,M3.5.0,M10.5.0/3"), 2h + 30min, delay, 7};
}

}  // namespace

TEST_CASE("app: the next night begins at its time on the zone's clocks, also where they are changed",
          "[app]") {
    struct Row {
        std::string_view now;
        std::string_view night;
    };
    const auto row = GENERATE(values<Row>({
        {"2026-01-15T01:29:59Z", "2026-01-15T01:30:00Z"},
        {"2026-01-15T01:30:00Z", "2026-01-16T01:30:00Z"},
        {"2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"},  // 02:30 does not exist: 03:30
        {"2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"},
        {"2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"},  // the first 02:30 of two
        {"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},  // the second one begins no night
        {"2026-12-31T23:59:59Z", "2027-01-01T01:30:00Z"},
        {"2028-02-28T12:00:00Z", "2028-02-29T01:30:00Z"},
    }));
    CAPTURE(row.now);

    CHECK(app::night_after(vienna(), utc(row.now)) == utc(row.night));
}

TEST_CASE("app: each day of a year has one night, whatever the delay", "[app]") {
    const auto calendar = vienna(11h);
    std::set<core::TimePoint> nights;

    core::TimePoint at = utc("2026-01-01T00:00:00Z");
    for (int i = 0; i < 365; ++i) {
        const core::TimePoint night = app::night_after(calendar, at);
        REQUIRE(night > at);
        REQUIRE(night - at < 25h + 11h);
        REQUIRE(app::night_before(calendar, night) == night);
        REQUIRE(app::night_before(calendar, night + 1ms) == night);
        nights.insert(at = night);
    }

    CHECK(nights.size() == 365);
    CHECK(*nights.rbegin() < utc("2027-01-02T00:00:00Z"));
}

TEST_CASE("app: the delay of a night stays when the program is started again, and differs by seed", "[app]") {
    auto calendar = vienna(30min);
    const core::TimePoint noon = utc("2026-06-01T12:00:00Z");
    const core::TimePoint night = app::night_after(calendar, noon);

    CHECK(night >= utc("2026-06-02T00:30:00Z"));
    CHECK(night < utc("2026-06-02T01:00:00Z"));
    CHECK(app::night_after(calendar, noon + 5h) == night);
    calendar.seed = 8;
    CHECK(app::night_after(calendar, noon) != night);
}

TEST_CASE("app: a missed night is caught up at once, a kept one waits for the next", "[app]") {
    struct Row {
        std::string_view last;  ///< empty: never
        std::string_view now;
        std::string_view due;
    };
    const auto row = GENERATE(values<Row>({
        {"", "2026-06-02T12:00:00Z", "2026-06-02T12:00:00Z"},
        {"2026-06-02T00:30:00Z", "2026-06-02T12:00:00Z", "2026-06-03T00:30:00Z"},
        {"2026-06-02T00:29:59Z", "2026-06-02T12:00:00Z", "2026-06-02T12:00:00Z"},  // off that night
        {"2026-05-01T00:30:00Z", "2026-06-02T12:00:00Z", "2026-06-02T12:00:00Z"},  // off for a month
        {"2026-06-01T20:00:00Z", "2026-06-02T00:29:00Z", "2026-06-02T00:30:00Z"},  // by hand before the night
        {"2026-06-01T20:00:00Z", "2026-06-02T00:30:00Z", "2026-06-02T00:30:00Z"},
        {"2026-06-02T12:30:00Z", "2026-06-02T12:00:00Z", "2026-06-03T00:30:00Z"},  // clock put right
        {"2026-06-03T12:30:00Z", "2026-06-02T12:00:00Z", "2026-06-02T12:00:00Z"},  // clock was wrong
    }));
    CAPTURE(row.last, row.now);
    const auto last_run = row.last.empty() ? std::nullopt : std::optional(utc(row.last));

    CHECK(app::next_run(vienna(), last_run, utc(row.now)) == utc(row.due));
}
