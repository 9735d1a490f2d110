#include "linktender/core/time.hpp"

#include "support/catch.hpp"

using namespace linktender::core;
using namespace std::chrono_literals;

TEST_CASE("core: a time survives being written and read", "[core]") {
    const auto time = parse_time("2026-11-24T02:30:05Z");

    REQUIRE(time);
    CHECK(format_time(*time) == "2026-11-24T02:30:05Z");
}

TEST_CASE("core: an offset is taken off", "[core]") {
    const auto time = parse_time("2026-11-24T02:30:05.25+08:00");

    REQUIRE(time);
    CHECK(format_time(*time) == "2026-11-23T18:30:05Z");
    CHECK(time->time_since_epoch() % 1s == 250ms);
}

TEST_CASE("core: what is no time is refused", "[core]") {
    const std::string_view text = GENERATE(values<std::string_view>(
        {"", "2026-11-24", "2026-11-24T02:30:05", "2026-02-30T00:00:00Z", "2026-11-24T25:00:00Z",
         "2026-11-24T02:30:05Zx", "2026-11-24T02:30:05.Z", "2026-11-24T02:30:05+99:00"}));
    CAPTURE(text);

    CHECK_FALSE(parse_time(text));
}

TEST_CASE("core: a day that does not exist is no date", "[core]") {
    CHECK(parse_date("2020-02-29"));
    CHECK_FALSE(parse_date("2019-02-29"));
    CHECK_FALSE(parse_date("2019-2-9"));
}

TEST_CASE("core: durations are read as people type them", "[core]") {
    struct Row {
        std::string_view text;
        Milliseconds value;
        std::string_view shown;
    };
    const auto row = GENERATE(values<Row>({{"500ms", 500ms, "500ms"},
                                           {"20", 20s, "20s"},
                                           {"90s", 90s, "90s"},
                                           {"5m", 5min, "5m"},
                                           {"24h", 24h, "1d"},
                                           {"2w", 24h * 14, "2w"},
                                           {"2y", 24h * 730, "2y"},
                                           {"0", 0ms, "0s"}}));

    CHECK(parse_duration(row.text) == row.value);
    CHECK(format_duration(row.value) == row.shown);
}

TEST_CASE("core: what is no duration is refused", "[core]") {
    const std::string_view text = GENERATE(values<std::string_view>(
        {"", "-1s", "1.5s", "s", "1x", "1 s", "99999999999999999999s", "9223372036854775807w"}));
    CAPTURE(text);

    CHECK_FALSE(parse_duration(text));
}
