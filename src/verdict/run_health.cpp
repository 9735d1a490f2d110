#include "linktender/verdict/run_health.hpp"

#include <fmt/format.h>

namespace linktender::verdict {
namespace {

bool was_alive(const Standing& before) noexcept {
    const State known = before.state == State::blocked || before.state == State::skipped
                            ? before.last_known.value_or(State::unchecked)
                            : before.state;
    return known == State::alive || known == State::moved;
}

bool is_failure(SignalClass signal) noexcept {
    return signal != SignalClass::success && signal != SignalClass::no_information;
}

}  // namespace

void RunTally::add(std::string_view host, const Standing& before, SignalClass signal, core::TimePoint at) {
    if (!was_alive(before) || is_flaky(before, at) || signal == SignalClass::no_information) return;
    auto found = hosts_.find(host);
    if (found == hosts_.end()) found = hosts_.emplace(std::string(host), Host{}).first;
    ++found->second.alive_before;
    if (is_failure(signal)) ++found->second.newly_failing;
}

void RunTally::add_canary(bool answered) noexcept {
    ++canaries_;
    if (!answered) ++silent_canaries_;
}

RunHealth assess(const RunTally& tally, int discarded_before, const RunHealthOptions& options) {
    RunHealth health;
    std::size_t alive_before = 0;
    std::size_t newly_failing = 0;
    std::size_t failing_hosts = 0;
    for (const auto& [name, host] : tally.hosts()) {
        alive_before += host.alive_before;
        newly_failing += host.newly_failing;
        if (host.newly_failing > 0) ++failing_hosts;
        if (host.alive_before >= options.fewest_links_of_host && host.newly_failing == host.alive_before)
            health.host_incidents.insert(name);
    }
    // One canary may be unreachable from where we are; most of them are not.
    if (tally.silent_canaries() * 2 > tally.canaries()) {
        health.network_incident = true;
        health.evidence =
            fmt::format("{} of {} canaries did not answer", tally.silent_canaries(), tally.canaries());
        return health;
    }
    const bool too_many =
        alive_before >= options.fewest_links && failing_hosts >= options.fewest_hosts &&
        newly_failing * 100 > alive_before * static_cast<std::size_t>(options.failing_percent);
    if (too_many && discarded_before < options.most_in_a_row) {
        health.network_incident = true;
        health.by_share = true;
        health.evidence = fmt::format("{} of {} links that were alive failed in one run, on {} hosts",
                                      newly_failing, alive_before, failing_hosts);
    }
    return health;
}

}  // namespace linktender::verdict
