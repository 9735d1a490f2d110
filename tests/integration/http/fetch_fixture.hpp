// A CurlFetcher on a loop of its own, as the tests of this folder use it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "linktender/http/curl_fetcher.hpp"
#include "linktender/url/url.hpp"
#include "support/catch.hpp"

namespace linktender::test {

inline http::AddressGuard loopback_allowed() {
    return http::AddressGuard::create({"127.0.0.0/8", "::1"}).value();
}

inline http::FetcherOptions local_options() {
    http::FetcherOptions options;
    options.user_agent = "linktender-test";
    options.guard = loopback_allowed();
    options.name_servers = {"127.0.0.1:1"};  // nobody: no question may leave the machine
    return options;
}

/// Limits that end before a test is given up, and are not met on a busy machine.
inline http::Limits short_limits() {
    http::Limits limits;
    limits.connect_timeout = core::Milliseconds{15'000};
    limits.first_byte_timeout = core::Milliseconds{15'000};
    limits.total_timeout = core::Milliseconds{18'000};
    return limits;
}

class Client {
public:
    explicit Client(http::FetcherOptions options = local_options()) {
        auto created = http::CurlFetcher::create(io, std::move(options));
        if (!created) FAIL(created.error());
        fetcher = std::move(*created);
    }

    [[nodiscard]] static http::Request request(std::string_view text) {
        auto parsed = url::parse(text);
        if (!parsed) FAIL("no URL: " << text);
        http::Request request;
        request.url = std::move(*parsed);
        request.limits = short_limits();
        return request;
    }

    /// Fetches and runs the loop until the answer is there.
    http::Response get(http::Request wanted) {
        std::optional<http::Response> answer;
        fetcher->fetch(std::move(wanted), [&](http::Response response) {
            REQUIRE(!answer);
            answer = std::move(response);
        });
        REQUIRE(!answer);  // never from inside fetch
        run_until([&] { return answer.has_value(); });
        return std::move(*answer);
    }
    http::Response get(std::string_view url) { return get(request(url)); }

    /// Runs the loop until the condition holds; fails the test after 20 seconds.
    template <class Condition>
    void run_until(const Condition& condition) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        io.restart();
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            io.run_one_for(std::chrono::milliseconds(100));
            if (io.stopped()) io.restart();
        }
        REQUIRE(condition());
    }

    boost::asio::io_context io;
    std::unique_ptr<http::CurlFetcher> fetcher;
};

inline std::string reason_of(const http::Response& response) {
    return response.error ? response.error->reason : std::string("none");
}

}  // namespace linktender::test
