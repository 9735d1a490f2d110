#include "linktender/app/night_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "linktender/app/config_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::app;
using linktender::test::TempDir;
using std::chrono::hours;

namespace {

NightOptions options_of(std::string_view toml) {
    const TempDir folder;
    NightOptions options;
    apply_night_tables(folder.write("night.toml", toml), options);
    return options;
}

std::string problem_of(std::string_view toml) {
    try {
        (void)options_of(toml);
    } catch (const ConfigError& error) {
        const std::string what = error.what();
        return what.substr(what.find("night.toml"));
    }
    return {};
}

/// Every number of the options, in one text to compare.
std::string words(const NightOptions& options) {
    const auto& l = options.ladder;
    const auto& p = options.plan;
    const auto& h = options.health;
    std::string text = fmt::format(
        "{} {} {} {} {} / {} {} {} / {} {} {} {} / {} {} {} {} / {} {} {}", l.certain_weight,
        l.permanent_weight, l.doubtful_weight, l.transient_weight, l.incident_weight,
        l.permanent_spacing.count(), l.transient_spacing.count(), l.spacing_slack.count(), l.deadly_score,
        l.confirm_checks, l.permanent_span.count(), l.mixed_span.count(), l.resurrection_span.count(),
        l.drift_span.count(), l.redirect_checks, l.redirect_span.count(), l.flaky_window.count(),
        l.flaky_lowest_percent, l.flaky_highest_percent);
    text += fmt::format(" / {} {} {} {} {} {} {} {} {} {} {} {}", l.first_interval.count(),
                        l.alive_interval.count(), l.flaky_interval.count(), l.failing_interval.count(),
                        l.close_watch.count(), l.late_failing_interval.count(), l.dead_interval.count(),
                        l.blocked_interval.count(), l.long_blocked_interval.count(), l.blocked_checks,
                        l.skipped_interval.count(), l.jitter_percent);
    text += fmt::format(" / {} {} {} {} {}", p.per_night, p.per_host, p.new_percent, p.early.count(),
                        p.farthest.count());
    for (const auto& [host, budget] : p.host_budgets) text += fmt::format(" {}={}", host, budget);
    return text + fmt::format(" / {} {} {} {} {} / {}", h.failing_percent, h.fewest_links, h.fewest_hosts,
                              h.most_in_a_row, h.fewest_links_of_host, options.last_strike_proxy);
}

/// The tables of the file that ships, which has them as comments.
std::string shipped_tables() {
    const std::string file =
        linktender::test::read_file(LINKTENDER_TEST_DATA "/../../config/linktender.toml");
    std::string tables;
    bool inside = false;
    for (std::size_t at = 0; at < file.size();) {
        const std::size_t end = file.find('\n', at);
        const std::string line = file.substr(at, end - at);
        at = end + 1;
        if (line == "# [ladder]" || line == "# [plan]" || line == "# [health]") inside = true;
        if (line.empty()) inside = false;
        if (inside) tables += line.substr(2) + '\n';
    }
    return tables;
}

}  // namespace

TEST_CASE("night config: what is not said keeps its default", "[app]") {
    CHECK(words(options_of("max_concurrency = 3\n")) == words(NightOptions{}));
}

TEST_CASE("night config: numbers, times, budgets and the proxy are read", "[app]") {
    const NightOptions options = options_of(
        "[ladder]\ncertain_weight = 200\nalive_interval = \"6d\"\nspacing_slack = \"3h\"\n"
        "last_strike_proxy = \"http://proxy.example:3128\"\n"
        "[plan]\nper_night = 0\nhost_budgets = { \"a.example\" = 7 }\n"
        "[health]\nfailing_percent = 35\n");

    CHECK(options.ladder.certain_weight == 200);
    CHECK(options.ladder.alive_interval == hours(144));
    CHECK(options.ladder.spacing_slack == hours(3));
    CHECK(options.last_strike_proxy == "http://proxy.example:3128");
    CHECK(options.plan.per_night == 0);
    REQUIRE(options.plan.host_budgets.size() == 1);
    CHECK(options.plan.host_budgets.at("a.example") == 7);
    CHECK(options.health.failing_percent == 35);
    CHECK(options.ladder.permanent_weight == 100);
}

TEST_CASE("night config: what is wrong is said with file, line and key", "[app]") {
    struct Row {
        std::string toml;
        std::string problem;
    };
    const auto row = GENERATE(values<Row>({
        {"[ladder]\n\nweight = 1\n",
         "night.toml:3: ladder.weight: no such key; there are last_strike_proxy, "},
        {"[ladder]\nconfirm_checks = 1\n",
         "night.toml:2: ladder.confirm_checks: a whole number from 2 to 100 is needed"},
        {"[ladder]\nconfirm_checks = \"3\"\n",
         "night.toml:2: ladder.confirm_checks: a whole number from 2 to 100 is needed"},
        {"[ladder]\nalive_interval = 14\n", "night.toml:2: ladder.alive_interval: a duration from "},
        {"[ladder]\nalive_interval = \"90m\"\n",
         "night.toml:2: ladder.alive_interval: whole hours or days are needed"},
        {"[ladder]\nflaky_lowest_percent = 95\n",
         "night.toml:1: ladder: flaky_lowest_percent is above flaky_highest_percent"},
        {"[ladder]\ncertain_weight = 0\npermanent_weight = 0\n",
         "night.toml:1: ladder: no death could ever be confirmed"},
        {"ladder = 3\n", "night.toml:1: ladder: a table is needed"},
        {"[plan]\nper_night = -1\n", "night.toml:2: plan.per_night: a whole number from 0"},
        {"[plan]\nhost_budgets = 3\n", "night.toml:2: plan.host_budgets: a table is needed"},
        {"[plan.host_budgets]\n\"a.example\" = \"x\"\n",
         "night.toml:2: plan.host_budgets.a.example: a whole number"},
        {"[health]\nfailing_percent = 0\n", "night.toml:2: health.failing_percent: a whole number from 1"},
        {"[health]\nfailing = 0\n", "night.toml:2: health.failing: no such key; there are failing_percent, "},
        {"[health\n", "night.toml:1: "},
    }));
    CAPTURE(row.toml);

    CHECK(problem_of(row.toml).substr(0, row.problem.size()) == row.problem);
}

TEST_CASE("night config: the shipped file names every key with its default", "[app]") {
    const std::string tables = shipped_tables();
    CAPTURE(tables);
    REQUIRE(tables.find("[health]") != std::string::npos);

    CHECK(words(options_of(tables)) == words(NightOptions{}));

    const auto keys = std::count_if(tables.begin(), tables.end(), [](char c) { return c == '='; });
    CHECK(keys == 32 + 6 + 5 + 1);  // the budget of one host has an = of its own
}
