// How long links live: a Kaplan-Meier estimate over what was watched. Pure; knows no picture.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "linktender/report/model.hpp"

namespace linktender::report {

/// The watched part of one link's life, in days since the issue that first used it.
struct Lifetime {
    double entry = 0;  ///< age when a check first found it good: what died before nobody watched
    double exit = 0;   ///< age at its first failure, or when it was last seen good
    bool died = false;
};

/// The estimate from `day` on, until the next step.
struct SurvivalStep {
    double day = 0;
    double share = 1;  ///< of links that live longer than `day`
    double low = 1;    ///< 95 % band (Greenwood's variance, log-log transform)
    double high = 1;
    std::size_t at_risk = 0;  ///< watched at that age, before the deaths of that day
    std::size_t deaths = 0;
};

/// One step for each age at which links died, by age. A link counts as watched at ages in
/// (entry, exit]; lives without extent are left out. O(n log n).
[[nodiscard]] std::vector<SurvivalStep> kaplan_meier(const std::vector<Lifetime>& lives);

/// The first age at which no more than half are left; nullopt when the estimate stays above.
[[nodiscard]] std::optional<double> half_life(const std::vector<SurvivalStep>& steps);

/// The watched life of a link; nullopt when its age or its first good check is not known.
[[nodiscard]] std::optional<Lifetime> lifetime_of(const Model& model, const Link& link);

/// A host's links. `half` is nullopt when more than half of them outlive the watch.
struct HostLife {
    std::string host;
    std::size_t links = 0;
    std::size_t deaths = 0;
    double longest = 0;  ///< the greatest age watched, in days
    std::optional<double> half;
};

inline constexpr std::size_t k_host_lives = 10;  ///< fewer lives of a host say too little

/// Hosts with at least k_host_lives watched links, most links first.
[[nodiscard]] std::vector<HostLife> lives_by_host(const Model& model);

}  // namespace linktender::report
