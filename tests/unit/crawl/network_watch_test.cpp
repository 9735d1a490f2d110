#include "linktender/crawl/network_watch.hpp"

#include <fmt/format.h>

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;

namespace {

http::Response failure(http::TransportErrorKind kind, bool network_unreachable = false) {
    http::Response response;
    response.error = http::TransportError{
        .kind = kind, .reason = "test", .message = "test", .network_unreachable = network_unreachable};
    return response;
}

}  // namespace

TEST_CASE("crawl: the network is in question when several hosts fail as they would without one", "[crawl]") {
    NetworkWatch watch;
    for (int host = 0; host < 4; ++host)
        watch.observe(fmt::format("h{}.example", host), failure(http::TransportErrorKind::dns_error));
    watch.observe("h0.example", failure(http::TransportErrorKind::dns_error));
    REQUIRE_FALSE(watch.suspicious());

    watch.observe("h5.example", failure(http::TransportErrorKind::connect, true));

    CHECK(watch.suspicious());
}

TEST_CASE("crawl: one answer of any kind proves the network for the rest of the run", "[crawl]") {
    NetworkWatch watch;
    http::Response response;
    response.status = 500;
    watch.observe("up.example", response);

    for (int host = 0; host < 20; ++host)
        watch.observe(fmt::format("h{}.example", host), failure(http::TransportErrorKind::timeout));

    CHECK(watch.proven());
    CHECK_FALSE(watch.suspicious());
}

TEST_CASE("crawl: a refused connection, an unknown name and a refused address say nothing about the network",
          "[crawl]") {
    const auto kind = GENERATE(values<http::TransportErrorKind>({http::TransportErrorKind::connect,
                                                                 http::TransportErrorKind::dns_not_found,
                                                                 http::TransportErrorKind::unsafe_address}));

    CHECK(NetworkWatch::sign_of(failure(kind)) == NetworkWatch::Sign::neutral);
}

TEST_CASE("crawl: a timeout after a connection proves the network", "[crawl]") {
    http::Response response = failure(http::TransportErrorKind::timeout);
    CHECK(NetworkWatch::sign_of(response) == NetworkWatch::Sign::doubt);

    response.remote_address = "203.0.113.7";

    CHECK(NetworkWatch::sign_of(response) == NetworkWatch::Sign::proof);
}
