#include "linktender/verdict/link_filter.hpp"

#include "support/catch.hpp"

using linktender::verdict::LinkFilter;

TEST_CASE("verdict: without patterns every link is wanted", "[verdict]") {
    CHECK(LinkFilter().wants("https://site.example/"));
}

TEST_CASE("verdict: an exclude leaves out what it matches anywhere in the URL", "[verdict]") {
    const auto filter = LinkFilter::create({}, {R"(\.example/private)", "^http:"});

    REQUIRE(filter);
    CHECK_FALSE(filter->wants("https://site.example/private/a"));
    CHECK_FALSE(filter->wants("http://other.test/"));
    CHECK(filter->wants("https://site.example/public"));
}

TEST_CASE("verdict: includes alone leave out the rest", "[verdict]") {
    const auto filter = LinkFilter::create({"site"}, {});

    REQUIRE(filter);
    CHECK(filter->wants("https://site.example/"));
    CHECK_FALSE(filter->wants("https://other.example/"));
}

TEST_CASE("verdict: an include beats an exclude", "[verdict]") {
    const auto filter = LinkFilter::create({"keep"}, {"site"});

    REQUIRE(filter);
    CHECK(filter->wants("https://site.example/keep"));
    CHECK_FALSE(filter->wants("https://site.example/drop"));
    CHECK(filter->wants("https://other.example/"));
}

TEST_CASE("verdict: a pattern that is no regular expression is named", "[verdict]") {
    const auto filter = LinkFilter::create({}, {"fine", "(open"});

    REQUIRE_FALSE(filter);
    CHECK(filter.error().find("(open") != std::string::npos);
}
