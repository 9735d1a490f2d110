#include "linktender/crawl/host_profile.hpp"

#include "support/catch.hpp"

using namespace linktender::crawl;
using namespace std::chrono_literals;

TEST_CASE("crawl: a host pattern names a host, its subdomains or its registrable domain", "[crawl]") {
    struct Row {
        std::string_view pattern;
        std::string_view host;
        bool applies;
    };
    const auto row = GENERATE(values<Row>({
        {"a.example", "a.example", true},
        {"A.Example", "a.example", true},
        {"a.example", "www.a.example", false},
        {"*.a.example", "www.a.example", true},
        {"*.a.example", "a.example", false},
        {"*.a.example", "xa.example", false},
        {"=a.co.uk", "a.co.uk", true},
        {"=a.co.uk", "x.y.a.co.uk", true},
        {"=a.co.uk", "b.co.uk", false},
    }));
    CAPTURE(row.pattern, row.host);
    HostProfiles profiles;

    profiles.add(row.pattern, {.interval = 8s});

    CHECK(profiles.find(row.host).interval.has_value() == row.applies);
}

TEST_CASE("crawl: later profiles win setting by setting", "[crawl]") {
    HostProfiles profiles;
    profiles.add("=a.example", {.interval = 8s, .concurrency = 1, .accept = {403}});
    profiles.add("www.a.example", {.interval = 2s});

    const HostProfile found = profiles.find("www.a.example");

    CHECK(found.interval == 2s);
    CHECK(found.concurrency == std::size_t{1});
    CHECK(found.accept == std::vector<int>{403});
}

TEST_CASE("crawl: what is no host pattern is told apart", "[crawl]") {
    const auto pattern =
        GENERATE(values<std::string_view>({"", "*.", "=", "https://a.example", "a.example/x", "*", "a b"}));
    CAPTURE(pattern);

    CHECK_FALSE(HostProfiles::is_pattern(pattern));
}
