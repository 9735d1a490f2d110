#include "linktender/crawl/planner.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace linktender::crawl;
using namespace std::chrono_literals;

namespace {

const SteadyTime k_start{1h};

std::vector<Planner::Ticket> take_all(Planner& planner, SteadyTime now) {
    std::vector<Planner::Ticket> tickets;
    while (const auto turn = planner.next(now)) tickets.push_back(turn->ticket);
    return tickets;
}

}  // namespace

TEST_CASE("crawl: one host gets a request an interval, however many of its links wait", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 5, .host_interval = 500ms});
    planner.add("a.example", 1);
    planner.add("a.example", 2);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1});
    CHECK(planner.next_wake() == k_start + 500ms);
    CHECK(take_all(planner, k_start + 499ms).empty());
    CHECK(take_all(planner, k_start + 500ms) == std::vector<Planner::Ticket>{2});
}

TEST_CASE("crawl: a host never has more requests in flight than its limit", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 2, .host_interval = 0ms});
    for (Planner::Ticket t = 1; t <= 3; ++t) planner.add("a.example", t);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1, 2});
    CHECK_FALSE(planner.next_wake());

    planner.finished("a.example");
    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{3});
}

TEST_CASE("crawl: all hosts together never exceed the global limit", "[crawl]") {
    Planner planner({.max_in_flight = 2, .host_concurrency = 2, .host_interval = 0ms});
    planner.add("a.example", 1);
    planner.add("b.example", 2);
    planner.add("c.example", 3);

    CHECK(take_all(planner, k_start).size() == 2);

    planner.finished("a.example");
    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{3});
}

TEST_CASE("crawl: a large host does not starve a small one", "[crawl]") {
    Planner planner({.max_in_flight = 1, .host_concurrency = 1, .host_interval = 0ms});
    for (Planner::Ticket t = 1; t <= 100; ++t) planner.add("large.example", t);
    planner.add("small.example", 200);

    CHECK(planner.next(k_start)->ticket == 1);
    planner.finished("large.example");
    CHECK(planner.next(k_start)->ticket == 200);
}

TEST_CASE("crawl: a check under way goes before fresh links, but not before its time", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 10, .host_interval = 100ms});
    planner.add("a.example", 1);
    planner.add("a.example", 2);
    planner.add_continuation("a.example", 9, k_start + 50ms);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1});
    CHECK(planner.next_wake() == k_start + 50ms);
    CHECK(take_all(planner, k_start + 60ms).empty());
    CHECK(take_all(planner, k_start + 100ms) == std::vector<Planner::Ticket>{9});
    CHECK(take_all(planner, k_start + 200ms) == std::vector<Planner::Ticket>{2});
    CHECK(planner.waiting() == 0);
}

TEST_CASE("crawl: the time left counts the longest host queue, not the average", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 500ms});
    for (Planner::Ticket t = 1; t <= 20; ++t) planner.add("large.example", t);
    planner.add("small.example", 30);

    CHECK(planner.longest_queue() == 10s);
}
