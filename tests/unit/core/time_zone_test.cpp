#include "linktender/core/time_zone.hpp"

#include <string>
#include <string_view>

#include "linktender/core/time.hpp"
#include "support/catch.hpp"

using namespace linktender::core;
using namespace std::chrono;

namespace {

constexpr std::string_view k_vienna = "CET-1CEST,M3.5.0,M10.5.0/3";
constexpr std::string_view k_sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";

sys_seconds utc(std::string_view text) {
    return floor<seconds>(parse_time(text).value());
}

std::string big_endian(std::int64_t value, unsigned size) {
    std::string bytes;
    for (unsigned i = size; i-- > 0;)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU);
    return bytes;
}

/// A compiled file with one change, from local mean time to one hour, and the rule of Vienna after it.
std::string compiled(std::int64_t change, std::string_view footer) {
    const auto header = [](std::int64_t times, std::int64_t types) {
        return "TZif2" + std::string(15, '\0') + big_endian(0, 4) + big_endian(0, 4) + big_endian(0, 4) +
               big_endian(times, 4) + big_endian(types, 4) + big_endian(4, 4);
    };
    const std::string block = big_endian(3921, 4) + std::string("\0\0", 2) + big_endian(3600, 4) +
                              std::string("\0\0", 2) + std::string("LMT\0", 4);
    return header(0, 2) + block + header(1, 2) + big_endian(change, 8) + "\1" + block + "\n" +
           std::string(footer) + "\n";
}

}  // namespace

TEST_CASE("core: clocks follow the rule of their zone to the second", "[core]") {
    struct Row {
        std::string_view rule;
        std::string_view at;
        seconds offset;
    };
    const auto row = GENERATE(values<Row>({
        {k_vienna, "2026-03-29T00:59:59Z", 1h},
        {k_vienna, "2026-03-29T01:00:00Z", 2h},
        {k_vienna, "2026-10-25T00:59:59Z", 2h},
        {k_vienna, "2026-10-25T01:00:00Z", 1h},
        {k_sydney, "2026-04-04T15:59:59Z", 11h},
        {k_sydney, "2026-04-04T16:00:00Z", 10h},
        {k_sydney, "2026-10-03T15:59:59Z", 10h},
        {k_sydney, "2026-10-03T16:00:00Z", 11h},
        {k_sydney, "2026-12-31T23:59:59Z", 11h},
        {"CST-8", "2026-07-01T00:00:00Z", 8h},
        {"<+0545>-5:45", "2026-07-01T00:00:00Z", 5h + 45min},
        {"<-03>3", "2026-07-01T00:00:00Z", -3h},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 1h},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-12-01T00:00:00Z", 0h},
        {"AAA0BBB,J60,J300", "2028-03-01T01:59:59Z", 0h},
        {"AAA0BBB,J60,J300", "2028-03-01T02:00:00Z", 1h},
        {"AAA0BBB,59,300", "2028-02-29T02:00:00Z", 1h},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -2h},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -1h},
    }));
    CAPTURE(row.rule, row.at);

    const auto zone = TimeZone::from_rule(row.rule);

    REQUIRE(zone);
    CHECK(zone->offset_at(utc(row.at)) == row.offset);
}

TEST_CASE("core: a time of day is found in gaps and overlaps of the clocks", "[core]") {
    struct Row {
        std::string_view rule;
        std::string_view local;
        std::string_view instant;
    };
    const auto row = GENERATE(values<Row>({
        {k_vienna, "2026-01-15T02:30:00Z", "2026-01-15T01:30:00Z"},
        {k_vienna, "2026-07-15T02:30:00Z", "2026-07-15T00:30:00Z"},
        {k_vienna, "2026-03-29T01:59:59Z", "2026-03-29T00:59:59Z"},
        {k_vienna, "2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"},  // skipped; the clocks show 03:30
        {k_vienna, "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"},
        {k_vienna, "2026-10-25T01:59:59Z", "2026-10-24T23:59:59Z"},
        {k_vienna, "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"},  // shown twice
        {k_vienna, "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
        {k_sydney, "2026-10-04T02:30:00Z", "2026-10-03T16:30:00Z"},
        {k_sydney, "2026-04-05T02:30:00Z", "2026-04-04T15:30:00Z"},
        {"CST-8", "2026-07-01T02:30:00Z", "2026-06-30T18:30:00Z"},
    }));
    CAPTURE(row.rule, row.local);
    const auto zone = TimeZone::from_rule(row.rule);
    REQUIRE(zone);

    CHECK(zone->to_instant(TimeZone::Local{utc(row.local).time_since_epoch()}) == utc(row.instant));
}

TEST_CASE("core: a compiled zone says its changes, and its rule what comes after them", "[core]") {
    const auto zone = TimeZone::parse(compiled(-2422054408, k_vienna));

    REQUIRE(zone);
    CHECK(zone->offset_at(utc("1890-01-01T00:00:00Z")) == 3921s);
    CHECK(zone->offset_at(utc("2040-01-01T00:00:00Z")) == 1h);
    CHECK(zone->offset_at(utc("2040-07-01T00:00:00Z")) == 2h);
}

TEST_CASE("core: bytes that are no compiled zone are refused", "[core]") {
    const std::string good = compiled(0, k_vienna);
    REQUIRE(TimeZone::parse(good));

    for (std::size_t size = 0; size < good.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(TimeZone::parse(std::string_view(good).substr(0, size)));
    }
    CHECK_FALSE(TimeZone::parse(compiled(0, "CET-1CEST,M13.5.0,M10.5.0")));
    std::string wrong_type = good;
    wrong_type[good.find("\1" + big_endian(3921, 4))] = '\7';
    CHECK_FALSE(TimeZone::parse(wrong_type));
}

TEST_CASE("core: a rule with a mistake is none", "[core]") {
    const auto rule = GENERATE(as<std::string_view>{}, "", "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0",
                               "CET-25", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
                               "CET-1CEST,J0,J300", "CET-1CEST,366,1", "<CET-1", "CET-1:60",
                               "CET-1CEST,M3.5.0,M10.5.0 ", "CET-1CEST,M3.5.0/168,M10.5.0");
    CAPTURE(rule);

    CHECK_FALSE(TimeZone::from_rule(rule));
}

TEST_CASE("core: the system's data base gives zones by name, and no other files", "[core]") {
    const auto vienna = TimeZone::load("Europe/Vienna");
    REQUIRE(vienna);
    const auto by_rule = TimeZone::from_rule(k_vienna);
    for (sys_seconds at = utc("2024-01-01T00:00:00Z"); at < utc("2044-01-01T00:00:00Z"); at += 6h)
        if (vienna->offset_at(at) != by_rule->offset_at(at)) FAIL_CHECK(format_time(at));

    CHECK(TimeZone::load(""));
    CHECK(TimeZone::load("Asia/Shanghai")->offset_at(utc("2026-07-01T00:00:00Z")) == 8h);
    CHECK(TimeZone::load("Europe/Nowhere").error().find("tzdata") != std::string::npos);
    CHECK_FALSE(TimeZone::load("../../../etc/passwd"));
    CHECK_FALSE(TimeZone::load("/etc/localtime"));
}
