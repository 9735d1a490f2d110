// The parts of a run and what they share. Private to the room.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host_book.hpp"
#include "linktender/crawl/analysis.hpp"
#include "linktender/crawl/network_watch.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "look_desk.hpp"
#include "robots_desk.hpp"
#include "workers.hpp"

namespace linktender::crawl {

/// Responses that wait for a worker, bodies included: enough to keep every core busy, little enough
/// to hold a few dozen megabytes at worst. A run of very many requests at once gets more, or all of them
/// would be planned in bursts.
inline constexpr std::size_t k_analysis_queue = 32;

class Pipeline::Impl {
public:
    Impl(boost::asio::io_context& io, http::Fetcher& fetcher, const core::Clock& clock,
         const verdict::RuleSet& rules, Memory& memory, PipelineOptions options, Sink sink);
    ~Impl() { *alive_ = false; }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    RunEnd run(const LinkList& links, const std::vector<bool>& passed_over);
    void stop() { finish_early(RunEnd::interrupted); }
    [[nodiscard]] Progress progress() const {
        return {total_,       done_,     planner_.in_flight(),
                failed_here_, left_out_, planner_.longest_queue(std::chrono::steady_clock::now())};
    }
    [[nodiscard]] std::vector<HostQueue> longest_queues(std::size_t most) const;

private:
    using Ticket = Planner::Ticket;
    using HostId = Planner::HostId;
    /// A check, or the reading of a robots.txt, that has begun.
    struct Underway {
        CheckMachine machine;
        std::optional<http::Request> next;  ///< waits for its turn
    };
    struct Task {
        Ticket ticket = 0;
        HostId host = 0;
        CheckMachine machine;
        core::TimePoint checked_at;
    };
    struct Result {
        Ticket ticket = 0;
        HostId host = 0;
        bool wall = false;
        std::optional<CheckMachine> machine;  ///< the check goes on by the page's meta refresh
        std::optional<Conclusion::Refresh> refresh;
        std::optional<LookDesk::Waiting> look;  ///< the record waits for a second look
    };

    void pump();
    void arm_timer();
    void take_turn(const Planner::Turn& turn);
    [[nodiscard]] bool passes_robots(Ticket ticket, HostId host, const url::Url& url);
    void begin(Ticket ticket, HostId host, CheckMachine machine);
    void disallow(Ticket ticket, bool unreachable);
    void finish_robots(Ticket ticket, const CheckTrace& trace);
    void send(Ticket ticket, HostId host, http::Request request);
    void carry_out(Ticket ticket, CheckMachine& machine, Action action);
    void on_response(Ticket ticket, HostId host, http::Response response);
    void note_pace(HostId host, const http::Response& response);
    void finish_check(Ticket ticket);
    void look_again(Ticket ticket, LookDesk::Waiting waiting);
    void take_look(const Planner::Turn& turn);
    void on_look(Ticket ticket, HostId host, const http::Response& response);
    void deliver(store::CheckRecord record);
    void leave_out(Ticket ticket, HostId host);
    void give(Task task);
    Result examine(Task task);
    void on_examined(Result result, const std::exception_ptr& failure);
    void release_held();
    void ask_canaries();
    void on_canary(const http::Response& response);
    void fail(std::exception_ptr failure);
    void finish_early(RunEnd end);
    void end_if_done();

    [[nodiscard]] url::Url link(Ticket ticket) const { return *url::parse((*links_)[ticket]); }
    [[nodiscard]] HostId host_of(const url::Url& url) {
        return book_.open(url.host(), clock_.now(), std::chrono::steady_clock::now());
    }

    boost::asio::io_context& io_;
    http::Fetcher& fetcher_;
    const core::Clock& clock_;
    const verdict::RuleSet& rules_;
    Memory& memory_;
    const PipelineOptions options_;
    const std::size_t analysis_room_;
    const CheckOptions robots_options_;
    const Sink sink_;

    const LinkList* links_ = nullptr;
    Planner planner_;
    HostBook book_;
    RobotsDesk robots_;
    LookDesk looks_;
    std::unordered_map<Ticket, Underway> underway_;
    boost::asio::steady_timer timer_;
    NetworkWatch watch_;
    std::vector<Task> held_;  ///< failures that a missing network would explain, until that is settled
    std::size_t canaries_out_ = 0;
    bool canaries_asked_ = false;

    std::size_t analysing_ = 0;
    std::size_t total_ = 0;
    std::size_t done_ = 0;
    std::size_t failed_here_ = 0;
    std::size_t left_out_ = 0;
    RunEnd end_ = RunEnd::complete;
    bool ending_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    /// False once this is gone: the loop may be another's, who runs on with what was posted to it.
    const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Workers<Task, Result> workers_;  // the threads end before what they use
};

}  // namespace linktender::crawl
