#include "linktender/crawl/check_machine.hpp"

#include <fmt/format.h>

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using namespace std::chrono_literals;

namespace {

const core::TimePoint k_now = *core::parse_time("2026-11-24T02:30:00Z");

url::Url parsed(std::string_view text) {
    return *url::parse(text);
}

http::Response answer(int status, std::string_view header = {}, std::string_view value = {}) {
    http::Response response;
    response.status = status;
    if (!header.empty()) response.headers.add(header, value);
    return response;
}

http::Response failure(http::TransportErrorKind kind) {
    http::Response response;
    response.error = http::TransportError{.kind = kind, .reason = "test", .message = "test"};
    return response;
}

std::string sent_url(const Action& action) {
    return std::string(std::get<Send>(action).request.url.href());
}

}  // namespace

TEST_CASE("crawl: a success ends the check after one request", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    REQUIRE(sent_url(machine.start()) == "https://site.example/a");

    REQUIRE(std::holds_alternative<Finish>(machine.on_response(answer(200), k_now)));

    const CheckTrace& trace = machine.trace();
    CHECK(trace.response.status == 200);
    CHECK(trace.attempts == 1);
    CHECK(trace.hops.empty());
}

TEST_CASE("crawl: each redirect status is followed to its resolved target", "[crawl]") {
    struct Row {
        int status;
        std::string_view location;
        std::string_view target;
    };
    const auto row = GENERATE(values<Row>({{301, "/b", "https://site.example/b"},
                                           {302, "b?x=1", "https://site.example/dir/b?x=1"},
                                           {303, "//other.example/c", "https://other.example/c"},
                                           {307, "http://other.example/c", "http://other.example/c"},
                                           {308, "?q", "https://site.example/dir/a?q"}}));
    CAPTURE(row.status, row.location);
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/dir/a"), options);
    (void)machine.start();

    CHECK(sent_url(machine.on_response(answer(row.status, "location", row.location), k_now)) == row.target);

    REQUIRE(std::holds_alternative<Finish>(machine.on_response(answer(200), k_now)));
    const CheckTrace& trace = machine.trace();
    REQUIRE(trace.hops.size() == 1);
    CHECK(trace.hops[0].status == row.status);
    CHECK(trace.final_url.href() == row.target);
}

TEST_CASE("crawl: a redirect that leads nowhere ends the check with its fault", "[crawl]") {
    struct Row {
        std::string_view location;
        verdict::RedirectFault fault;
    };
    const auto row = GENERATE(values<Row>({{"", verdict::RedirectFault::missing_location},
                                           {"http://[bad", verdict::RedirectFault::bad_location},
                                           {"javascript:alert(1)", verdict::RedirectFault::forbidden_scheme},
                                           {"file:///etc/passwd", verdict::RedirectFault::forbidden_scheme},
                                           {"/a#again", verdict::RedirectFault::loop}}));
    CAPTURE(row.location);
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    REQUIRE(
        std::holds_alternative<Finish>(machine.on_response(answer(302, "location", row.location), k_now)));

    CHECK(machine.trace().redirect_fault == row.fault);
}

TEST_CASE("crawl: ten redirects are followed and the eleventh is too many", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/0"), options);
    Action action = machine.start();
    for (int hop = 1; hop <= 10; ++hop) {
        action = machine.on_response(answer(302, "location", fmt::format("/{}", hop)), k_now);
        REQUIRE(std::holds_alternative<Send>(action));
    }

    action = machine.on_response(answer(302, "location", "/11"), k_now);

    REQUIRE(std::holds_alternative<Finish>(action));
    const CheckTrace& trace = machine.trace();
    CHECK(trace.redirect_fault == verdict::RedirectFault::too_many);
    CHECK(trace.hops.size() == 10);
}

