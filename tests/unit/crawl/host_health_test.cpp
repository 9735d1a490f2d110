#include "linktender/crawl/host_health.hpp"

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;

namespace {

http::Response status(int code) {
    http::Response response;
    response.status = code;
    return response;
}

http::Response error(http::TransportErrorKind kind, std::string reason = "test") {
    http::Response response;
    response.error = http::TransportError{kind, std::move(reason), "test", false};
    return response;
}

}  // namespace

TEST_CASE("crawl: a host that never answers loses its retries, one that answered does not", "[crawl]") {
    HostHealth mute;
    HostHealth shaky;
    shaky.on_response(status(200));

    for (std::size_t i = 0; i < HostHealth::k_silent; ++i) {
        CHECK(mute.worth_retrying());
        mute.on_response(error(http::TransportErrorKind::timeout));
        shaky.on_response(error(http::TransportErrorKind::timeout));
    }

    CHECK(mute.silent());
    CHECK_FALSE(mute.worth_retrying());
    CHECK_FALSE(shaky.silent());
    CHECK(shaky.worth_retrying());
}

TEST_CASE("crawl: what is this machine's fault is not held against a host", "[crawl]") {
    HostHealth health;

    for (int i = 0; i < 10; ++i) health.on_response(error(http::TransportErrorKind::local));

    CHECK_FALSE(health.silent());
}

TEST_CASE("crawl: three walls in a row end a host's turn, fewer do not", "[crawl]") {
    HostHealth health;
    health.on_verdict(true);
    health.on_verdict(true);
    health.on_verdict(false);
    health.on_verdict(true);
    health.on_verdict(true);
    CHECK_FALSE(health.walled());

    health.on_verdict(true);

    CHECK(health.walled());
}

TEST_CASE("crawl: a host that refuses checks to the end gets one try each, until it answers", "[crawl]") {
    HostHealth health;
    health.refused();
    health.refused();
    CHECK_FALSE(health.worth_retrying());

    health.on_response(status(200));

    CHECK(health.worth_retrying());
}

TEST_CASE("crawl: 429, 503 and a reset push back, other answers do not", "[crawl]") {
    CHECK(pushes_back(status(429)));
    CHECK(pushes_back(status(503)));
    CHECK(pushes_back(error(http::TransportErrorKind::connect, "connection-reset")));
    CHECK_FALSE(pushes_back(status(200)));
    CHECK_FALSE(pushes_back(status(500)));
    CHECK_FALSE(pushes_back(error(http::TransportErrorKind::connect, "connection-refused")));
}
