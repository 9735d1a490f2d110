// A blocking queue with a fixed capacity, between two kinds of threads.
#pragma once

#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace linktender::core {

/// Any number of producers and consumers. A full queue blocks `push` and refuses `try_push`, so
/// that what waits never grows with the work; after `close` what is inside can still be popped.
template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) { assert(capacity > 0); }

    /// Waits for room. False when the queue is closed; the value is then dropped. An `urgent` value ends
    /// the wait of `pop_batch` for more.
    bool push(T value, bool urgent = false) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
        if (closed_) return false;
        items_.push_back(std::move(value));
        urgent_ = urgent_ || urgent;
        const bool awaited = urgent_ || items_.size() >= awaited_;
        lock.unlock();
        if (awaited) item_.notify_one();
        return true;
    }

    /// Takes `value` only when there is room now; it is left as it was otherwise.
    bool try_push(T& value) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || items_.size() >= capacity_) return false;
            items_.push_back(std::move(value));
        }
        item_.notify_one();
        return true;
    }

    /// Waits for a value. nullopt when the queue is closed and empty.
    std::optional<T> pop() {
        std::unique_lock lock(mutex_);
        item_.wait(lock, [&] { return closed_ || !items_.empty(); });
        return take(lock);
    }

    /// Waits for a value, and then for as many as fill the queue or for `age`, whichever comes first; then
    /// takes all there are. Sleeping through their arrival spares a wake-up each. Empty when the queue is
    /// closed and empty. For a queue with one consumer.
    std::deque<T> pop_batch(std::chrono::milliseconds age) {
        std::unique_lock lock(mutex_);
        item_.wait(lock, [&] { return closed_ || !items_.empty(); });
        awaited_ = capacity_;
        item_.wait_for(lock, age, [&] { return closed_ || urgent_ || items_.size() >= capacity_; });
        awaited_ = 1;
        urgent_ = false;
        std::deque<T> batch = std::exchange(items_, {});
        lock.unlock();
        room_.notify_all();
        return batch;
    }

    /// A value if there is one now.
    std::optional<T> try_pop() {
        std::unique_lock lock(mutex_);
        return take(lock);
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        item_.notify_all();
        room_.notify_all();
    }

    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return items_.size();
    }

private:
    std::optional<T> take(std::unique_lock<std::mutex>& lock) {
        if (items_.empty()) return std::nullopt;
        std::optional<T> value(std::move(items_.front()));
        items_.pop_front();
        lock.unlock();
        room_.notify_one();
        return value;
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable item_;
    std::condition_variable room_;
    std::deque<T> items_;
    std::size_t awaited_ = 1;  ///< values that the consumer waits for
    bool urgent_ = false;      ///< it should not wait any longer
    bool closed_ = false;
};

}  // namespace linktender::core
