#include "linktender/app/ordered_parallel.hpp"

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using linktender::app::for_each_ordered;

namespace {

std::vector<int> numbers(int count) {
    std::vector<int> items(static_cast<std::size_t>(count));
    std::iota(items.begin(), items.end(), 0);
    return items;
}

}  // namespace

TEST_CASE("app: results come in the order of the items", "[app]") {
    const auto items = numbers(500);
    std::vector<int> seen;

    for_each_ordered(
        items, 4, 8, [](int item) { return item; }, [&](int result) { seen.push_back(result); });

    CHECK(seen == items);
}

TEST_CASE("app: no more results exist at a time than the window holds", "[app]") {
    const auto items = numbers(300);
    std::atomic<int> alive = 0;
    int most = 0;

    for_each_ordered(
        items, 4, 8,
        [&](int item) {
            ++alive;
            return item;
        },
        [&](int) {
            most = std::max(most, alive.load());
            --alive;
        });

    CHECK(most <= 8 + 1);
    CHECK(alive == 0);
}

TEST_CASE("app: what a worker or the consumer throws ends the work and arrives", "[app]") {
    const auto items = numbers(100);
    const auto same = [](int item) { return item; };
    const auto nothing = [](int) {};
    const auto fail = [](int item) -> int { return item == 50 ? throw std::runtime_error("worker") : item; };

    CHECK_THROWS_AS(for_each_ordered(items, 3, 4, fail, nothing), std::runtime_error);
    CHECK_THROWS_AS(for_each_ordered(items, 3, 4, same, [](int) { throw std::logic_error("consumer"); }),
                    std::logic_error);
}

TEST_CASE("app: no items are no work", "[app]") {
    int calls = 0;

    for_each_ordered(
        numbers(0), 2, 4, [](int item) { return item; }, [&](int) { ++calls; });

    CHECK(calls == 0);
}
