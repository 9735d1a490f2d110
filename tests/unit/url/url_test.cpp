#include "linktender/url/url.hpp"

#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: scheme and host are lower-cased, an empty path becomes a slash", "[url]") {
    const auto url = parse("HTTPS://GitHub.COM");

    REQUIRE(url);
    CHECK(url->href() == "https://github.com/");
}
