// Requests one after the other, for whoever has nothing else to do meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "linktender/core/expected.hpp"
#include "linktender/http/curl_fetcher.hpp"
#include "linktender/http/message.hpp"

namespace linktender::http {

/// A fetcher with a loop of its own. One thread at a time, and not the one that runs another loop which
/// must go on.
class BlockingClient {
public:
    /// The error says which option is wrong, for people.
    [[nodiscard]] static Expected<std::unique_ptr<BlockingClient>, std::string> create(
        FetcherOptions options);
    ~BlockingClient();
    BlockingClient(const BlockingClient&) = delete;
    BlockingClient& operator=(const BlockingClient&) = delete;

    /// Returns with the answer, or with TransportErrorKind::cancelled within a fraction of a second after
    /// `ending` began to hold.
    [[nodiscard]] Response send(Request request, const std::function<bool()>& ending);

private:
    class Impl;
    explicit BlockingClient(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::http
