// Work that takes long, beside a loop that has to keep turning.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace linktender::app {

/// The way back to the loop thread for work beside it.
class LoopDesk {
public:
    explicit LoopDesk(boost::asio::io_context& io) : io_(io) {}

    /// Has `job` done on the loop thread, outside of any handler, and waits for its end; throws what it
    /// throws. `job` may run the loop itself. From the work's thread.
    void call(const std::function<void()>& job) {
        std::packaged_task<void()> task(job);
        auto done = task.get_future();
        {
            const std::lock_guard lock(mutex_);
            task_.emplace(std::move(task));
        }
        wake();
        done.get();
    }
    void wake() {
        boost::asio::post(io_, [] {});
    }
    /// Does what is wanted, if anything is. Loop thread.
    void serve() {
        std::optional<std::packaged_task<void()>> task;
        {
            const std::lock_guard lock(mutex_);
            task.swap(task_);
        }
        if (task) (*task)();
    }

private:
    boost::asio::io_context& io_;
    std::mutex mutex_;
    std::optional<std::packaged_task<void()>> task_;
};

/// Does `work` on a thread of its own and runs `io` on the calling thread, the loop thread, until it is done:
/// timers, signals and sockets are served meanwhile. Not from inside of a handler. `work` takes a LoopDesk&
/// or nothing. Gives what it returns or throws. What it uses of the loop thread's must not be changed by a
/// handler.
template <class Work>
auto run_beside(boost::asio::io_context& io, Work work) {
    LoopDesk desk(io);
    const auto call = [&]() -> decltype(auto) {
        if constexpr (std::is_invocable_v<Work&, LoopDesk&>)
            return work(desk);
        else
            return work();
    };
    std::packaged_task<std::invoke_result_t<decltype(call)>()> task(call);
    auto result = task.get_future();
    const auto guard = boost::asio::make_work_guard(io);
    std::thread thread([&] {
        task();
        desk.wake();
    });
    while (result.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
        io.restart();
        io.run_one();
        desk.serve();
    }
    thread.join();
    return result.get();
}

}  // namespace linktender::app
