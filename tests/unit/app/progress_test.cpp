#include "linktender/app/progress.hpp"

#include "support/catch.hpp"

using namespace linktender::app;
using namespace std::chrono_literals;

TEST_CASE("app: the progress line tells counts, rate and the time left", "[app]") {
    CHECK(progress_text({.total = 200, .done = 50, .in_flight = 4}, 10s) ==
          "[50/200] 25%, 5/s, 31s left, 4 in flight");
}

TEST_CASE("app: the time left is never shorter than the longest queue of one host", "[app]") {
    CHECK(progress_text({.total = 200, .done = 190, .in_flight = 1, .slowest_host = 90min}, 10s) ==
          "[190/200] 95%, 19/s, 90m left, 1 in flight");
}

TEST_CASE("app: an empty run is done", "[app]") {
    CHECK(progress_text({}, 0s) == "[0/0] 100%, 0/s, 0 in flight");
}
