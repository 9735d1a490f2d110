// The parts of name resolution that ask nobody.
#include <ares.h>

#include <chrono>

#include "http/hosts_file.hpp"
#include "http/resolution_cache.hpp"
#include "http/resolver_words.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

namespace linktender::http {

using Addresses = std::vector<std::string>;
using namespace std::chrono_literals;

TEST_CASE("hosts file: every name of a line has its address, comments and nonsense have none", "[http]") {
    const HostsTable table = parse_hosts(
        "# a comment\n"
        "127.0.0.1\tlocalhost  One.Test two.test # three.test\n"
        "\n"
        "  ::1 two.test\r\n"
        "10.0.0.300 four.test\n"
        "five.test 10.0.0.1\n"
        "0.0.0.0 blocked.test\n"
        "10.0.0.9");

    CHECK(table.at("one.test") == Addresses{"127.0.0.1"});
    CHECK(table.at("two.test") == Addresses{"127.0.0.1", "::1"});
    CHECK(table.at("blocked.test") == Addresses{"0.0.0.0"});
    CHECK(table.size() == 4);
}

TEST_CASE("hosts file: a change is seen, a missing file has no names", "[http]") {
    const test::TempDir folder;
    HostsFile hosts((folder / "hosts").string());
    CHECK(hosts.find("a.test") == nullptr);

    folder.write("hosts", "10.0.0.1 a.test\n");

    REQUIRE(hosts.find("a.test.") != nullptr);
    CHECK(*hosts.find("a.test") == Addresses{"10.0.0.1"});
    std::filesystem::remove(folder / "hosts");
    CHECK(hosts.find("a.test") == nullptr);
}

TEST_CASE("resolution cache: addresses live as long as they say, within bounds", "[http]") {
    ResolutionCache cache;
    const ResolutionCache::TimePoint start{};
    cache.put("short.test", {{"10.0.0.1"}, std::nullopt}, 0s, start);
    cache.put("middle.test", {{"10.0.0.2"}, std::nullopt}, 300s, start);
    cache.put("long.test", {{"10.0.0.3"}, std::nullopt}, 240h, start);

    CHECK(cache.get("short.test", start + 29s));
    CHECK_FALSE(cache.get("short.test", start + 31s));
    CHECK(cache.get("middle.test", start + 299s));
    CHECK_FALSE(cache.get("middle.test", start + 300s));
    CHECK_FALSE(cache.get("long.test", start + 61min));
    CHECK_FALSE(cache.get("other.test", start));
}

TEST_CASE("resolution cache: absence is kept for a while, failure is not", "[http]") {
    ResolutionCache cache;
    const ResolutionCache::TimePoint start{};
    const auto failed = [](TransportErrorKind kind) {
        return Resolution{{}, TransportError{kind, "x", "x", false}};
    };
    cache.put("absent.test", failed(TransportErrorKind::dns_not_found), 1h, start);
    cache.put("failed.test", failed(TransportErrorKind::dns_error), 1h, start);

    CHECK(cache.get("absent.test", start + 59s));
    CHECK_FALSE(cache.get("absent.test", start + 61s));
    CHECK_FALSE(cache.get("failed.test", start));
}

struct WordsRow {
    int a;
    int aaaa;
    bool silent;
    TransportErrorKind kind;
    const char* reason;
    bool network_unreachable;
};

TEST_CASE("lookup failure: absence needs the servers' word for both families", "[http]") {
    using Kind = TransportErrorKind;
    const auto row = GENERATE(values<WordsRow>({
        {ARES_ENOTFOUND, ARES_ENOTFOUND, false, Kind::dns_not_found, "dns-nxdomain", false},
        {ARES_ENODATA, ARES_ENODATA, false, Kind::dns_not_found, "dns-no-address", false},
        {ARES_ENODATA, ARES_ENOTFOUND, false, Kind::dns_not_found, "dns-no-address", false},
        {ARES_EBADNAME, ARES_EBADNAME, false, Kind::dns_not_found, "dns-bad-name", false},
        {ARES_ENODATA, ARES_ESERVFAIL, false, Kind::dns_error, "dns-servfail", false},
        {ARES_ETIMEOUT, ARES_ENODATA, false, Kind::dns_error, "dns-timeout", false},
        {ARES_ETIMEOUT, ARES_ETIMEOUT, true, Kind::dns_error, "dns-timeout", true},
        {ARES_ENOTFOUND, ARES_ECONNREFUSED, false, Kind::dns_error, "dns-unreachable", true},
        {ARES_EREFUSED, ARES_EREFUSED, false, Kind::dns_error, "dns-refused", false},
        {ARES_EBADRESP, ARES_ENODATA, false, Kind::dns_error, "dns-bad-answer", false},
        {ARES_ENOMEM, ARES_ENOTFOUND, false, Kind::local, "out-of-memory", false},
        {ARES_EBADQUERY, ARES_ENOTFOUND, false, Kind::dns_error, "dns-failed", false},
    }));
    CAPTURE(row.a, row.aaaa);

    const TransportError error = describe_lookup_failure(
        {.name = "a.test", .a_status = row.a, .aaaa_status = row.aaaa, .resolver_silent = row.silent});
    const TransportError swapped = describe_lookup_failure(
        {.name = "a.test", .a_status = row.aaaa, .aaaa_status = row.a, .resolver_silent = row.silent});

    CHECK(error.kind == row.kind);
    CHECK(error.reason == row.reason);
    CHECK(error.network_unreachable == row.network_unreachable);
    CHECK(error.message.find("a.test: ") == 0);
    CHECK(swapped.reason == row.reason);
}

TEST_CASE("lookup failure: a machine out of descriptors blames itself", "[http]") {
    const TransportError error = describe_lookup_failure({.name = "a.test",
                                                          .a_status = ARES_ECONNREFUSED,
                                                          .aaaa_status = ARES_ECONNREFUSED,
                                                          .out_of_descriptors = true});

    CHECK(error.kind == TransportErrorKind::local);
    CHECK_FALSE(error.network_unreachable);
}

}  // namespace linktender::http
