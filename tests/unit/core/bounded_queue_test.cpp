#include "linktender/core/bounded_queue.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include "support/catch.hpp"

using linktender::core::BoundedQueue;

TEST_CASE("core: a full queue refuses try_push and keeps the value with its owner", "[core]") {
    BoundedQueue<std::vector<int>> queue(1);
    std::vector<int> first{1};
    std::vector<int> second{2};

    REQUIRE(queue.try_push(first));
    CHECK_FALSE(queue.try_push(second));

    CHECK(second == std::vector<int>{2});
    CHECK(queue.size() == 1);
}

TEST_CASE("core: a closed queue gives what is inside and then nothing", "[core]") {
    BoundedQueue<int> queue(4);
    REQUIRE(queue.push(1));
    queue.close();

    CHECK_FALSE(queue.push(2));
    CHECK(queue.pop() == 1);
    CHECK_FALSE(queue.pop());
}

TEST_CASE("core: pop_batch takes all there is, in order, once the queue is full, urgent or closed",
          "[core]") {
    constexpr std::chrono::hours k_never{1};
    BoundedQueue<int> queue(3);
    REQUIRE(queue.push(1));
    REQUIRE(queue.push(2));

    SECTION("full") {
        REQUIRE(queue.push(3));
        CHECK(queue.pop_batch(k_never) == std::deque{1, 2, 3});
    }
    SECTION("urgent") {
        REQUIRE(queue.push(3, true));
        CHECK(queue.pop_batch(k_never) == std::deque{1, 2, 3});
        REQUIRE(queue.push(4));
        CHECK(queue.pop_batch(std::chrono::milliseconds{0}) == std::deque{4});
    }
    SECTION("closed") {
        queue.close();
        CHECK(queue.pop_batch(k_never) == std::deque{1, 2});
        CHECK(queue.pop_batch(k_never).empty());
    }
}

TEST_CASE("core: everything pushed by several threads is popped once", "[core]") {
    constexpr int k_each = 1000;
    BoundedQueue<int> queue(8);
    std::vector<std::thread> producers;
    for (int p = 0; p < 3; ++p) {
        producers.emplace_back([&queue, p] {
            for (int i = 0; i < k_each; ++i) queue.push(p * k_each + i);
        });
    }

    std::vector<int> seen(3 * k_each, 0);
    for (int i = 0; i < 3 * k_each; ++i) ++seen[static_cast<std::size_t>(*queue.pop())];
    for (auto& producer : producers) producer.join();

    CHECK(seen == std::vector<int>(3 * k_each, 1));
}
