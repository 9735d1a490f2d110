#include "linktender/verdict/recheck_plan.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::core::TimePoint;
using std::chrono::hours;
using Indices = std::vector<std::size_t>;

namespace {

constexpr TimePoint k_now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + hours(3);

RecheckCandidate link(State state, hours due_in, std::string_view host = "example.org") {
    return {.host = host, .state = state, .next_check_at = k_now + due_in};
}

}  // namespace

TEST_CASE("recheck plan: new links come first, then failing ones, then what is due longest", "[verdict]") {
    const std::vector<RecheckCandidate> links{
        link(State::alive, hours(-1)),       link(State::blocked, hours(-30)),
        link(State::failing, hours(-1)),     {.host = "example.org"},
        link(State::dead, hours(-20)),       {.host = "example.org"},
        {.host = "a", .state = State::alive}};

    CHECK(plan_night(links, k_now).links == Indices{3, 5, 2, 6, 1, 4, 0});
}

TEST_CASE("recheck plan: what falls due before the next night is asked in this one", "[verdict]") {
    struct Row {
        State state;
        int due_in;
        bool expected;
    };
    const auto row = GENERATE(values<Row>({
        {State::alive, 12, true},
        {State::alive, 13, false},
        {State::failing, 5, true},
        {State::dead, 72 * 24, false},
        {State::alive, 101 * 24, true},
    }));
    CAPTURE(row.due_in);
    const std::vector<RecheckCandidate> links{link(row.state, hours(row.due_in))};
    CHECK(plan_night(links, k_now).links.size() == (row.expected ? 1U : 0U));
}

TEST_CASE("recheck plan: a dead link that came back once goes before what is due longer", "[verdict]") {
    std::vector<RecheckCandidate> links{link(State::alive, hours(-99)), link(State::dead, hours(-1))};
    CHECK(plan_night(links, k_now).links == Indices{0, 1});

    links[1].coming_back = true;
    CHECK(plan_night(links, k_now).links == Indices{1, 0});
}

TEST_CASE("recheck plan: neither a host nor the night gets more than its budget", "[verdict]") {
    std::vector<RecheckCandidate> links;
    for (int i = 0; i < 10; ++i) links.push_back(link(State::alive, hours(-i), "a.example"));
    for (int i = 0; i < 10; ++i) links.push_back(link(State::alive, hours(-i - 100), "b.example"));
    for (int i = 0; i < 10; ++i) links.push_back(link(State::alive, hours(-i), "c.example"));
    RecheckOptions options;
    options.per_night = 9;
    options.per_host = 4;
    options.host_budgets = {{"b.example", 3}};

    const RecheckPlan plan = plan_night(links, k_now, options);

    CHECK(plan.links == Indices{19, 18, 17, 9, 29, 8, 28, 7, 27});
    CHECK(plan.postponed == 21);
}

TEST_CASE("recheck plan: an import leaves a part of the night to the links that are due", "[verdict]") {
    std::vector<RecheckCandidate> links;
    for (int i = 0; i < 50; ++i) links.push_back({.host = "new.example"});
    for (int i = 0; i < 2; ++i) links.push_back(link(State::failing, hours(-1)));
    RecheckOptions options;
    options.per_night = 20;

    const Indices few = plan_night(links, k_now, options).links;
    for (int i = 0; i < 20; ++i) links.push_back(link(State::alive, hours(-1)));
    const Indices many = plan_night(links, k_now, options).links;

    const auto fresh = [](const Indices& plan) {
        return std::ranges::count_if(plan, [](std::size_t index) { return index < 50; });
    };
    CHECK(few.size() == 20);
    CHECK(fresh(few) == 18);
    CHECK(many.size() == 20);
    CHECK(fresh(many) == 15);
}

TEST_CASE("recheck plan: a budget of zero is none", "[verdict]") {
    std::vector<RecheckCandidate> links(5000, {.host = "example.org"});
    RecheckOptions options;
    options.per_night = 0;
    options.per_host = 0;

    CHECK(plan_night(links, k_now, options).links.size() == 5000);
    CHECK(plan_night({}, k_now, options).links.empty());
}
