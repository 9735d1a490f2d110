#include "support/fake_fetcher.hpp"

#include "support/catch.hpp"

namespace linktender::test {
namespace {

http::Request request(const char* text) {
    http::Request request;
    request.url = url::parse(text).value();
    return request;
}

}  // namespace

TEST_CASE("fake fetcher: answers come in the script's order, the last one stays", "[http]") {
    FakeFetcher fetcher;
    fetcher.on("http://a.test/", 503).on("http://a.test/", 200, "hello", {{"Content-Type", "text/html"}});
    std::vector<int> statuses;
    const auto note = [&](const http::Response& response) { statuses.push_back(response.status); };

    for (int i = 0; i < 3; ++i) fetcher.fetch(request("http://a.test/#part"), note);
    CHECK(statuses.empty());
    CHECK(fetcher.deliver_all() == 3);

    CHECK(statuses == std::vector<int>{503, 200, 200});
    CHECK(fetcher.requests_for("http://a.test/") == 3);
}

TEST_CASE("fake fetcher: a URL without a script is a name that does not exist", "[http]") {
    FakeFetcher fetcher;
    std::string reason;
    fetcher.fetch(request("http://b.test/"),
                  [&](const http::Response& response) { reason = response.error->reason; });

    CHECK(fetcher.deliver());
    CHECK_FALSE(fetcher.deliver());

    CHECK(reason == "dns-nxdomain");
}

TEST_CASE("fake fetcher: with a loop answers are posted, and what never answers is cancelled", "[http]") {
    boost::asio::io_context io;
    FakeFetcher fetcher(io);
    fetcher.on("http://a.test/", 200).never("http://slow.test/");
    std::vector<std::string> seen;
    const auto note = [&](const http::Response& response) {
        seen.push_back(response.error ? response.error->reason : std::to_string(response.status));
    };

    fetcher.fetch(request("http://slow.test/"), note);
    fetcher.fetch(request("http://a.test/"), note);
    CHECK(seen.empty());
    io.run();
    CHECK(seen == std::vector<std::string>{"200"});
    fetcher.cancel_all();
    io.restart();
    io.run();

    CHECK(seen == std::vector<std::string>{"200", "cancelled"});
    CHECK(fetcher.open() == 0);
}

}  // namespace linktender::test
