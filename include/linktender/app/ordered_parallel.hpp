// Work on many items on all cores, results in the order of the items.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace linktender::app {

/// Calls `produce(item)` on `workers` threads and `consume(result)` on the calling thread, in the
/// order of `items`. At most `window` results exist at a time, so memory does not grow with the
/// number of items. What either throws ends the work and is thrown here.
template <class Items, class Produce, class Consume>
void for_each_ordered(const Items& items, unsigned workers, std::size_t window, Produce produce,
                      Consume consume) {
    using Result = decltype(produce(items[0]));
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::optional<Result>> slots(window);
    std::size_t next = 0;      // first item that nobody has taken
    std::size_t consumed = 0;  // items whose result is gone
    std::exception_ptr failure;

    const auto work = [&] {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [&] { return failure || next >= items.size() || next < consumed + window; });
            if (failure || next >= items.size()) return;
            const std::size_t index = next++;
            lock.unlock();
            std::optional<Result> result;
            std::exception_ptr error;
            try {
                result.emplace(produce(items[index]));
            } catch (...) {
                error = std::current_exception();
            }
            lock.lock();
            if (error && !failure) failure = error;
            slots[index % window] = std::move(result);
            changed.notify_all();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < workers; ++i) threads.emplace_back(work);
    {
        std::unique_lock lock(mutex);
        while (consumed < items.size()) {
            std::optional<Result>& slot = slots[consumed % window];
            changed.wait(lock, [&] { return failure || slot.has_value(); });
            if (failure) break;
            Result result = std::move(*slot);
            slot.reset();
            lock.unlock();
            std::exception_ptr error;
            try {
                consume(std::move(result));
            } catch (...) {
                error = std::current_exception();
            }
            lock.lock();
            if (error) failure = error;
            ++consumed;
            changed.notify_all();
        }
    }
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace linktender::app
