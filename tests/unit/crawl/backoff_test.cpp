#include "linktender/crawl/backoff.hpp"

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using namespace std::chrono_literals;

namespace {

const core::TimePoint k_now = *core::parse_time("2026-11-24T02:30:00Z");

}  // namespace

TEST_CASE("crawl: the wait doubles with each failure and stops at the ceiling", "[crawl]") {
    BackoffInput input{.failed_attempts = 1, .base = 1s, .ceiling = 10s, .retry_after = std::nullopt};

    CHECK(backoff_delay(input) == 1s);
    input.failed_attempts = 3;
    CHECK(backoff_delay(input) == 4s);
    input.failed_attempts = 5;
    CHECK(backoff_delay(input) == 10s);
    input.failed_attempts = 4'000'000;
    CHECK(backoff_delay(input) == 10s);
}

TEST_CASE("crawl: a longer Retry-After wins over the ceiling, a shorter one changes nothing", "[crawl]") {
    BackoffInput input{.failed_attempts = 2, .base = 1s, .ceiling = 10s, .retry_after = 10min};

    CHECK(backoff_delay(input) == 10min);
    input.retry_after = 1ms;
    CHECK(backoff_delay(input) == 2s);
}

TEST_CASE("crawl: Retry-After is read in seconds and as a date", "[crawl]") {
    CHECK(parse_retry_after("120", k_now) == 120s);
    CHECK(parse_retry_after(" 0 ", k_now) == 0ms);
    CHECK(parse_retry_after("Tue, 24 Nov 2026 02:31:30 GMT", k_now) == 90s);
    CHECK(parse_retry_after("Tue, 24 Nov 2026 02:00:00 GMT", k_now) == 0ms);
    CHECK(parse_retry_after("99999999999999999999", k_now) == std::chrono::seconds(999'999'999));
}

TEST_CASE("crawl: a Retry-After that is neither is no wait at all", "[crawl]") {
    const std::string_view value = GENERATE(
        values<std::string_view>({"", "soon", "-5", "1.5", "Tue, 31 Feb 2026 02:31:30 GMT",
                                  "Tue, 24 Foo 2026 02:31:30 GMT", "Tuesday, 24-Nov-26 02:31:30 GMT"}));
    CAPTURE(value);

    CHECK_FALSE(parse_retry_after(value, k_now));
}
