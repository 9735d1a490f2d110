#include "survival.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <string_view>

namespace linktender::report {

namespace {

/// The normal distribution's quantile for a two-sided band of 95 %.
constexpr double k_z = 1.959964;

double days_between(std::chrono::sys_days from, core::TimePoint to) {
    return std::chrono::duration<double, std::chrono::days::period>(to - core::TimePoint(from)).count();
}

/// The date of the first issue that uses the link.
std::optional<std::chrono::sys_days> born(const Model& model, const Link& link) {
    std::optional<std::chrono::sys_days> first;
    for (const Place& place : link.places) {
        const auto& date = model.issues[place.issue].view.date;
        if (date && (!first || std::chrono::sys_days(*date) < *first)) first = std::chrono::sys_days(*date);
    }
    return first;
}

std::optional<core::TimePoint> last_seen_good(const Link& link) {
    if (link.view.state.last_ok_at) return link.view.state.last_ok_at;
    const bool good = state_of(link) == verdict::State::alive || state_of(link) == verdict::State::moved;
    if (good && link.view.check) return link.view.check->checked_at;
    return std::nullopt;
}

void put_band(SurvivalStep& step, double greenwood) {
    if (step.share <= 0) {
        step.low = step.high = 0;
        return;
    }
    const double log_share = std::log(step.share);
    const double exponent = std::exp(k_z * std::sqrt(greenwood) / std::abs(log_share));
    step.low = std::exp(log_share * exponent);
    step.high = std::exp(log_share / exponent);
}

}  // namespace

std::vector<SurvivalStep> kaplan_meier(const std::vector<Lifetime>& lives) {
    std::vector<double> entries;
    std::vector<double> exits;
    std::vector<double> deaths;
    for (const Lifetime& life : lives) {
        if (!(life.exit > life.entry)) continue;
        entries.push_back(life.entry);
        exits.push_back(life.exit);
        if (life.died) deaths.push_back(life.exit);
    }
    std::ranges::sort(entries);
    std::ranges::sort(exits);
    std::ranges::sort(deaths);
    std::vector<SurvivalStep> steps;
    double share = 1;
    double greenwood = 0;
    for (auto at = deaths.begin(); at != deaths.end();) {
        const double day = *at;
        const auto next = std::upper_bound(at, deaths.end(), day);
        const auto entered = std::ranges::lower_bound(entries, day) - entries.begin();
        const auto left = std::ranges::lower_bound(exits, day) - exits.begin();
        const auto at_risk = static_cast<double>(entered - left);
        const auto died = static_cast<double>(next - at);
        share *= 1 - died / at_risk;
        if (at_risk > died) greenwood += died / (at_risk * (at_risk - died));
        SurvivalStep step{.day = day,
                          .share = share,
                          .at_risk = static_cast<std::size_t>(entered - left),
                          .deaths = static_cast<std::size_t>(next - at)};
        put_band(step, greenwood);
        steps.push_back(step);
        at = next;
    }
    return steps;
}

std::optional<double> half_life(const std::vector<SurvivalStep>& steps) {
    // Shares are products of fractions: what is half by hand may end up a hair above.
    const auto found =
        std::ranges::find_if(steps, [](const SurvivalStep& step) { return step.share <= 0.5 + 1e-9; });
    return found == steps.end() ? std::nullopt : std::optional(found->day);
}

std::optional<Lifetime> lifetime_of(const Model& model, const Link& link) {
    const auto birth = born(model, link);
    if (!birth || !link.first_ok_at) return std::nullopt;
    const bool died = verdict::is_broken(state_of(link)) && link.view.state.first_failed_at.has_value();
    const auto end = died ? link.view.state.first_failed_at : last_seen_good(link);
    if (!end) return std::nullopt;
    const Lifetime life{.entry = std::max(0.0, days_between(*birth, *link.first_ok_at)),
                        .exit = days_between(*birth, *end),
                        .died = died};
    return life.exit > life.entry ? std::optional(life) : std::nullopt;
}

std::vector<HostLife> lives_by_host(const Model& model) {
    std::map<std::string_view, std::vector<Lifetime>> by_host;
    for (const Link& link : model.links) {
        if (const auto life = lifetime_of(model, link); life && !link.host.empty())
            by_host[link.host].push_back(*life);
    }
    std::vector<HostLife> hosts;
    for (const auto& [host, lives] : by_host) {
        if (lives.size() < k_host_lives) continue;
        HostLife one{
            .host = std::string(host), .links = lives.size(), .half = half_life(kaplan_meier(lives))};
        for (const Lifetime& life : lives) {
            one.longest = std::max(one.longest, life.exit);
            if (life.died) ++one.deaths;
        }
        hosts.push_back(std::move(one));
    }
    std::ranges::stable_sort(hosts, std::greater<>(), &HostLife::links);
    return hosts;
}

}  // namespace linktender::report
