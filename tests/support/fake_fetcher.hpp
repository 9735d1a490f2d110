// A Fetcher with scripted answers, for tests of what stands above the network.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "linktender/http/fetcher.hpp"

namespace linktender::test {

/// Answers each URL with its scripted responses in their order; the last one stays. A URL without a
/// script gets `dns_not_found`, as a name that nobody registered.
///
/// With an `io_context` answers are posted to it. Without one they wait for `deliver()`, so that a test
/// sees the state in between.
class FakeFetcher final : public http::Fetcher {
public:
    FakeFetcher() = default;
    explicit FakeFetcher(boost::asio::io_context& io) : io_(&io) {}

    /// Adds an answer for the URL (its serialisation, without a fragment).
    FakeFetcher& on(const std::string& url, http::Response response) {
        scripts_[url].push_back(std::move(response));
        return *this;
    }
    FakeFetcher& on(const std::string& url, int status, std::string body = {},
                    const std::vector<http::Header>& headers = {}) {
        http::Response response;
        response.status = status;
        response.http_version = "1.1";
        response.bytes = body.size();
        response.body = std::move(body);
        for (const http::Header& header : headers) response.headers.add(header.name, header.value);
        return on(url, std::move(response));
    }
    FakeFetcher& on_error(const std::string& url, http::TransportErrorKind kind, std::string reason) {
        http::Response response;
        response.error = http::TransportError{kind, std::move(reason), "scripted", false};
        return on(url, std::move(response));
    }
    /// Fetches of this URL stay open until `cancel_all`.
    FakeFetcher& never(const std::string& url) {
        scripts_[url];
        return *this;
    }

    void fetch(http::Request request, Done done) override {
        const std::string url(request.url.without_fragment());
        requests_.push_back(std::move(request));
        waiting_.push_back({url, std::move(done)});
        if (io_ != nullptr) post_delivery();
    }

    void cancel_all() override {
        for (Waiting& each : std::exchange(waiting_, {})) {
            http::Response response;
            response.error =
                http::TransportError{http::TransportErrorKind::cancelled, "cancelled", "cancelled", false};
            finish(std::move(each.done), std::move(response));
        }
    }

    /// Delivers the oldest open fetch that has an answer; false when there is none.
    bool deliver() {
        for (auto each = waiting_.begin(); each != waiting_.end(); ++each) {
            const auto script = scripts_.find(each->url);
            if (script != scripts_.end() && script->second.empty()) continue;  // never
            Waiting next = std::move(*each);
            waiting_.erase(each);
            next.done(answer(next.url));
            return true;
        }
        return false;
    }
    /// Delivers until nothing answerable is open, including what the callbacks ask for; at most `most`.
    std::size_t deliver_all(std::size_t most = 10'000) {
        std::size_t count = 0;
        while (count < most && deliver()) ++count;
        return count;
    }

    /// Every request so far, in order.
    [[nodiscard]] const std::vector<http::Request>& requests() const noexcept { return requests_; }
    [[nodiscard]] std::size_t requests_for(const std::string& url) const {
        std::size_t count = 0;
        for (const http::Request& request : requests_)
            count += request.url.without_fragment() == url ? 1U : 0U;
        return count;
    }
    [[nodiscard]] std::size_t open() const noexcept { return waiting_.size(); }

private:
    struct Waiting {
        std::string url;
        Done done;
    };

    http::Response answer(const std::string& url) {
        const auto script = scripts_.find(url);
        if (script == scripts_.end()) {
            http::Response response;
            response.error = http::TransportError{http::TransportErrorKind::dns_not_found, "dns-nxdomain",
                                                  "no script for " + url, false};
            return response;
        }
        http::Response response = script->second.front();
        if (script->second.size() > 1) script->second.pop_front();
        return response;
    }

    void finish(Done done, http::Response response) {
        if (io_ == nullptr) return done(std::move(response));
        boost::asio::post(*io_, [done = std::move(done), response = std::move(response)]() mutable {
            done(std::move(response));
        });
    }

    void post_delivery() {
        boost::asio::post(*io_, [this, alive = std::weak_ptr<char>(alive_)] {
            if (!alive.expired()) deliver();
        });
    }

    boost::asio::io_context* io_ = nullptr;
    std::map<std::string, std::deque<http::Response>> scripts_;
    std::deque<Waiting> waiting_;
    std::vector<http::Request> requests_;
    std::shared_ptr<char> alive_ = std::make_shared<char>('\0');
};

}  // namespace linktender::test
