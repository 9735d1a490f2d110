#include "survival.hpp"

#include <chrono>
#include <cmath>

#include "linktender/core/time.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Lifetime;
using report::SurvivalStep;

namespace {

bool near(double a, double b) {
    return std::abs(a - b) < 0.0005;
}

core::TimePoint on(const char* time) {
    return core::parse_time(time).value();
}

report::Link watched(const char* first_ok, const char* last_ok) {
    report::Link link = at(checked("https://a.example/", verdict::Outcome::ok, "http-200"), 0, 1);
    link.first_ok_at = on(first_ok);
    link.view.state.last_ok_at = on(last_ok);
    return link;
}

report::Model model_of(report::Link link) {
    return report::assemble(complete_run(),
                            {issue("a.md", "", "2026-01-01"), issue("b.md", "", "2025-12-22")},
                            {std::move(link)});
}

}  // namespace

// Five links, by hand: deaths on days 1, 2 and 4, two still alive when last seen on days 3 and 5.
//   S(1) = 4/5, S(2) = 4/5 * 3/4, S(4) = 3/5 * 1/2
//   Greenwood: 1/20; + 1/12 = 2/15; + 1/2 = 19/30
TEST_CASE("survival: the estimate and its band are those computed by hand", "[report]") {
    const auto steps =
        report::kaplan_meier({{0, 1, true}, {0, 2, true}, {0, 3, false}, {0, 4, true}, {0, 5, false}});

    REQUIRE(steps.size() == 3);
    CHECK(near(steps[0].share, 0.8));
    CHECK(near(steps[0].low, 0.2038));
    CHECK(near(steps[0].high, 0.9692));
    CHECK(steps[0].at_risk == 5);
    CHECK(near(steps[1].share, 0.6));
    CHECK(near(steps[1].low, 0.1257));
    CHECK(near(steps[1].high, 0.8818));
    CHECK(near(steps[2].share, 0.3));
    CHECK(steps[2].at_risk == 2);
    CHECK(report::half_life(steps) == 4);
}

TEST_CASE("survival: two deaths of one day are one step", "[report]") {
    const auto steps = report::kaplan_meier({{0, 2, true}, {0, 2, true}, {0, 9, false}, {0, 9, false}});

    REQUIRE(steps.size() == 1);
    CHECK(steps[0].deaths == 2);
    CHECK(near(steps[0].share, 0.5));
    CHECK(report::half_life(steps) == 2);
}

TEST_CASE("survival: a link is not at risk before it is watched", "[report]") {
    // On day 2 the late comer is not there yet: one of two dies. On day 6 one of two again.
    const auto steps = report::kaplan_meier({{0, 2, true}, {0, 6, true}, {3, 8, false}});

    REQUIRE(steps.size() == 2);
    CHECK(steps[0].at_risk == 2);
    CHECK(near(steps[0].share, 0.5));
    CHECK(steps[1].at_risk == 2);
    CHECK(near(steps[1].share, 0.25));
}

TEST_CASE("survival: when all die nothing is left, and the band with it", "[report]") {
    const auto steps = report::kaplan_meier({{0, 1, true}, {0, 2, true}});

    CHECK(steps.back().share == 0);
    CHECK(steps.back().low == 0);
    CHECK(steps.back().high == 0);
}

TEST_CASE("survival: without deaths, or without lives, there is no step and no half-life", "[report]") {
    CHECK(report::kaplan_meier({}).empty());
    CHECK(report::kaplan_meier({{0, 5, false}, {0, 0, true}, {4, 3, true}}).empty());
    CHECK_FALSE(report::half_life({}));
    CHECK_FALSE(report::half_life(report::kaplan_meier({{0, 1, true}, {0, 2, false}, {0, 3, false}})));
}

TEST_CASE("survival: a life counts from the first issue to the last good check", "[report]") {
    report::Link link = at(watched("2026-01-11T00:00:00Z", "2026-01-31T12:00:00Z"), 1, 5);

    const auto life = lifetime_of(model_of(link), link);

    REQUIRE(life);
    CHECK(near(life->entry, 20));
    CHECK(near(life->exit, 40.5));
    CHECK_FALSE(life->died);
}

TEST_CASE("survival: a broken link died when it first failed", "[report]") {
    report::Link link = watched("2025-12-31T00:00:00Z", "2026-01-05T00:00:00Z");
    link.view.state.state = verdict::State::failing;
    link.view.state.first_failed_at = on("2026-01-06T00:00:00Z");

    const auto life = lifetime_of(model_of(link), link);

    REQUIRE(life);
    CHECK(life->died);
    CHECK(near(life->entry, 0));
    CHECK(near(life->exit, 5));
}

TEST_CASE("survival: what nobody saw alive, or has no date, tells nothing", "[report]") {
    report::Link link = watched("2026-01-02T00:00:00Z", "2026-01-05T00:00:00Z");
    link.first_ok_at.reset();
    CHECK_FALSE(lifetime_of(model_of(link), link));

    link.first_ok_at = on("2026-01-02T00:00:00Z");
    const auto undated = report::assemble(complete_run(), {issue("a.md")}, {link});
    CHECK_FALSE(lifetime_of(undated, link));
}

TEST_CASE("survival: hosts with few links are left out, the others come by size", "[report]") {
    std::vector<report::Link> links;
    for (int i = 0; i < 33; ++i) {
        const char* host = i < 9 ? "few" : i < 20 ? "some" : "many";
        report::Link link = at(checked("https://" + std::string(host) + ".example/" + std::to_string(i),
                                       verdict::Outcome::ok, "http-200"),
                               0, 1);
        link.first_ok_at = on("2026-01-02T00:00:00Z");
        link.view.state.last_ok_at = on("2026-02-02T00:00:00Z");
        if (i >= 9 && i < 15) {
            link.view.state.state = verdict::State::dead;
            link.view.state.first_failed_at = on("2026-01-12T00:00:00Z");
        }
        links.push_back(std::move(link));
    }

    const auto hosts =
        lives_by_host(report::assemble(complete_run(), {issue("a.md", "", "2026-01-01")}, links));

    REQUIRE(hosts.size() == 2);
    CHECK(hosts[0].host == "many.example");
    CHECK_FALSE(hosts[0].half);
    CHECK(hosts[1].host == "some.example");
    CHECK(hosts[1].deaths == 6);
    REQUIRE(hosts[1].half);
    CHECK(near(*hosts[1].half, 11));
}
