#include "linktender/crawl/planner.hpp"

#include <algorithm>
#include <set>
#include <string>
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
    Planner planner({.max_in_flight = 10, .host_concurrency = 5, .host_interval = 500ms, .jitter = 0});
    planner.add(planner.host("a.example"), 1);
    planner.add(planner.host("a.example"), 2);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1});
    CHECK(planner.next_wake() == k_start + 500ms);
    CHECK(take_all(planner, k_start + 499ms).empty());
    CHECK(take_all(planner, k_start + 500ms) == std::vector<Planner::Ticket>{2});
}

TEST_CASE("crawl: a host never has more requests in flight than its limit", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 2, .host_interval = 0ms, .jitter = 0});
    for (Planner::Ticket t = 1; t <= 3; ++t) planner.add(planner.host("a.example"), t);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1, 2});
    CHECK_FALSE(planner.next_wake());

    planner.finished(planner.host("a.example"));
    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{3});
}

TEST_CASE("crawl: all hosts together never exceed the global limit", "[crawl]") {
    Planner planner({.max_in_flight = 2, .host_concurrency = 2, .host_interval = 0ms, .jitter = 0});
    planner.add(planner.host("a.example"), 1);
    planner.add(planner.host("b.example"), 2);
    planner.add(planner.host("c.example"), 3);

    CHECK(take_all(planner, k_start).size() == 2);

    planner.finished(planner.host("a.example"));
    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{3});
}

TEST_CASE("crawl: a large host does not starve a small one", "[crawl]") {
    Planner planner({.max_in_flight = 1, .host_concurrency = 1, .host_interval = 0ms, .jitter = 0});
    for (Planner::Ticket t = 1; t <= 100; ++t) planner.add(planner.host("large.example"), t);
    planner.add(planner.host("small.example"), 200);

    CHECK(planner.next(k_start)->ticket == 1);
    planner.finished(planner.host("large.example"));
    CHECK(planner.next(k_start)->ticket == 200);
}

TEST_CASE("crawl: a check under way goes before fresh links, but not before its time", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 10, .host_interval = 100ms, .jitter = 0});
    planner.add(planner.host("a.example"), 1);
    planner.add(planner.host("a.example"), 2);
    planner.add_continuation(planner.host("a.example"), 9, k_start + 50ms);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{1});
    CHECK(planner.next_wake() == k_start + 50ms);
    CHECK(take_all(planner, k_start + 60ms).empty());
    CHECK(take_all(planner, k_start + 100ms) == std::vector<Planner::Ticket>{9});
    CHECK(take_all(planner, k_start + 200ms) == std::vector<Planner::Ticket>{2});
    CHECK(planner.waiting() == 0);
}

TEST_CASE("crawl: the time left counts the longest host queue, not the average", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 500ms, .jitter = 0});
    for (Planner::Ticket t = 1; t <= 20; ++t) planner.add(planner.host("large.example"), t);
    planner.add(planner.host("small.example"), 30);

    CHECK(planner.longest_queue(k_start) == 10s);
}

TEST_CASE("crawl: a check under way goes before fresh links of other hosts that wait longer", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 2, .host_interval = 0ms});
    for (Planner::Ticket t = 0; t < 6; ++t)
        planner.add(planner.host("h" + std::to_string(t) + ".example"), t);
    planner.add(planner.host("h0.example"), 20);
    CHECK(planner.hosts_waiting() == 6);
    CHECK(planner.next(k_start)->ticket == 0);
    planner.finished(planner.host("h0.example"));
    planner.add_continuation(planner.host("h0.example"), 10, k_start);

    CHECK(planner.next(k_start + 1ms)->ticket == 10);
    CHECK(planner.next(k_start + 1ms)->ticket == 1);
    std::vector<Planner::Ticket> rest = take_all(planner, k_start + 1ms);
    std::sort(rest.begin(), rest.end());
    CHECK(rest == std::vector<Planner::Ticket>{2, 3, 4, 5, 20});
    CHECK(planner.hosts_waiting() == 0);
    CHECK(planner.waiting() == 0);
}

TEST_CASE("crawl: the hosts of one registrable domain share a limit", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 1s, .jitter = 0});
    for (const char* host : {"a.site.example", "b.site.example", "c.site.example"})
        planner.add(planner.host(host), 1);

    CHECK(take_all(planner, k_start).size() == 1);
    CHECK(planner.next_wake() == k_start + 500ms);
    CHECK(take_all(planner, k_start + 500ms).size() == 1);
    // Two in flight are the domain's share.
    CHECK(take_all(planner, k_start + 10s).empty());

    planner.finished(planner.host("a.site.example"));
    CHECK(take_all(planner, k_start + 10s).size() == 1);
}

