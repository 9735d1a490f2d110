#include "linktender/crawl/pipeline.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cassert>
#include <exception>
#include <thread>
#include <unordered_map>
#include <utility>

#include "linktender/core/bounded_queue.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/crawl/analysis.hpp"
#include "linktender/crawl/network_watch.hpp"

namespace linktender::crawl {

namespace asio = boost::asio;

namespace {

/// Responses that wait for a worker, bodies included: enough to keep every core busy, little enough
/// to hold a few dozen megabytes at worst.
constexpr std::size_t k_analysis_queue = 32;

}  // namespace

class Pipeline::Impl {
public:
    Impl(asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
         const verdict::RuleSet& rules, PipelineOptions options, Sink sink)
        : io_(io),
          fetcher_(fetcher),
          clock_(clock),
          rules_(rules),
          options_(std::move(options)),
          sink_(std::move(sink)),
          planner_(options_.limits),
          timer_(io),
          to_analyse_(k_analysis_queue + options_.limits.max_in_flight) {}

    RunEnd run(std::vector<url::Url> links);
    void stop() { finish_early(RunEnd::interrupted); }
    [[nodiscard]] Progress progress() const {
        return {links_.size(), done_, planner_.in_flight(), failed_here_, planner_.longest_queue()};
    }

private:
    using Ticket = Planner::Ticket;
    struct Task {
        CheckTrace trace;
        core::TimePoint checked_at;
    };

    void pump();
    void arm_timer();
    void carry_out(Ticket ticket, CheckMachine& machine, Action action);
    void on_response(Ticket ticket, const std::string& host, http::Response response);
    void finish_check(Ticket ticket);
    void analyse(Task task);
    void release_held();
    void on_analysed();
    void ask_canaries();
    void on_canary(const http::Response& response);
    void finish_early(RunEnd end);
    void end_if_done();
    void work();

    asio::io_context& io_;
    http::Fetcher& fetcher_;
    const core::Clock& clock_;
    const verdict::RuleSet& rules_;
    const PipelineOptions options_;
    const Sink sink_;

    std::vector<url::Url> links_;
    Planner planner_;
    // Checks under way and the request each waits to send; never more than have had a first turn.
    struct Underway {
        CheckMachine machine;
        std::optional<http::Request> next;
    };
    std::unordered_map<Ticket, Underway> underway_;
    asio::steady_timer timer_;
    NetworkWatch watch_;
    std::vector<Task> held_;  ///< failures that a missing network would explain, until that is settled
    std::size_t canaries_out_ = 0;
    bool canaries_asked_ = false;

    core::BoundedQueue<Task> to_analyse_;
    std::size_t analysing_ = 0;
    std::size_t done_ = 0;
    std::size_t failed_here_ = 0;
    RunEnd end_ = RunEnd::complete;
    bool ending_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;  ///< loop thread only; workers post it
};

RunEnd Pipeline::Impl::run(std::vector<url::Url> links) {
    links_ = std::move(links);
    for (std::size_t i = 0; i < links_.size(); ++i) planner_.add(links_[i].host(), static_cast<Ticket>(i));

    // Work is posted by workers, so the loop must not run dry while they are busy.
    const auto guard = asio::make_work_guard(io_);
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < std::max(1U, options_.workers); ++i) workers.emplace_back([this] { work(); });
    asio::post(io_, [this] { pump(); });
    io_.restart();
    io_.run();

    to_analyse_.close();
    for (std::thread& worker : workers) worker.join();
    if (failure_) std::rethrow_exception(failure_);
    return end_;
}

void Pipeline::Impl::pump() {
    release_held();
    const auto now = std::chrono::steady_clock::now();
    while (!ending_ && canaries_out_ == 0 && analysing_ < k_analysis_queue) {
        const auto turn = planner_.next(now);
        if (!turn) break;
        const Ticket ticket = turn->ticket;
        auto entry = underway_.find(ticket);
        http::Request request;
        if (entry == underway_.end()) {
            entry = underway_
                        .emplace(ticket, Underway{CheckMachine(links_[ticket], options_.check), std::nullopt})
                        .first;
            request = std::get<Send>(entry->second.machine.start()).request;
        } else {
            request = *std::exchange(entry->second.next, std::nullopt);
        }
        fetcher_.fetch(std::move(request),
                       [this, ticket, host = std::string(turn->host)](http::Response response) {
                           on_response(ticket, host, std::move(response));
                       });
    }
    arm_timer();
    end_if_done();
}

void Pipeline::Impl::arm_timer() {
    if (ending_ || canaries_out_ > 0 || analysing_ >= k_analysis_queue) return;
    const auto wake = planner_.next_wake();
    if (!wake) return;
    timer_.expires_at(*wake);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) pump();
    });
}

