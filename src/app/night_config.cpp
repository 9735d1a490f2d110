#include "linktender/app/night_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "toml_file.hpp"

namespace linktender::app {

namespace {

using std::chrono::hours;
using verdict::LadderOptions;
using verdict::RecheckOptions;
using verdict::RunHealthOptions;

/// A number or a time, within limits; those of times are in hours.
template <class Options>
struct Key {
    std::string_view name;
    std::variant<int Options::*, std::size_t Options::*, hours Options::*> field;
    std::int64_t least = 0;
    std::int64_t most = 0;
};

constexpr std::int64_t k_heaviest = 1000;      // of a strike, in hundredths
constexpr std::int64_t k_longest = 24L * 366;  // hours
constexpr std::int64_t k_most_links = 1'000'000;

constexpr Key<LadderOptions> k_ladder_keys[] = {
    {"certain_weight", &LadderOptions::certain_weight, 0, k_heaviest},
    {"permanent_weight", &LadderOptions::permanent_weight, 0, k_heaviest},
    {"doubtful_weight", &LadderOptions::doubtful_weight, 0, k_heaviest},
    {"transient_weight", &LadderOptions::transient_weight, 0, k_heaviest},
    {"incident_weight", &LadderOptions::incident_weight, 0, k_heaviest},
    {"permanent_spacing", &LadderOptions::permanent_spacing, 0, k_longest},
    {"transient_spacing", &LadderOptions::transient_spacing, 0, k_longest},
    {"spacing_slack", &LadderOptions::spacing_slack, 0, 12},
    {"deadly_score", &LadderOptions::deadly_score, 1, 100 * k_heaviest},
    // One check would do for an audit; a death that is announced takes more.
    {"confirm_checks", &LadderOptions::confirm_checks, 2, 100},
    {"permanent_span", &LadderOptions::permanent_span, 0, k_longest},
    {"mixed_span", &LadderOptions::mixed_span, 0, k_longest},
    {"resurrection_span", &LadderOptions::resurrection_span, 0, k_longest},
    {"drift_span", &LadderOptions::drift_span, 0, k_longest},
    {"redirect_checks", &LadderOptions::redirect_checks, 1, 100},
    {"redirect_span", &LadderOptions::redirect_span, 0, k_longest},
    {"flaky_window", &LadderOptions::flaky_window, 0, k_longest},
    {"flaky_lowest_percent", &LadderOptions::flaky_lowest_percent, 0, 100},
    {"flaky_highest_percent", &LadderOptions::flaky_highest_percent, 0, 100},
    {"first_interval", &LadderOptions::first_interval, 1, k_longest},
    {"alive_interval", &LadderOptions::alive_interval, 1, k_longest},
    {"flaky_interval", &LadderOptions::flaky_interval, 1, k_longest},
    {"failing_interval", &LadderOptions::failing_interval, 1, k_longest},
    {"close_watch", &LadderOptions::close_watch, 0, k_longest},
    {"late_failing_interval", &LadderOptions::late_failing_interval, 1, k_longest},
    {"dead_interval", &LadderOptions::dead_interval, 1, k_longest},
    {"blocked_interval", &LadderOptions::blocked_interval, 1, k_longest},
    {"long_blocked_interval", &LadderOptions::long_blocked_interval, 1, k_longest},
    {"blocked_checks", &LadderOptions::blocked_checks, 1, 100},
    {"skipped_interval", &LadderOptions::skipped_interval, 1, k_longest},
    {"jitter_percent", &LadderOptions::jitter_percent, 0, 50},
};

constexpr Key<RecheckOptions> k_plan_keys[] = {
    {"per_night", &RecheckOptions::per_night, 0, k_most_links},
    {"per_host", &RecheckOptions::per_host, 0, k_most_links},
    {"new_percent", &RecheckOptions::new_percent, 0, 100},
    {"early", &RecheckOptions::early, 0, 24},
    {"farthest", &RecheckOptions::farthest, 24, 2 * k_longest},
};

constexpr Key<RunHealthOptions> k_health_keys[] = {
    {"failing_percent", &RunHealthOptions::failing_percent, 1, 100},
    {"fewest_links", &RunHealthOptions::fewest_links, 1, k_most_links},
    {"fewest_hosts", &RunHealthOptions::fewest_hosts, 1, k_most_links},
    {"most_in_a_row", &RunHealthOptions::most_in_a_row, 0, 100},
    {"fewest_links_of_host", &RunHealthOptions::fewest_links_of_host, 1, k_most_links},
};

hours time_of(const TomlValue& value, std::int64_t least, std::int64_t most) {
    const core::Milliseconds time = value.duration(hours(least), hours(most));
    const auto whole = std::chrono::floor<hours>(time);
    if (whole != time) value.fail("whole hours or days are needed, such as \"12h\" or \"3d\"");
    return whole;
}

template <class Options>
void read(const TomlValue& value, const Key<Options>& key, Options& options) {
    const auto apply = [&](auto field) {
        using Field = std::remove_reference_t<decltype(options.*field)>;
        if constexpr (std::is_same_v<Field, hours>)
            options.*field = time_of(value, key.least, key.most);
        else
            options.*field = static_cast<Field>(value.number(key.least, key.most));
    };
    std::visit(apply, key.field);
}

/// Reads every key of the table. `special` takes those that are neither numbers nor times, and says whether
/// it did.
template <class Options, std::size_t n, class Special>
void read_table(const TomlValue& table, const Key<Options> (&keys)[n], Options& options, Special special,
                std::string_view special_key = {}) {
    for (const auto& [name, node] : table.table()) {
        const std::string_view word = name.str();
        const TomlValue value{table.file, fmt::format("{}.{}", table.key, word), node};
        if (special(word, value)) continue;
        const auto* key = std::find_if(std::begin(keys), std::end(keys),
                                       [&](const Key<Options>& each) { return each.name == word; });
        if (key == std::end(keys)) {
            std::string known(special_key);
            for (const auto& each : keys) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
            value.fail("no such key; there are " + known);
        }
        read(value, *key, options);
    }
}

void read_ladder(const TomlValue& table, NightOptions& options) {
    LadderOptions& ladder = options.ladder;
    read_table(
        table, k_ladder_keys, ladder,
        [&](std::string_view key, const TomlValue& value) {
            if (key != "last_strike_proxy") return false;
            const auto text = value.node.value_exact<std::string>();
            if (!text) value.fail("the URL of a proxy is needed, or \"\" for none");
            options.last_strike_proxy = *text;
            return true;
        },
        "last_strike_proxy");
    if (ladder.flaky_lowest_percent > ladder.flaky_highest_percent)
        table.fail("flaky_lowest_percent is above flaky_highest_percent");
    if (ladder.certain_weight == 0 && ladder.permanent_weight == 0)
        table.fail("no death could ever be confirmed: certain_weight or permanent_weight must be above 0");
}

void read_plan(const TomlValue& table, RecheckOptions& plan) {
    read_table(
        table, k_plan_keys, plan,
        [&](std::string_view key, const TomlValue& value) {
            if (key != "host_budgets") return false;
            plan.host_budgets.clear();
            for (const auto& [host, node] : value.table()) {
                const TomlValue budget{value.file, fmt::format("{}.{}", value.key, host.str()), node};
                plan.host_budgets[std::string(host.str())] =
                    static_cast<std::size_t>(budget.number(0, k_most_links));
            }
            return true;
        },
        "host_budgets");
}

}  // namespace

void apply_night_tables(const std::filesystem::path& file, NightOptions& options) {
    const toml::table tables = read_toml_file(file);
    if (const toml::node* node = tables.get("ladder")) read_ladder({file, "ladder", *node}, options);
    if (const toml::node* node = tables.get("plan")) read_plan({file, "plan", *node}, options.plan);
    if (const toml::node* node = tables.get("health"))
        read_table({file, "health", *node}, k_health_keys, options.health,
                   [](std::string_view, const TomlValue&) { return false; });
}

}  // namespace linktender::app
