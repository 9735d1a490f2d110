// One check's way through a run: its turns, its answers, its verdict.
#include <algorithm>
#include <optional>
#include <utility>

#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/crawl/backoff.hpp"
#include "pipeline_impl.hpp"

namespace linktender::crawl {

void Pipeline::Impl::take_turn(const Planner::Turn& turn) {
    if (looks_.has(turn.ticket)) return take_look(turn);
    if (turn.refused) return leave_out(turn.ticket, turn.host);
    const auto entry = underway_.find(turn.ticket);
    if (entry != underway_.end()) {
        if (!passes_robots(turn.ticket, turn.host, entry->second.machine.current())) return;
        return send(turn.ticket, turn.host, *std::exchange(entry->second.next, std::nullopt));
    }
    url::Url url = link(turn.ticket);
    if (!passes_robots(turn.ticket, turn.host, url)) return;
    CheckMachine::Start start{.method = book_.method(turn.host),
                              .knowledge = memory_.link(url.without_fragment())};
    begin(turn.ticket, turn.host, CheckMachine(std::move(url), options_.check, std::move(start)));
}

/// False when the turn is over without a request for the URL: the check waits for the file, or ends.
bool Pipeline::Impl::passes_robots(Ticket ticket, HostId host, const url::Url& url) {
    using Kind = RobotsDesk::Decision::Kind;
    const RobotsDesk::Decision decision = robots_.ask(ticket, host, url, clock_.now());
    if (decision.kind == Kind::send) return true;
    if (decision.kind == Kind::read) {
        begin(decision.reading, host, CheckMachine(RobotsGate::file_of(url), robots_options_));
        return false;
    }
    planner_.unused(host, std::chrono::steady_clock::now());
    if (decision.kind != Kind::wait) disallow(ticket, decision.kind == Kind::unreachable);
    return false;
}

void Pipeline::Impl::begin(Ticket ticket, HostId host, CheckMachine machine) {
    http::Request first = std::get<Send>(machine.start()).request;
    underway_.emplace(ticket, Underway{std::move(machine), std::nullopt});
    send(ticket, host, std::move(first));
}

void Pipeline::Impl::disallow(Ticket ticket, bool unreachable) {
    const auto entry = underway_.find(ticket);
    const CheckMachine machine = entry != underway_.end() ? std::move(entry->second.machine)
                                                          : CheckMachine(link(ticket), options_.check);
    if (entry != underway_.end()) underway_.erase(entry);
    deliver(conclude_disallowed(machine.trace(), unreachable, clock_.now()));
}

/// A record that is complete on the loop thread.
void Pipeline::Impl::deliver(store::CheckRecord record) {
    ++done_;
    try {
        sink_(std::move(record));
    } catch (...) {
        fail(std::current_exception());
    }
}

void Pipeline::Impl::finish_robots(Ticket ticket, const CheckTrace& trace) {
    const auto now = std::chrono::steady_clock::now();
    const auto [host, tickets] = robots_.finish(ticket, trace, clock_.now());
    for (const Ticket waiting : tickets) planner_.add_continuation(host, waiting, now);
}

void Pipeline::Impl::send(Ticket ticket, HostId host, http::Request request) {
    book_.prepare(request, host);
    fetcher_.fetch(std::move(request), [this, ticket, host](http::Response response) {
        on_response(ticket, host, std::move(response));
    });
}

/// What an answer says about the pace that its host bears.
void Pipeline::Impl::note_pace(HostId host, const http::Response& response) {
    book_.health(host).on_response(response);
    const auto now = std::chrono::steady_clock::now();
    if (!pushes_back(response)) {
        if (response.status > 0) planner_.went_well(host);
        return;
    }
    planner_.pushed_back(host, now);
    const std::string* value = response.headers.find("retry-after");
    const auto wait = value ? parse_retry_after(*value, clock_.now()) : std::nullopt;
    if (wait) book_.asked_to_wait(host, *wait, clock_.now(), now);
}

void Pipeline::Impl::on_response(Ticket ticket, HostId host, http::Response response) {
    planner_.finished(host);
    watch_.observe(planner_.name(host), response);
    if (ending_ && response.error && response.error->kind == http::TransportErrorKind::cancelled) {
        underway_.erase(ticket);
    } else {
        note_pace(host, response);
        if (response.http2_failed && response.status > 0) book_.record(host).http1_only = true;
        const bool worth_retrying = book_.health(host).worth_retrying() && !planner_.ended(host);
        const bool refusal = response.status == 429 || response.status == 503;
        CheckMachine& machine = underway_.at(ticket).machine;
        const CheckTrace& trace = machine.trace();
        Action action = machine.on_response(std::move(response), clock_.now(), worth_retrying);
        if (refusal && std::holds_alternative<Finish>(action)) book_.health(host).refused();
        if (trace.head_refused) book_.record(host).head_refused = true;
        carry_out(ticket, machine, std::move(action));
    }
    if (watch_.suspicious()) ask_canaries();
    pump();
}

void Pipeline::Impl::carry_out(Ticket ticket, CheckMachine& machine, Action action) {
    if (std::holds_alternative<Finish>(action)) return finish_check(ticket);
    // While ending, a check that would go on is given up: half a check is no check.
    if (ending_) {
        underway_.erase(ticket);
        return;
    }
    auto not_before = std::chrono::steady_clock::now();
    if (const auto* wait = std::get_if<Wait>(&action)) {
        not_before += wait->delay;
        action = machine.resume();
    }
    underway_.at(ticket).next = std::move(std::get<Send>(action).request);
    planner_.add_continuation(host_of(machine.current()), ticket, not_before);
}

void Pipeline::Impl::finish_check(Ticket ticket) {
    const auto entry = underway_.find(ticket);
    CheckMachine machine = std::move(entry->second.machine);
    underway_.erase(entry);
    if (RobotsDesk::is_reading(ticket)) return finish_robots(ticket, machine.trace());
    const auto& error = machine.trace().response.error;
    if (error && error->kind == http::TransportErrorKind::local) {
        core::log::error("{}: not checked, this machine is at a limit: {}",
                         core::escape_control(url::without_credentials(machine.trace().url).href()),
                         core::escape_control(error->message));
        ++done_;
        ++failed_here_;
        return;
    }
    const bool doubt =
        !watch_.proven() && NetworkWatch::sign_of(machine.trace().response) == NetworkWatch::Sign::doubt;
    const HostId host = host_of(machine.trace().url);
    Task task{ticket, host, std::move(machine), clock_.now()};
    if (doubt)
        held_.push_back(std::move(task));
    else
        give(std::move(task));
}

void Pipeline::Impl::leave_out(Ticket ticket, HostId host) {
    underway_.erase(ticket);
    if (RobotsDesk::is_reading(ticket)) return finish_robots(ticket, {});
    ++done_;
    ++left_out_;
    memory_.left_unchecked(url::without_credentials(link(ticket)).without_fragment(), book_.end_reason(host));
}

/// On a worker thread.
Pipeline::Impl::Result Pipeline::Impl::examine(Task task) {
    Judging judging{&rules_, options_.accept, options_.include_fragments};
    if (const HostProfile profile = options_.hosts.find(task.machine.trace().url.host());
        !profile.accept.empty()) {
        judging.accept = profile.accept;
    }
    Conclusion conclusion = conclude(task.machine.trace(), judging, task.checked_at);
    Result result{task.ticket, task.host, conclusion.wall, {}, {}, {}};
    if (conclusion.refresh && task.machine.may_refresh(conclusion.refresh->target)) {
        result.machine = std::move(task.machine);
        result.refresh = std::move(conclusion.refresh);
    } else if (auto look = plan_second_look(conclusion.record, options_.second_looks)) {
        result.look = LookDesk::Waiting{std::move(conclusion.record), *std::move(look)};
    } else {
        sink_(std::move(conclusion.record));
    }
    return result;
}

void Pipeline::Impl::on_examined(Result result, const std::exception_ptr& failure) {
    --analysing_;
    if (failure) {
        fail(failure);
    } else if (result.machine) {
        CheckMachine& machine =
            underway_.emplace(result.ticket, Underway{*std::move(result.machine), std::nullopt})
                .first->second.machine;
        carry_out(result.ticket, machine,
                  machine.refresh(std::move(result.refresh->target), result.refresh->delayed));
    } else {
        // A wall before pages whose owner answers at the same host is no reason to leave that host.
        const bool settled =
            result.look && result.look->look.request.url.host() == planner_.name(result.host);
        book_.health(result.host).on_verdict(result.wall && !settled);
        if (book_.health(result.host).walled()) book_.end(result.host, "bot-wall");
        if (result.look)
            look_again(result.ticket, *std::move(result.look));
        else
            ++done_;
    }
    pump();
}

void Pipeline::Impl::look_again(Ticket ticket, LookDesk::Waiting waiting) {
    if (ending_ || !looks_.admits(waiting)) return deliver(std::move(waiting.record));
    const HostId host = host_of(waiting.look.request.url);
    looks_.add(ticket, std::move(waiting));
    planner_.add_continuation(host, ticket, std::chrono::steady_clock::now());
}

/// robots.txt is not asked: it speaks to crawlers, these interfaces are made for programs.
void Pipeline::Impl::take_look(const Planner::Turn& turn) {
    const auto [ticket, host, refused] = turn;
    if (refused) return deliver(looks_.give_up(ticket, "is left alone for this run"));
    if (!looks_.is_worthwhile(ticket)) {
        planner_.unused(host, std::chrono::steady_clock::now());
        return deliver(looks_.give_up(ticket, "failed three times in a row and is not asked again"));
    }
    http::Request request = looks_.request(ticket, options_.check.limits);
    book_.prepare(request, host);
    fetcher_.fetch(std::move(request), [this, ticket = ticket, host = host](const http::Response& response) {
        on_look(ticket, host, response);
    });
}

void Pipeline::Impl::on_look(Ticket ticket, HostId host, const http::Response& response) {
    planner_.finished(host);
    watch_.observe(planner_.name(host), response);
    if (ending_ && response.error && response.error->kind == http::TransportErrorKind::cancelled) {
        deliver(looks_.give_up(ticket, {}));
    } else {
        note_pace(host, response);
        LookDesk::Step step = looks_.answer(ticket, response);
        if (step.next)
            look_again(ticket, *std::move(step.next));
        else if (step.record)
            deliver(*std::move(step.record));
    }
    pump();
}

}  // namespace linktender::crawl
