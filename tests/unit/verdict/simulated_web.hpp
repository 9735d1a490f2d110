// A web in which everything happens that a checker meets in a year, and a year of nights over it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "linktender/verdict/ladder.hpp"
#include "linktender/verdict/recheck_plan.hpp"
#include "linktender/verdict/run_health.hpp"

namespace linktender::verdict::test {

/// Days since the first night, with fractions.
using Day = double;

/// What a check of a link sees on a day.
struct Sight {
    SignalClass signal = SignalClass::success;
    Outcome outcome = Outcome::ok;
    std::string temporary_target = {};
};

struct SimulatedLink {
    std::string host;
    std::string story;  ///< for messages
    Day published = 0;
    std::function<Sight(Day)> look;
    std::optional<Day> dies;        ///< gone from then on
    std::optional<Day> comes_back;  ///< until then
    bool walled = false;            ///< at times nobody gets to see it

    // What the year brought.
    Standing standing = {};
    std::optional<Day> first_seen_failing = {};  ///< at or after its death
    std::optional<Day> called_dead = {};
    std::optional<Day> called_back = {};  ///< alive again after its return
    int false_deaths = 0;                 ///< called dead while it lives
    int checks = 0;
    bool was_flaky = false;
    std::optional<Day> called_moved = {};
};

struct Year {
    std::vector<SimulatedLink> links;
    std::size_t most_in_a_night = 0;
    std::size_t most_of_a_host = 0;
    std::size_t requests = 0;
    int discarded_nights = 0;
    int host_incidents = 0;
};

/// Trouble of our own network on a night.
struct NetworkTrouble {
    int night = 0;
    double failing_share = 1.0;  ///< of the requests
    bool canaries_answer = false;
};

/// Runs every night of `nights`, between three and four in the morning.
[[nodiscard]] Year simulate(std::vector<SimulatedLink> links, const std::vector<NetworkTrouble>& troubles,
                            const LadderOptions& ladder, const RecheckOptions& recheck, int nights,
                            std::uint64_t seed);

}  // namespace linktender::verdict::test