TEST_CASE("crawl: a transient failure is tried again after a growing wait, a lasting one is not", "[crawl]") {
    CheckOptions options;
    options.max_retries = 2;
    options.retry_wait = 1s;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    SECTION("a timeout, then 503, then success") {
        CHECK(std::get<Wait>(machine.on_response(failure(http::TransportErrorKind::timeout), k_now)).delay ==
              1s);
        CHECK(sent_url(machine.resume()) == "https://site.example/a");
        CHECK(std::get<Wait>(machine.on_response(answer(503), k_now)).delay == 2s);
        (void)machine.resume();
        CHECK(std::holds_alternative<Finish>(machine.on_response(answer(200), k_now)));
        CHECK(machine.trace().attempts == 3);
    }
    SECTION("the last attempt counts") {
        (void)machine.on_response(answer(503), k_now);
        (void)machine.resume();
        (void)machine.on_response(answer(503), k_now);
        (void)machine.resume();
        CHECK(std::holds_alternative<Finish>(machine.on_response(answer(503), k_now)));
    }
    SECTION("a name that does not exist") {
        CHECK(std::holds_alternative<Finish>(
            machine.on_response(failure(http::TransportErrorKind::dns_not_found), k_now)));
    }
    SECTION("a certificate") {
        CHECK(std::holds_alternative<Finish>(
            machine.on_response(failure(http::TransportErrorKind::tls), k_now)));
    }
    SECTION("404") {
        CHECK(std::holds_alternative<Finish>(machine.on_response(answer(404), k_now)));
    }
}

TEST_CASE("crawl: Retry-After is waited for when it is short, and ends the check when it is long",
          "[crawl]") {
    CheckOptions options;
    options.longest_wait = 60s;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    CHECK(std::get<Wait>(machine.on_response(answer(429, "retry-after", "30"), k_now)).delay == 30s);
    (void)machine.resume();
    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(429, "retry-after", "3600"), k_now)));
}

TEST_CASE("crawl: a HEAD refused with 405 is repeated as GET", "[crawl]") {
    CheckOptions options;
    options.method = http::Method::head;
    CheckMachine machine(parsed("https://site.example/a"), options);
    REQUIRE(std::get<Send>(machine.start()).request.method == http::Method::head);

    const Action next = machine.on_response(answer(405), k_now);

    CHECK(std::get<Send>(next).request.method == http::Method::get);
}

TEST_CASE("crawl: a wall that wants its cookie back gets it, and is no loop", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();
    http::Response wall = answer(302, "location", "https://site.example/a");
    wall.headers.add("set-cookie", "pass=1");

    const Action next = machine.on_response(std::move(wall), k_now);

    REQUIRE(sent_url(next) == "https://site.example/a");
    REQUIRE(std::get<Send>(next).request.headers.size() == 1);
    CHECK(std::get<Send>(next).request.headers[0].name == "cookie");
    CHECK(std::get<Send>(next).request.headers[0].value == "pass=1");
    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(200), k_now)));
    CHECK(machine.trace().redirect_fault == verdict::RedirectFault::none);
}

TEST_CASE("crawl: a wall that changes its cookie for ever ends as too many redirects", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    Action action = machine.start();
    unsigned requests = 0;
    while (std::holds_alternative<Send>(action) && requests < 100) {
        http::Response wall = answer(302, "location", "/a");
        wall.headers.add("set-cookie", fmt::format("pass={}", ++requests));
        action = machine.on_response(std::move(wall), k_now);
    }

    CHECK(requests == options.max_redirects + 1);
    CHECK(machine.trace().redirect_fault == verdict::RedirectFault::too_many);
}

TEST_CASE("crawl: several different targets are a fault, the same one twice is not", "[crawl]") {
    const CheckOptions options;
    CheckMachine same(parsed("https://site.example/a"), options);
    CheckMachine different(parsed("https://site.example/a"), options);
    (void)same.start();
    (void)different.start();
    http::Response twice = answer(301, "location", "/b");
    twice.headers.add("location", "/b");
    http::Response both = answer(301, "location", "/b");
    both.headers.add("location", "/c");

    CHECK(sent_url(same.on_response(std::move(twice), k_now)) == "https://site.example/b");
    CHECK(std::holds_alternative<Finish>(different.on_response(std::move(both), k_now)));

    CHECK(different.trace().redirect_fault == verdict::RedirectFault::several_locations);
}

