#include "linktender/crawl/robots_gate.hpp"

#include "support/catch.hpp"

using namespace linktender;
using linktender::crawl::RobotsGate;
using Answer = RobotsGate::Answer;
using namespace std::chrono_literals;

namespace {

url::Url parsed(std::string_view text) {
    return *url::parse(text);
}

http::Response file(int status, std::string body = {}) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

}  // namespace

TEST_CASE("crawl: robots.txt speaks for one scheme, host and port", "[crawl]") {
    RobotsGate gate("linktender");
    gate.learn("https://a.example", file(200, "User-agent: *\nDisallow: /private\n"), false);

    CHECK(gate.ask(parsed("https://a.example/private/x")) == Answer::disallowed);
    CHECK(gate.ask(parsed("https://a.example/open?q=/private")) == Answer::allowed);
    CHECK(gate.ask(parsed("http://a.example/private/x")) == Answer::unknown);
    CHECK(gate.ask(parsed("https://a.example:8443/private/x")) == Answer::unknown);
    CHECK(RobotsGate::file_of(parsed("https://a.example:8443/b/c?d#e")).href() ==
          "https://a.example:8443/robots.txt");
}

TEST_CASE("crawl: how the file answers decides what may be asked (RFC 9309 section 2.3.1)", "[crawl]") {
    struct Row {
        int status;
        bool redirects_failed;
        Answer answer;
    };
    const auto row = GENERATE(values<Row>({{200, false, Answer::disallowed},
                                           {204, false, Answer::disallowed},
                                           {301, true, Answer::allowed},
                                           {401, false, Answer::allowed},
                                           {404, false, Answer::allowed},
                                           {429, false, Answer::allowed},
                                           {500, false, Answer::unreachable},
                                           {503, false, Answer::unreachable},
                                           {0, false, Answer::allowed}}));
    CAPTURE(row.status);
    RobotsGate gate("linktender");

    gate.learn("https://a.example", file(row.status, "User-agent: linktender\nDisallow: /\n"),
               row.redirects_failed);

    CHECK(gate.ask(parsed("https://a.example/x")) == row.answer);
}

TEST_CASE("crawl: a robots.txt that was kept decides as the one that was read", "[crawl]") {
    RobotsGate first("linktender");
    first.learn("https://a.example", file(200, "User-agent: *\nCrawl-delay: 3\nDisallow: /x$\nAllow: /xy\n"),
                false);
    const auto kept = first.text_of("https://a.example");
    REQUIRE(kept);
    RobotsGate second("linktender");

    REQUIRE(second.recall("https://a.example", *kept));
    CHECK_FALSE(RobotsGate("linktender").recall("http://a.example", *kept));

    CHECK(second.ask(parsed("https://a.example/x")) == Answer::disallowed);
    CHECK(second.ask(parsed("https://a.example/xy")) == Answer::allowed);
    CHECK(second.crawl_delay("https://a.example") == 3s);
}

TEST_CASE("crawl: a server in trouble is asked for its file again the next time", "[crawl]") {
    RobotsGate gate("linktender");

    gate.learn("https://a.example", file(503), false);

    CHECK_FALSE(gate.text_of("https://a.example"));
}

TEST_CASE("crawl: a Crawl-delay counts up to a minute", "[crawl]") {
    RobotsGate gate("linktender");

    gate.learn("https://a.example", file(200, "User-agent: *\nCrawl-delay: 3600\n"), false);

    CHECK(gate.crawl_delay("https://a.example") == 60s);
    CHECK_FALSE(gate.crawl_delay("https://b.example"));
}
