#include "simulated_web.hpp"

#include <algorithm>
#include <map>

namespace linktender::verdict::test {
namespace {

using core::TimePoint;

constexpr TimePoint k_first_night = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5};

TimePoint time_of(Day day) {
    return k_first_night + core::Milliseconds(static_cast<std::int64_t>(day * 86'400'000.0));
}

class Simulation {
public:
    Simulation(std::vector<SimulatedLink> links, const LadderOptions& ladder, const RecheckOptions& recheck,
               std::uint64_t seed)
        : ladder_(ladder), recheck_(recheck), random_(seed) {
        year_.links = std::move(links);
    }

    void night(int number, const NetworkTrouble* trouble) {
        const Day start = number + (3.0 + dice()) / 24.0;
        RunTally tally;
        for (int i = 0; i < 3; ++i) tally.add_canary(trouble == nullptr || trouble->canaries_answer);
        std::vector<std::pair<std::size_t, CheckSeen>> checks;
        std::map<std::string, std::size_t> of_host;
        Day now = start;
        for (const std::size_t index : plan(start)) {
            now += 2.0 / 86'400.0;
            SimulatedLink& link = year_.links[index];
            Sight sight = link.look(now);
            if (trouble != nullptr && dice() < trouble->failing_share)
                sight = {SignalClass::transient, Outcome::timeout};
            tally.add(link.host, link.standing, sight.signal, time_of(now));
            checks.emplace_back(index, CheckSeen{.at = time_of(now),
                                                 .outcome = sight.outcome,
                                                 .signal = sight.signal,
                                                 .temporary_target = sight.temporary_target,
                                                 .title = TitleMatch::match,
                                                 .dice = dice()});
            ++link.checks;
            year_.most_of_a_host = std::max(year_.most_of_a_host, ++of_host[link.host]);
        }
        year_.requests += checks.size();
        year_.most_in_a_night = std::max(year_.most_in_a_night, checks.size());
        const RunHealth health = assess(tally, discarded_in_a_row_);
        discarded_in_a_row_ = health.by_share ? discarded_in_a_row_ + 1 : 0;
        year_.host_incidents += static_cast<int>(health.host_incidents.size());
        if (health.network_incident) {
            ++year_.discarded_nights;
            return;
        }
        for (auto& [index, seen] : checks) {
            seen.host_incident = health.host_incidents.contains(year_.links[index].host);
            apply(year_.links[index], seen);
        }
    }

    [[nodiscard]] Year finish() { return std::move(year_); }

private:
    double dice() { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); }

    [[nodiscard]] std::vector<std::size_t> plan(Day start) {
        std::vector<std::size_t> published;
        std::vector<RecheckCandidate> candidates;
        for (std::size_t i = 0; i < year_.links.size(); ++i) {
            const SimulatedLink& link = year_.links[i];
            if (link.published > start) continue;
            published.push_back(i);
            candidates.push_back({.host = link.host,
                                  .state = link.standing.state,
                                  .next_check_at = link.standing.next_check_at,
                                  .coming_back = link.standing.good_since.has_value()});
        }
        std::vector<std::size_t> links = plan_night(candidates, time_of(start), recheck_).links;
        std::ranges::transform(links, links.begin(), [&](std::size_t i) { return published[i]; });
        return links;
    }

    void apply(SimulatedLink& link, const CheckSeen& seen) {
        const LadderStep step = climb(link.standing, seen, ladder_);
        link.standing = step.standing;
        const Day day =
            std::chrono::duration<double, std::chrono::days::period>(seen.at - k_first_night).count();
        const bool gone = link.dies && day >= *link.dies && !(link.comes_back && day >= *link.comes_back);
        if (step.turn == Turn::died) {
            if (!gone) ++link.false_deaths;
            if (!link.called_dead) link.called_dead = day;
        }
        if (gone && is_broken(link.standing.state) && !link.first_seen_failing) link.first_seen_failing = day;
        if (link.comes_back && day >= *link.comes_back && link.standing.state == State::alive &&
            !link.called_back)
            link.called_back = day;
        if (link.standing.state == State::moved && !link.called_moved) link.called_moved = day;
        link.was_flaky = link.was_flaky || is_flaky(link.standing, seen.at, ladder_);
    }

    const LadderOptions& ladder_;
    const RecheckOptions& recheck_;
    std::mt19937_64 random_;
    Year year_;
    int discarded_in_a_row_ = 0;
};

}  // namespace

Year simulate(std::vector<SimulatedLink> links, const std::vector<NetworkTrouble>& troubles,
              const LadderOptions& ladder, const RecheckOptions& recheck, int nights, std::uint64_t seed) {
    Simulation simulation(std::move(links), ladder, recheck, seed);
    for (int night = 0; night < nights; ++night) {
        const auto trouble = std::ranges::find(troubles, night, &NetworkTrouble::night);
        simulation.night(night, trouble == troubles.end() ? nullptr : &*trouble);
    }
    return simulation.finish();
}

}  // namespace linktender::verdict::test
