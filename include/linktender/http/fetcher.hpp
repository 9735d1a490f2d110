// The network as an interface.
#pragma once

#include <functional>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// Fetches one hop at a time. Lives on the loop thread: `fetch` is called there and `done` is called
/// there later, once, never from inside `fetch`. The program has `CurlFetcher`, tests have
/// `tests/support/fake_fetcher.hpp`.
class Fetcher {
public:
    using Done = std::function<void(Response)>;
    virtual ~Fetcher() = default;
    virtual void fetch(Request request, Done done) = 0;
    /// Ends every fetch in flight with TransportErrorKind::cancelled.
    virtual void cancel_all() = 0;
};

}  // namespace linktender::http
