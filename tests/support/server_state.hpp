// What the connections of one scripted server share: the handler, the records, the counts.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "support/scripted_server.hpp"

namespace linktender::test {

/// Connections use it on the server's thread, the test reads it from its own.
class ServerState {
public:
    explicit ServerState(ServerOptions options) : options_(std::move(options)) {}

    [[nodiscard]] const ServerOptions& options() const noexcept { return options_; }

    /// Notes a connection and returns its number.
    std::uint64_t opened();
    void closed();
    /// What to do with a fresh connection before anything else.
    [[nodiscard]] std::vector<Step> greeting(std::uint64_t connection) const;
    /// Records the request and asks the handler. A handler that throws makes an answer 500 with its message.
    [[nodiscard]] std::vector<Step> answer(ReceivedRequest request);

    [[nodiscard]] std::vector<ReceivedRequest> requests() const;
    [[nodiscard]] ServerCounts counts() const;
    [[nodiscard]] bool wait_for_requests(std::uint64_t count, std::chrono::milliseconds timeout) const;
    [[nodiscard]] bool wait_until_idle(std::chrono::milliseconds timeout) const;

private:
    const ServerOptions options_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    ServerCounts counts_;
    std::vector<ReceivedRequest> recorded_;
};

}  // namespace linktender::test
