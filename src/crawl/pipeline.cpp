#include "linktender/crawl/pipeline.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include "pipeline_impl.hpp"

namespace linktender::crawl {

namespace asio = boost::asio;

namespace {

CheckOptions robots_options(const CheckOptions& check) {
    CheckOptions options = check;
    options.method = http::Method::get;
    options.max_redirects = RobotsGate::k_max_redirects;
    options.limits.body_bytes = RobotsGate::k_max_bytes;
    options.second_look = false;
    return options;
}

}  // namespace

Pipeline::Impl::Impl(asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
                     const verdict::RuleSet& rules, Memory& memory, PipelineOptions options, Sink sink)
    : io_(io),
      fetcher_(fetcher),
      clock_(clock),
      rules_(rules),
      memory_(memory),
      options_(std::move(options)),
      analysis_room_(std::clamp(options_.limits.max_in_flight / 4, k_analysis_queue, 8 * k_analysis_queue)),
      robots_options_(robots_options(options_.check)),
      sink_(std::move(sink)),
      planner_(options_.limits),
      book_(planner_, options_.hosts, memory, options_.check.longest_wait),
      robots_(options_.robots_token, book_, planner_),
      looks_(options_.second_looks),
      timer_(io),
      workers_(
          io, analysis_room_ + options_.limits.max_in_flight,
          [this](Task task) { return examine(std::move(task)); },
          [this](Result result, const std::exception_ptr& failure) {
              on_examined(std::move(result), failure);
          }) {}

RunEnd Pipeline::Impl::run(const LinkList& links, const std::vector<bool>& passed_over) {
    links_ = &links;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (i < passed_over.size() && passed_over[i]) continue;
        planner_.add(host_of(link(static_cast<Ticket>(i))), static_cast<Ticket>(i));
        ++total_;
    }

    // Work is posted by workers, so the loop must not run dry while they are busy.
    const auto guard = asio::make_work_guard(io_);
    workers_.start(options_.workers);
    asio::post(io_, [this, alive = alive_] {
        if (*alive) pump();
    });
    io_.restart();
    io_.run();

    workers_.join();
    if (failure_) std::rethrow_exception(failure_);
    book_.close();
    return end_;
}

std::vector<HostQueue> Pipeline::Impl::longest_queues(std::size_t most) const {
    std::vector<HostId> hosts;
    for (HostId host = 0; host < planner_.host_count(); ++host)
        if (planner_.waiting_at(host) + planner_.in_flight_at(host) > 0) hosts.push_back(host);
    const auto length = [&](HostId host) { return planner_.waiting_at(host) + planner_.in_flight_at(host); };
    const auto end = hosts.begin() + static_cast<std::ptrdiff_t>(std::min(most, hosts.size()));
    std::partial_sort(hosts.begin(), end, hosts.end(), [&](HostId a, HostId b) {
        return length(a) != length(b) ? length(a) > length(b) : a < b;
    });
    std::vector<HostQueue> queues;
    for (auto host = hosts.begin(); host != end; ++host)
        queues.push_back({planner_.name(*host), planner_.waiting_at(*host), planner_.in_flight_at(*host)});
    return queues;
}

void Pipeline::Impl::pump() {
    release_held();
    const auto now = std::chrono::steady_clock::now();
    while (!ending_ && canaries_out_ == 0 && analysing_ < analysis_room_) {
        const auto turn = planner_.next(now);
        if (!turn) break;
        take_turn(*turn);
    }
    arm_timer();
    end_if_done();
}

void Pipeline::Impl::arm_timer() {
    if (ending_ || canaries_out_ > 0 || analysing_ >= analysis_room_) return;
    const auto wake = planner_.next_wake();
    if (!wake) return;
    timer_.expires_at(*wake);
    timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
        if (*alive && !error) pump();
    });
}

/// There is room: planning pauses at analysis_room_, and beyond that only what was in flight can come.
void Pipeline::Impl::give(Task task) {
    ++analysing_;
    workers_.give(std::move(task));
}

void Pipeline::Impl::release_held() {
    while (watch_.proven() && !ending_ && !held_.empty() && analysing_ < analysis_room_) {
        give(std::move(held_.back()));
        held_.pop_back();
    }
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

void Pipeline::Impl::fail(std::exception_ptr failure) {
    if (!failure_) failure_ = std::move(failure);
    finish_early(RunEnd::interrupted);
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
            return asio::post(io_, [this, alive = alive_] {
                if (!*alive) return;
                ask_canaries();
                pump();
            });
    }
    ended_ = true;
    for (store::CheckRecord& record : looks_.settle()) deliver(std::move(record));
    io_.stop();
}

Pipeline::Pipeline(asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
                   const verdict::RuleSet& rules, Memory& memory, PipelineOptions options, Sink sink)
    : impl_(std::make_unique<Impl>(io, fetcher, clock, rules, memory, std::move(options), std::move(sink))) {}
Pipeline::~Pipeline() = default;
RunEnd Pipeline::run(const LinkList& links, const std::vector<bool>& passed_over) {
    return impl_->run(links, passed_over);
}
void Pipeline::stop() {
    impl_->stop();
}
Progress Pipeline::progress() const {
    return impl_->progress();
}
std::vector<HostQueue> Pipeline::longest_queues(std::size_t most) const {
    return impl_->longest_queues(most);
}

}  // namespace linktender::crawl
