#include "linktender/notify/delivery.hpp"

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;
using namespace std::chrono_literals;

namespace {

/// A clock that waits move on.
struct FakeTime {
    std::chrono::steady_clock::time_point at{};
    std::vector<core::Milliseconds> waits;
    bool cut_short = false;

    Surroundings surroundings() {
        return {[this] { return at; },
                [this](core::Milliseconds time) {
                    waits.push_back(time);
                    at += time;
                    return !cut_short;
                }};
    }
};

Failure busy(std::optional<core::Milliseconds> wait = {}) {
    return {"busy", true, wait};
}

http::Response answer(int status, std::vector<http::Header> headers = {}, std::string body = {}) {
    http::Response response;
    response.status = status;
    for (const auto& header : headers) response.headers.add(header.name, header.value);
    response.body = std::move(body);
    return response;
}

}  // namespace

TEST_CASE("delivery: a temporary failure is tried again with growing pauses", "[notify]") {
    FakeTime time;
    int attempts = 0;

    const auto failure = deliver(
        [&]() -> std::optional<Failure> { return ++attempts < 4 ? std::optional(busy()) : std::nullopt; }, {},
        time.surroundings());

    CHECK_FALSE(failure);
    CHECK(time.waits == std::vector<core::Milliseconds>{2s, 4s, 8s});
}

TEST_CASE("delivery: attempts end, and a lasting failure ends them at once", "[notify]") {
    FakeTime time;
    int attempts = 0;

    const auto failure = deliver([&] { return ++attempts, std::optional(busy()); }, {}, time.surroundings());

    REQUIRE(failure);
    CHECK(failure->message == "busy");
    CHECK(attempts == 4);
    attempts = 0;
    CHECK(deliver(
        [&] {
            return ++attempts, std::optional(Failure{"no such place", false, {}});
        },
        {}, time.surroundings()));
    CHECK(attempts == 1);
}

TEST_CASE("delivery: a service that asks for a pause gets it, if there is time", "[notify]") {
    FakeTime time;
    int attempts = 0;
    CHECK_FALSE(deliver([&] { return ++attempts == 1 ? std::optional(busy(30s)) : std::nullopt; }, {},
                        time.surroundings()));
    CHECK(time.waits == std::vector<core::Milliseconds>{30s});

    attempts = 0;
    CHECK(deliver([&] { return ++attempts, std::optional(busy(1h)); }, {}, time.surroundings()));
    CHECK(attempts == 1);
}

TEST_CASE("delivery: a program that ends does not wait", "[notify]") {
    FakeTime time;
    time.cut_short = true;
    int attempts = 0;

    CHECK(deliver([&] { return ++attempts, std::optional(busy()); }, {}, time.surroundings()));
    CHECK(attempts == 1);
}

TEST_CASE("delivery: answers are told apart by what another try could do", "[notify]") {
    const auto now = night(1);

    CHECK_FALSE(failure_of(answer(204), now));
    CHECK_FALSE(failure_of(answer(404, {}, "no such hook"), now)->temporary);
    CHECK(failure_of(answer(404, {}, "no \x1bsuch\nhook"), now)->message == "HTTP 404: no \\x1bsuch hook");
    CHECK(failure_of(answer(500), now)->temporary);
    CHECK(failure_of(answer(429, {{"retry-after", "7"}}), now)->wait == 7s);
    CHECK_FALSE(failure_of(answer(403), now)->temporary);
    const auto reset = std::to_string((now + 60s).time_since_epoch() / 1s);
    const auto limited =
        failure_of(answer(403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", reset}}), now);
    CHECK(limited->temporary);
    CHECK(limited->wait == 60s);
    const auto redirected = failure_of(answer(302, {{"location", "https://elsewhere.example/"}}), now);
    CHECK_FALSE(redirected->temporary);
    CHECK(redirected->message.find("redirects are not followed") != std::string::npos);
}
