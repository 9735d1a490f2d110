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

    /// Waits for room. False when the queue is closed; the value is then dropped.
    bool push(T value) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
        if (closed_) return false;
        items_.push_back(std::move(value));
        lock.unlock();
        item_.notify_one();
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

    /// The same, but gives up at `deadline`.
    std::optional<T> pop_until(std::chrono::steady_clock::time_point deadline) {
        std::unique_lock lock(mutex_);
        item_.wait_until(lock, deadline, [&] { return closed_ || !items_.empty(); });
        return take(lock);
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
    bool closed_ = false;
};

}  // namespace linktender::core
