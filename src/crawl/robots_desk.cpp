#include "robots_desk.hpp"

#include <utility>

namespace linktender::crawl {

RobotsDesk::Decision RobotsDesk::ask(Ticket ticket, HostId host, const url::Url& url, core::TimePoint now) {
    using Kind = Decision::Kind;
    const HostProfile* profile = book_.profile(host);
    if (!obeys_ || is_reading(ticket) || (profile && profile->ignore_robots.value_or(false)))
        return {Kind::send};
    RobotsGate::Answer answer = gate_.ask(url);
    if (answer == RobotsGate::Answer::unknown) {
        const std::string origin = RobotsGate::origin_of(url);
        if (const auto reading = by_origin_.find(origin); reading != by_origin_.end()) {
            readings_.at(reading->second).waiting.push_back(ticket);
            return {Kind::wait};
        }
        if (!recall(host, origin, now)) {
            const Ticket reading = next_ticket_++;
            by_origin_.emplace(origin, reading);
            readings_.emplace(reading, Reading{origin, host, {ticket}});
            return {Kind::read, reading};
        }
        answer = gate_.ask(url);
    }
    switch (answer) {
        case RobotsGate::Answer::disallowed: return {Kind::disallowed};
        case RobotsGate::Answer::unreachable: return {Kind::unreachable};
        case RobotsGate::Answer::unknown:
        case RobotsGate::Answer::allowed: break;
    }
    return {Kind::send};
}

bool RobotsDesk::recall(HostId host, const std::string& origin, core::TimePoint now) {
    const store::HostRecord& known = book_.record(host);
    // A time to come is from a clock that was wrong.
    if (!known.robots_read_at || *known.robots_read_at > now ||
        now - *known.robots_read_at >= RobotsGate::k_max_age || !gate_.recall(origin, known.robots)) {
        return false;
    }
    keep_delay(host, origin);
    return true;
}

void RobotsDesk::keep_delay(HostId host, const std::string& origin) {
    if (const auto delay = gate_.crawl_delay(origin)) planner_.pace(host).at_least(*delay);
}

RobotsDesk::Released RobotsDesk::finish(Ticket ticket, const CheckTrace& trace, core::TimePoint now) {
    const auto found = readings_.find(ticket);
    Reading reading = std::move(found->second);
    readings_.erase(found);
    by_origin_.erase(reading.origin);
    gate_.learn(reading.origin, trace.response, trace.redirect_fault != verdict::RedirectFault::none);
    keep_delay(reading.host, reading.origin);
    if (auto text = gate_.text_of(reading.origin)) {
        book_.record(reading.host).robots = *std::move(text);
        book_.record(reading.host).robots_read_at = now;
    }
    return {reading.host, std::move(reading.waiting)};
}

}  // namespace linktender::crawl
