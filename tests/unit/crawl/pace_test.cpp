#include "linktender/crawl/pace.hpp"

#include "support/catch.hpp"

using namespace linktender::crawl;
using namespace std::chrono_literals;

TEST_CASE("crawl: push-back doubles the interval and halves what runs at once", "[crawl]") {
    Pace pace(8, 500ms);

    pace.pushed_back();
    CHECK(pace.interval() == 1s);
    CHECK(pace.concurrency() == 4);
    pace.pushed_back();
    CHECK(pace.interval() == 2s);
    CHECK(pace.concurrency() == 2);
}

TEST_CASE("crawl: push-back slows down a host without an interval too", "[crawl]") {
    Pace pace(1, 0ms);

    pace.pushed_back();

    CHECK(pace.interval() == Pace::k_first_step);
    CHECK(pace.concurrency() == 1);
}

TEST_CASE("crawl: push-back alone never leads beyond the ceiling, nor below a longer interval", "[crawl]") {
    Pace quick(2, 500ms);
    Pace slow(2, 20s);

    for (int i = 0; i < 10; ++i) {
        quick.pushed_back();
        slow.pushed_back();
    }

    CHECK(quick.interval() == Pace::k_ceiling);
    CHECK(slow.interval() == 20s);
}

TEST_CASE("crawl: good answers win the pace back in small steps, and no more than that", "[crawl]") {
    Pace pace(4, 500ms);
    pace.pushed_back();

    pace.went_well();
    CHECK(pace.interval() == 900ms);
    for (int i = 0; i < 100; ++i) pace.went_well();

    CHECK(pace.interval() == 500ms);
    CHECK(pace.concurrency() == 4);
    CHECK(pace.learned() == 0ms);
}

TEST_CASE("crawl: what an earlier run learned is where the next one begins", "[crawl]") {
    Pace pace(4, 500ms);

    pace.resume(3s);

    CHECK(pace.interval() == 3s);
    CHECK(pace.learned() == 3s);
    CHECK(pace.concurrency() == 1);
}

TEST_CASE("crawl: a Crawl-delay is never undercut, whatever goes well", "[crawl]") {
    Pace pace(4, 500ms);

    pace.at_least(10s);
    for (int i = 0; i < 200; ++i) pace.went_well();

    CHECK(pace.interval() == 10s);
}
