#include "page/date.hpp"

#include <chrono>
#include <string>

#include "support/catch.hpp"

using namespace linktender;

namespace {

struct Row {
    std::string text;
    std::string date;
};

constexpr core::TimePoint k_now =
    std::chrono::sys_days{std::chrono::year{2021} / 3 / 10} + std::chrono::hours{12};

std::string clean(const std::string& text, const std::string& host = "example.org") {
    return page::clean_date(text, {.host = host, .now = k_now});
}

}  // namespace

TEST_CASE("page: ISO 8601 dates are read in every form", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"2019-07-15", "2019-07-15"},
        {" 2019-7-5 ", "2019-07-05"},
        {"20190715", "2019-07-15"},
        {"2019-196", "2019-07-15"},
        {"2019196", "2019-07-15"},
        {"2020-366", "2020-12-31"},
        {"2019-366", ""},
        {"2019-000", ""},
        {"2019-W29-1", "2019-07-15"},
        {"2019W291", "2019-07-15"},
        {"2019-W01-1", "2018-12-31"},
        {"2020-W53-5", "2021-01-01"},
        {"2019-W29-8", ""},
        {"2019-W54-1", ""},
        {"2019-W29", ""},
        {"2019-07-15T10:20:30Z", "2019-07-15T10:20:30Z"},
        {"2019-07-15t10:20:30z", "2019-07-15T10:20:30Z"},
        {"2019-07-15T10:20:30.123+08:00", "2019-07-15T10:20:30+08:00"},
        {"2019-07-15T10:20:30,5+0800", "2019-07-15T10:20:30+08:00"},
        {"2019-07-15T10:20Z", "2019-07-15T10:20:00Z"},
        {"2019-07-15T10Z", "2019-07-15T10:00:00Z"},
        {"20190715T102030Z", "2019-07-15T10:20:30Z"},
        {"20190715T1020+08", "2019-07-15T10:20:00+08:00"},
        {"2019-07-15 10:20 -0330", "2019-07-15T10:20:00-03:30"},
        {"2019-07-15T23:59:60Z", "2019-07-15T23:59:59Z"},
        {"2019-07-15T10:20:30+00:00", "2019-07-15T10:20:30Z"},
        {"2019-07-15T10:20:30Z[UTC]", "2019-07-15T10:20:30Z"},
        {"2019-07-15T10:20:30", "2019-07-15"},
        {"2019-07-15T25:00:00Z", "2019-07-15"},
        {"2019-07-15T10:60:00Z", "2019-07-15"},
        {"2019-07-15T10:20:30+24:00", "2019-07-15"},
        {"2019-07-15T", "2019-07-15"},
        {"2019-07", ""},
        {"2019", ""},
        {"2019-02-30", ""},
        {"2019-13-01", ""},
        {"2019-00-10", ""},
        {"2019-07-123", ""},
    }));
    CAPTURE(row.text);

    CHECK(clean(row.text) == row.date);
}

TEST_CASE("page: dates are read as people write them", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"2019/07/15", "2019-07-15"},
        {"2019/7/5 10:20", "2019-07-05"},
        {"2019.07.15", "2019-07-15"},
        {"2019年7月15日", "2019-07-15"},
        {"2019年07月15日 10:20", "2019-07-15"},
        {"2019 年 7 月 15 日", "2019-07-15"},
        {"2019年7月15号", "2019-07-15"},
        {"2019年7月", ""},
        {"Mon, 15 Jul 2019 10:20:30 GMT", "2019-07-15T10:20:30Z"},
        {"Mon, 15 Jul 2019 10:20:30 +0800", "2019-07-15T10:20:30+08:00"},
        {"15 Jul 19 10:20 UT", "2019-07-15T10:20:00Z"},
        {"Monday, 15-Jul-19 10:20:30 GMT", "2019-07-15T10:20:30Z"},
        {"15 Jul 99", "1999-07-15"},
        {"Mon Jul 15 2019 10:20:30 GMT+0800 (CST)", "2019-07-15T10:20:30+08:00"},
        {"15 July 2019", "2019-07-15"},
        {"July 15, 2019", "2019-07-15"},
        {"Jul. 15th, 2019", "2019-07-15"},
        {"July 15, 2019 at noon", "2019-07-15"},
        {"2019-07-15 by Ada", "2019-07-15"},
        {"yesterday", ""},
        {"July", ""},
        {"15 Sol 2019", ""},
        {"", ""},
        {" ", ""},
    }));
    CAPTURE(row.text);

    CHECK(clean(row.text) == row.date);
}

TEST_CASE("page: Unix time is read in seconds and milliseconds", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"1563184830", "2019-07-15T10:00:30Z"},
        {"1563184830123", "2019-07-15T10:00:30Z"},
        {"0000000001", ""},
        {"9999999999", ""},
        {"9999999999999", ""},
        {"15634", ""},
        {"99999999999999999999999999", ""},
    }));
    CAPTURE(row.text);

    CHECK(clean(row.text) == row.date);
}

TEST_CASE("page: a time without a zone is China's on a Chinese host", "[page]") {
    CHECK(clean("2019-07-15 10:20:30", "news.example.cn") == "2019-07-15T10:20:30+08:00");
    CHECK(clean("2019年7月15日 10:20", "news.example.com.cn") == "2019-07-15T10:20:00+08:00");
    CHECK(clean("2019-07-15T10:20:30", "NEWS.EXAMPLE.CN.") == "2019-07-15T10:20:30+08:00");
    CHECK(clean("2019-07-15 10:20 PM", "example.cn") == "2019-07-15T22:20:00+08:00");
    CHECK(clean("2019-07-15 12:05 am", "example.cn") == "2019-07-15T00:05:00+08:00");
    CHECK(clean("2019-07-15 10:20:30Z", "example.cn") == "2019-07-15T10:20:30Z");
    CHECK(clean("2019-07-15", "example.cn") == "2019-07-15");
    CHECK(clean("2019-07-15 10:20:30", "examplecn") == "2019-07-15");
}

TEST_CASE("page: nothing was published before the web or will be the day after tomorrow", "[page]") {
    CHECK(clean("1994-12-31").empty());
    CHECK(clean("1995-01-01") == "1995-01-01");
    CHECK(clean("1970-01-01T00:00:00Z").empty());
    CHECK(clean("2021-03-12") == "2021-03-12");
    CHECK(clean("2021-03-12T12:00:00Z") == "2021-03-12T12:00:00Z");
    CHECK(clean("2021-03-12T20:00:01+08:00").empty());
    CHECK(clean("2021-03-13").empty());
    CHECK(clean("1615723200").empty());  // 2021-03-14
    CHECK(page::clean_date("2030-01-01", {}) == "2030-01-01");
    CHECK(page::clean_date("2101-01-01", {}).empty());
}

TEST_CASE("page: a path may carry the day", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"/2019/07/15/title", "2019-07-15"},
        {"/blog/2019/7/5/title.html", "2019-07-05"},
        {"/mobile/n/c/2019-07-06/doc-x1.shtml", "2019-07-06"},
        {"/2019-07/06/c_1.htm", "2019-07-06"},
        {"/20190715/a.html", "2019-07-15"},
        {"/2019/07/title", ""},
        {"/2019/13/15/title", ""},
        {"/2019/07/155/title", ""},
        {"/1812/00/33/", ""},
        {"/id/12345678/a", ""},
        {"/2099/01/01/a", ""},
        {"/2098/01/01/2019/07/15/a", "2019-07-15"},
        {"/a-2019/07/15/", ""},
        {"/", ""},
        {"", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::date_in_path(row.text, {.now = k_now}) == row.date);
}
