// Threads that do the pure work of a run, and hand each result back to the loop. Private to the room.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "linktender/core/bounded_queue.hpp"

namespace linktender::crawl {

/// `work` runs on the threads, several at a time. `done` gets its result on the loop thread, or the
/// exception that it threw.
template <class Task, class Result>
class Workers {
public:
    using Work = std::function<Result(Task)>;
    using Done = std::function<void(Result, std::exception_ptr)>;

    Workers(boost::asio::io_context& io, std::size_t capacity, Work work, Done done)
        : io_(io), queue_(capacity), work_(std::move(work)), done_(std::move(done)) {}
    ~Workers() {
        join();
        *alive_ = false;
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void start(unsigned count) {
        for (unsigned i = 0; i < std::max(1U, count); ++i) threads_.emplace_back([this] { run(); });
    }
    /// There must be room: the caller counts what is under way.
    void give(Task task) {
        [[maybe_unused]] const bool taken = queue_.try_push(task);
        assert(taken);
    }
    /// Waits for what was given; nothing may be given afterwards.
    void join() {
        queue_.close();
        for (std::thread& thread : std::exchange(threads_, {})) thread.join();
    }

private:
    void run() {
        while (auto task = queue_.pop()) {
            Result result;
            std::exception_ptr failure;
            try {
                result = work_(std::move(*task));
            } catch (...) {
                failure = std::current_exception();
            }
            boost::asio::post(io_, [this, alive = alive_, failure, result = std::move(result)]() mutable {
                if (*alive) done_(std::move(result), failure);
            });
        }
    }

    boost::asio::io_context& io_;
    core::BoundedQueue<Task> queue_;
    const Work work_;
    const Done done_;
    /// False once this is gone: the loop may run on with what was posted to it.
    const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::vector<std::thread> threads_;
};

}  // namespace linktender::crawl