void Pipeline::Impl::on_response(Ticket ticket, const std::string& host, http::Response response) {
    planner_.finished(host);
    watch_.observe(host, response);
    if (ending_ && response.error && response.error->kind == http::TransportErrorKind::cancelled) {
        underway_.erase(ticket);
    } else {
        CheckMachine& machine = underway_.at(ticket).machine;
        carry_out(ticket, machine, machine.on_response(std::move(response), clock_.now()));
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
    planner_.add_continuation(machine.current().host(), ticket, not_before);
}

void Pipeline::Impl::finish_check(Ticket ticket) {
    const auto entry = underway_.find(ticket);
    Task task{std::move(entry->second.machine).take_trace(), clock_.now()};
    underway_.erase(entry);
    const auto& error = task.trace.response.error;
    if (error && error->kind == http::TransportErrorKind::local) {
        core::log::error("{}: not checked, this machine is at a limit: {}",
                         core::escape_control(url::without_credentials(task.trace.url).href()),
                         core::escape_control(error->message));
        ++done_;
        ++failed_here_;
        return;
    }
    const bool doubt =
        !watch_.proven() && NetworkWatch::sign_of(task.trace.response) == NetworkWatch::Sign::doubt;
    if (doubt)
        held_.push_back(std::move(task));
    else
        analyse(std::move(task));
}

void Pipeline::Impl::analyse(Task task) {
    ++analysing_;
    // There is room: planning pauses at k_analysis_queue, and beyond that only what was in flight then can
    // come.
    [[maybe_unused]] const bool taken = to_analyse_.try_push(task);
    assert(taken);
}

void Pipeline::Impl::release_held() {
    while (watch_.proven() && !ending_ && !held_.empty() && analysing_ < k_analysis_queue) {
        analyse(std::move(held_.back()));
        held_.pop_back();
    }
}

void Pipeline::Impl::work() {
    while (auto task = to_analyse_.pop()) {
        std::exception_ptr failure;
        try {
            sink_(conclude(std::move(task->trace), options_.accept, rules_, task->checked_at));
        } catch (...) {
            failure = std::current_exception();
        }
        asio::post(io_, [this, failure] {
            if (failure && !failure_) {
                failure_ = failure;
                finish_early(RunEnd::interrupted);
            }
            on_analysed();
        });
    }
}

void Pipeline::Impl::on_analysed() {
    --analysing_;
    ++done_;
    pump();
}

void Pipeline::Impl::ask_canaries() {
    if (canaries_asked_ || ending_) return;
    canaries_asked_ = true;
    if (options_.canaries.empty()) {
        watch_.settle();
        return;
    }
    canaries_out_ = options_.canaries.size();
    for (const url::Url& canary : options_.canaries) {
        http::Request request;
        request.url = canary;
        request.method = http::Method::head;
        request.limits = options_.check.limits;
        fetcher_.fetch(std::move(request), [this](const http::Response& response) { on_canary(response); });
    }
}

void Pipeline::Impl::on_canary(const http::Response& response) {
    --canaries_out_;
    // NXDOMAIN for a name that certainly exists comes from a resolver that is cut off.
    if (NetworkWatch::sign_of(response) == NetworkWatch::Sign::proof) watch_.settle();
    if (canaries_out_ == 0 && !watch_.proven()) finish_early(RunEnd::network_down);
    pump();
}

void Pipeline::Impl::finish_early(RunEnd end) {
    if (ending_) return;
    ending_ = true;
    end_ = end;
    timer_.cancel();
    held_.clear();
    fetcher_.cancel_all();
}

void Pipeline::Impl::end_if_done() {
    if (ended_ || planner_.in_flight() > 0 || canaries_out_ > 0 || analysing_ > 0) return;
    if (!ending_) {
        if (planner_.waiting() > 0 || !underway_.empty()) return;
        // Everything was tried, nothing answered, and too few hosts to have raised the question before.
        if (!held_.empty())
            return asio::post(io_, [this] {
                ask_canaries();
                pump();
            });
    }
    ended_ = true;
    io_.stop();
}

Pipeline::Pipeline(asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
                   const verdict::RuleSet& rules, PipelineOptions options, Sink sink)
    : impl_(std::make_unique<Impl>(io, fetcher, clock, rules, std::move(options), std::move(sink))) {}
Pipeline::~Pipeline() = default;
RunEnd Pipeline::run(std::vector<url::Url> links) {
    return impl_->run(std::move(links));
}
void Pipeline::stop() {
    impl_->stop();
}
Progress Pipeline::progress() const {
    return impl_->progress();
}

}  // namespace linktender::crawl
