#include "support/server_state.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace linktender::test {

std::uint64_t ServerState::opened() {
    const std::lock_guard lock(mutex_);
    ++counts_.open;
    counts_.peak_open = std::max(counts_.peak_open, counts_.open);
    return ++counts_.accepted;
}

void ServerState::closed() {
    const std::lock_guard lock(mutex_);
    --counts_.open;
    changed_.notify_all();
}

std::vector<Step> ServerState::greeting(std::uint64_t connection) const {
    return options_.on_connect ? options_.on_connect(connection) : std::vector<Step>{};
}

std::vector<Step> ServerState::answer(ReceivedRequest request) {
    request.received = std::chrono::steady_clock::now();
    request.tls = options_.tls != nullptr;
    {
        const std::lock_guard lock(mutex_);
        ++counts_.requests;
        if (recorded_.size() < options_.max_recorded) recorded_.push_back(request);
        changed_.notify_all();
    }
    Reply reply;
    try {
        reply = options_.handler ? options_.handler(request) : text("no handler", 404);
    } catch (const std::exception& error) {
        reply = text(error.what(), 500);
    }
    return to_script(std::move(reply), request);
}

std::vector<ReceivedRequest> ServerState::requests() const {
    const std::lock_guard lock(mutex_);
    return recorded_;
}

ServerCounts ServerState::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

bool ServerState::wait_for_requests(std::uint64_t count, std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout, [&] { return counts_.requests >= count; });
}

bool ServerState::wait_until_idle(std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout, [&] { return counts_.open == 0; });
}

}  // namespace linktender::test