TEST_CASE("crawl: behind a certificate that does not hold stands a second look", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();
    http::Response failed = failure(http::TransportErrorKind::tls);
    failed.error->reason = "certificate-expired";

    const Action next = machine.on_response(std::move(failed), k_now);

    REQUIRE(std::holds_alternative<Send>(next));
    CHECK_FALSE(std::get<Send>(next).request.verify_tls);
    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(301, "location", "/b"), k_now)));
    CHECK(machine.trace().response.error->reason == "certificate-expired");
    REQUIRE(machine.trace().second_look);
    CHECK(machine.trace().second_look->status == 301);
}

TEST_CASE("crawl: a handshake that fails otherwise needs no second look", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    CHECK(std::holds_alternative<Finish>(machine.on_response(failure(http::TransportErrorKind::tls), k_now)));
}

TEST_CASE("crawl: validators go to the page that they came from, not to the redirect before it", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(
        parsed("https://site.example/a"), options,
        {.method = {},
         .knowledge = {.validators = store::Validators{"https://site.example/b", "\"e\"", "yesterday", {}}}});

    CHECK(std::get<Send>(machine.start()).request.headers.empty());
    const Action next = machine.on_response(answer(301, "location", "/b"), k_now);

    const auto& headers = std::get<Send>(next).request.headers;
    REQUIRE(headers.size() == 2);
    CHECK(headers[0].name == "if-none-match");
    CHECK(headers[0].value == "\"e\"");
    CHECK(headers[1].name == "if-modified-since");
}

TEST_CASE("crawl: a host that shows no hope gets no retry", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(503), k_now, false)));
}

TEST_CASE("crawl: a timeout is tried once more, not twice", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();

    CHECK(
        std::holds_alternative<Wait>(machine.on_response(failure(http::TransportErrorKind::timeout), k_now)));
    (void)machine.resume();

    CHECK(std::holds_alternative<Finish>(
        machine.on_response(failure(http::TransportErrorKind::timeout), k_now)));
}

TEST_CASE("crawl: a server that hangs up on HEAD is asked with GET, and that is remembered", "[crawl]") {
    CheckOptions options;
    options.method = http::Method::head;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();
    http::Response hung_up = failure(http::TransportErrorKind::protocol);
    hung_up.remote_address = "192.0.2.1";

    const Action next = machine.on_response(std::move(hung_up), k_now);

    CHECK(std::get<Send>(next).request.method == http::Method::get);
    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(200), k_now)));
    CHECK(machine.trace().head_refused);
}

TEST_CASE("crawl: HEAD is not blamed where GET fails too", "[crawl]") {
    CheckOptions options;
    options.method = http::Method::head;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();
    (void)machine.on_response(answer(404), k_now);

    CHECK(std::holds_alternative<Finish>(machine.on_response(answer(404), k_now)));

    CHECK_FALSE(machine.trace().head_refused);
}

TEST_CASE("crawl: a page's own redirect is followed once, to another page", "[crawl]") {
    const CheckOptions options;
    CheckMachine machine(parsed("https://site.example/a"), options);
    (void)machine.start();
    (void)machine.on_response(answer(200), k_now);
    CHECK_FALSE(machine.may_refresh(parsed("https://site.example/a#top")));
    CHECK_FALSE(machine.may_refresh(parsed("ftp://site.example/b")));
    REQUIRE(machine.may_refresh(parsed("https://site.example/b")));

    CHECK(sent_url(machine.refresh(parsed("https://site.example/b"), true)) == "https://site.example/b");
    (void)machine.on_response(answer(200), k_now);

    CHECK_FALSE(machine.may_refresh(parsed("https://site.example/c")));
    REQUIRE(machine.trace().hops.size() == 1);
    CHECK(machine.trace().hops[0].status == 200);
    CHECK(machine.trace().hops[0].delayed);
}
