#include "night_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "linktender/app/crawler.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace linktender::app {

namespace {

using verdict::SignalClass;
using verdict::State;

verdict::RecheckCandidate candidate_of(const store::RecheckLink& link) {
    return {.host = link.host,
            .state = link.state.state,
            .next_check_at = link.state.next_check_at,
            .coming_back = link.state.state == State::dead && link.state.good_since.has_value()};
}

verdict::RecheckOptions without_budgets(const verdict::RecheckOptions& options) {
    verdict::RecheckOptions unlimited = options;
    unlimited.per_night = 0;
    unlimited.per_host = 0;
    unlimited.host_budgets.clear();
    return unlimited;
}

struct Plan {
    crawl::LinkList links;
    std::size_t postponed = 0;
};

/// What is due: told by its form, and stored, or planned.
Plan make_plan(const NightWork& work) {
    const core::TimePoint now = work.clock.now();
    const std::vector<store::RecheckLink> links = work.reader.recheck_links(work.run);
    std::vector<verdict::RecheckCandidate> candidates;
    for (const store::RecheckLink& link : links) candidates.push_back(candidate_of(link));
    const auto due = verdict::plan_night(candidates, now, without_budgets(work.options.plan));

    std::vector<verdict::RecheckCandidate> to_ask;
    std::vector<std::size_t> which;
    for (const std::size_t index : due.links) {
        const auto url = url::parse(links[index].url);
        if (!url) continue;
        if (auto check = work.judge(*url, now)) {
            work.writer.put_check(work.run, *std::move(check));
        } else {
            to_ask.push_back(candidates[index]);
            which.push_back(index);
        }
    }
    const auto planned = verdict::plan_night(to_ask, now, work.options.plan);
    Plan plan{{}, planned.postponed};
    for (const std::size_t index : planned.links) plan.links.add(links[which[index]].url);
    return plan;
}

verdict::RunTally tally_of(const std::vector<store::UnsettledCheck>& checks) {
    verdict::RunTally tally;
    for (const store::UnsettledCheck& check : checks)
        tally.add(check.host, check.before, check.seen.signal, check.seen.at);
    return tally;
}

bool has_new_failures(const verdict::RunTally& tally) {
    return std::ranges::any_of(tally.hosts(), [](const auto& host) { return host.second.newly_failing > 0; });
}

/// A network that went away in the middle of the run shows now.
void ask_canaries(const NightWork& work, verdict::RunTally& tally) {
    crawl::LinkList canaries;
    for (const std::string& canary : work.canaries) canaries.add(canary);
    if (canaries.empty()) return;
    std::atomic<std::size_t> answered = 0;
    (void)work.ask(canaries, Errand::canaries, [&](const store::CheckRecord& check) {
        // A robots.txt that keeps us away is an answer too.
        if (check.status > 0 || check.verdict.outcome == verdict::Outcome::disallowed) ++answered;
    });
    for (std::size_t i = 0; i < canaries.size(); ++i) tally.add_canary(i < answered);
}

bool is_failure(SignalClass signal) noexcept {
    return signal != SignalClass::success && signal != SignalClass::no_information;
}

/// One look from another side before a link is called dead.
void ask_again(const NightWork& work, const std::vector<store::UnsettledCheck>& checks) {
    crawl::LinkList suspects;
    for (const store::UnsettledCheck& check : checks) {
        if (check.asked && is_failure(check.seen.signal) && check.before.state != State::dead &&
            verdict::could_be_last_strike(check.before, check.seen.at, work.options.ladder))
            suspects.add(check.url);
    }
    if (suspects.empty()) return;
    core::log::info("{} links may be dead and are asked for once more", suspects.size());
    (void)work.ask(suspects, Errand::last_strikes,
                   [&](store::CheckRecord check) { work.writer.put_check(work.run, std::move(check)); });
    work.writer.flush();
}

verdict::RunHealth health_of(const NightWork& work, crawl::RunEnd end,
                             const std::vector<store::UnsettledCheck>& checks) {
    if (end == crawl::RunEnd::network_down) {
        verdict::RunHealth health;
        health.network_incident = true;
        health.evidence = fmt::format("nothing resolves or connects, and {} did not answer either",
                                      fmt::join(work.canaries, ", "));
        return health;
    }
    verdict::RunTally sums = tally_of(checks);
    if (has_new_failures(sums) && !work.ending()) ask_canaries(work, sums);
    return verdict::assess(sums, work.reader.discarded_before(work.run), work.options.health);
}

store::Settlement settlement_of(const verdict::RunHealth& health) {
    store::Settlement settlement;
    settlement.host_incidents.assign(health.host_incidents.begin(), health.host_incidents.end());
    if (health.network_incident) settlement.incident = health.evidence;
    settlement.incident_by_share = health.by_share;
    return settlement;
}

}  // namespace

NightResult do_night_work(const NightWork& work) {
    work.writer.flush();
    const Plan plan = make_plan(work);
    NightResult result{.run = work.run, .planned = plan.links.size(), .postponed = plan.postponed};
    core::log::info("{} links are due, {} of them wait for another night", plan.links.size() + plan.postponed,
                    plan.postponed);
    if (work.ending())
        result.end = crawl::RunEnd::interrupted;
    else if (!plan.links.empty())
        result.end = work.ask(plan.links, Errand::plan, [&](store::CheckRecord check) {
            work.writer.put_check(work.run, std::move(check));
        });
    work.writer.flush();
    if (result.end == crawl::RunEnd::complete && !work.ending()) work.judge_together();

    const auto checks = work.reader.unsettled_checks(work.run);
    const verdict::RunHealth health = health_of(work, result.end, checks);
    if (!health.network_incident && result.end == crawl::RunEnd::complete && !work.ending())
        ask_again(work, checks);

    store::Settlement settlement = settlement_of(health);
    settlement.finished_at = work.clock.now();
    settlement.ended = word_for(result.end);
    result.incident = settlement.incident;
    result.host_incidents = settlement.host_incidents;
    if (!result.incident.empty())
        core::log::warn("this night changes no state: {}", core::escape_control(result.incident));
    work.writer.settle_run(work.run, std::move(settlement));
    work.writer.flush();
    return result;
}

void settle_killed_nights(store::Writer& writer, const store::Reader& reader, const NightOptions& options) {
    writer.flush();
    for (const store::RunId run : reader.unsettled_runs()) {
        const auto checks = reader.unsettled_checks(run);
        store::Settlement settlement =
            settlement_of(verdict::assess(tally_of(checks), reader.discarded_before(run), options.health));
        settlement.finished_at = reader.run(run)->started_at;
        for (const store::UnsettledCheck& check : checks)
            settlement.finished_at = std::max(settlement.finished_at, check.seen.at);
        settlement.ended = word_for(crawl::RunEnd::interrupted);
        core::log::info("run {} was cut short; the {} links that it checked count", run, checks.size());
        writer.settle_run(run, std::move(settlement));
        writer.flush();
    }
}

}  // namespace linktender::app
