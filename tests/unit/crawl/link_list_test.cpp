#include "linktender/crawl/link_list.hpp"

#include <fmt/format.h>

#include "support/catch.hpp"

using linktender::crawl::LinkList;

TEST_CASE("crawl: a link list keeps each text once, in the order of the first time", "[crawl]") {
    LinkList list;

    CHECK(list.add("https://b.example/"));
    CHECK(list.add(""));
    CHECK(list.add("https://a.example/"));
    CHECK_FALSE(list.add("https://b.example/"));
    CHECK_FALSE(list.add(""));

    REQUIRE(list.size() == 3);
    CHECK(list[0] == "https://b.example/");
    CHECK(list[1].empty());
    CHECK(list[2] == "https://a.example/");
    CHECK(list.find("https://a.example/") == 2);
    CHECK(list.find("https://c.example/") == 3);
}

TEST_CASE("crawl: a link list finds its texts again however often it grew", "[crawl]") {
    LinkList list;
    for (int i = 0; i < 20'000; ++i) REQUIRE(list.add(fmt::format("https://h{}.example/{}", i % 7, i)));

    for (int i = 0; i < 20'000; ++i) CHECK_FALSE(list.add(fmt::format("https://h{}.example/{}", i % 7, i)));
    CHECK(list.size() == 20'000);
    CHECK(list[12'345] == "https://h4.example/12345");
}