TEST_CASE("crawl: an interval of zero lifts the limits of domains too", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 0ms});
    for (const char* host : {"a.site.example", "b.site.example", "c.site.example", "d.site.example"})
        planner.add(planner.host(host), 1);

    CHECK(take_all(planner, k_start).size() == 4);
}

TEST_CASE("crawl: many hosts of one domain neither starve others nor each other", "[crawl]") {
    Planner planner({.max_in_flight = 100, .host_concurrency = 1, .host_interval = 200ms, .jitter = 0});
    for (Planner::Ticket t = 0; t < 50; ++t)
        planner.add(planner.host("h" + std::to_string(t) + ".site.example"), t);
    planner.add(planner.host("other.test"), 99);

    auto now = k_start;
    CHECK(take_all(planner, now) == std::vector<Planner::Ticket>{0, 99});
    planner.finished(planner.host("h0.site.example"));
    for (Planner::Ticket t = 1; t < 50; ++t) {
        now += 100ms;
        CHECK(take_all(planner, now) == std::vector<Planner::Ticket>{t});
        planner.finished(planner.host("h" + std::to_string(t) + ".site.example"));
    }
}

TEST_CASE("crawl: a pause holds the whole domain, and only that", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 0ms});
    planner.add(planner.host("a.site.example"), 1);
    planner.add(planner.host("b.site.example"), 2);
    planner.add(planner.host("other.test"), 3);

    planner.pause_domain(planner.host("a.site.example"), k_start + 30s);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{3});
    CHECK(planner.next_wake() == k_start + 30s);
    CHECK(planner.longest_queue(k_start) == 30s);
    CHECK(take_all(planner, k_start + 30s).size() == 2);
}

TEST_CASE("crawl: a host whose turn has ended gives back all that waits and comes", "[crawl]") {
    Planner planner({.max_in_flight = 1, .host_concurrency = 1, .host_interval = 1h});
    const auto host = planner.host("a.example");
    for (Planner::Ticket t = 1; t <= 3; ++t) planner.add(host, t);
    planner.add_continuation(host, 9, k_start);
    CHECK(take_all(planner, k_start).size() == 1);

    planner.end(host);
    planner.add(host, 7);

    std::size_t refused = 0;
    while (const auto turn = planner.next(k_start + 1s)) {
        CHECK(turn->refused);
        ++refused;
    }
    CHECK(refused == 4);
    CHECK(planner.waiting() == 0);
    CHECK(planner.in_flight() == 1);
}

TEST_CASE("crawl: push-back counts from now, also for a host that stands ready", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 2, .host_interval = 100ms, .jitter = 0});
    const auto host = planner.host("a.example");
    for (Planner::Ticket t = 1; t <= 3; ++t) planner.add(host, t);
    CHECK(take_all(planner, k_start).size() == 1);

    planner.finished(host);
    planner.pushed_back(host, k_start + 100ms);

    CHECK(take_all(planner, k_start + 100ms).empty());
    CHECK(planner.next_wake() == k_start + 600ms);
    CHECK(take_all(planner, k_start + 600ms).size() == 1);
}

TEST_CASE("crawl: a turn that was not used costs no interval", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 1, .host_interval = 1h});
    const auto host = planner.host("a.example");
    planner.add(host, 1);
    planner.add(host, 2);
    CHECK(take_all(planner, k_start).size() == 1);

    planner.unused(host, k_start);

    CHECK(take_all(planner, k_start) == std::vector<Planner::Ticket>{2});
}

TEST_CASE("crawl: jitter only ever lengthens an interval", "[crawl]") {
    Planner planner({.max_in_flight = 10, .host_concurrency = 10, .host_interval = 1s, .jitter = 0.25});
    const auto host = planner.host("a.example");
    for (Planner::Ticket t = 0; t < 50; ++t) planner.add(host, t);
    auto now = k_start;
    std::set<SteadyTime::duration> gaps;
    for (int i = 0; i < 49; ++i) {
        CHECK(planner.next(now));
        planner.finished(host);
        const auto wake = planner.next_wake();
        REQUIRE(wake);
        CHECK(*wake - now >= 1s);
        CHECK(*wake - now <= 1250ms);
        gaps.insert(*wake - now);
        now = *wake;
    }
    CHECK(gaps.size() > 10);
}
