#include "linktender/app/run_beside.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

#include "support/catch.hpp"

using namespace linktender::app;
namespace asio = boost::asio;

TEST_CASE("app: the loop turns on its thread while work is done beside it", "[app]") {
    asio::io_context io;
    std::atomic<bool> turned = false;
    std::thread::id loop;
    asio::post(io, [&] {
        loop = std::this_thread::get_id();
        turned = true;
        turned.notify_all();
    });

    const auto worker = run_beside(io, [&] {
        turned.wait(false);
        return std::this_thread::get_id();
    });

    CHECK(loop == std::this_thread::get_id());
    CHECK(worker != loop);
}

TEST_CASE("app: work beside the loop has things done on the loop thread, where they may run the loop",
          "[app]") {
    asio::io_context io;
    int handled = 0;

    const int sum = run_beside(io, [&](LoopDesk& desk) {
        int jobs = 0;
        for (int i = 0; i < 100; ++i)
            desk.call([&, caller = std::this_thread::get_id()] {
                jobs += std::this_thread::get_id() != caller ? 1 : 0;
                asio::post(io, [&] {
                    ++handled;
                    io.stop();
                });
                io.restart();
                io.run();
            });
        return jobs;
    });

    CHECK(sum == 100);
    CHECK(handled == 100);
}

TEST_CASE("app: what fails beside the loop, or on it for the work beside it, is thrown to who waits",
          "[app]") {
    asio::io_context io;

    CHECK_THROWS_AS(run_beside(io, [] { throw std::runtime_error("a"); }), std::runtime_error);
    CHECK_THROWS_AS(run_beside(io, [](LoopDesk& desk) { desk.call([] { throw std::logic_error("b"); }); }),
                    std::logic_error);
}
