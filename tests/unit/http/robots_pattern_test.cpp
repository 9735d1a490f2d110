#include "http/robots_pattern.hpp"

#include "support/catch.hpp"

namespace linktender::http {
namespace {

struct Row {
    const char* text;
    const char* pattern;
};

}  // namespace

TEST_CASE("robots pattern: the compared form has one spelling for each meaning", "[http][robots]") {
    const auto row = GENERATE(values<Row>({
        {"/a", "/a"},
        {"/%41%2d%7E", "/A-~"},
        {"/%e4%bd%a0", "/%E4%BD%A0"},
        {"/\xE4\xBD\xA0", "/%E4%BD%A0"},
        {"/%3a%40%21%27%28%29%2c%3b", "/:@!'(),;"},
        {"/%26%3d%2b%2f%3f", "/%26%3D%2B%2F%3F"},
        {"/?%26%3d%2b%2f%3f", "/?%26%3D%2B/?"},
        {"/*%2a$%24$", "/*%2A%24%24$"},
        {"/[\"<>\\^`{|}]\x01\x7F", "/%5B%22%3C%3E%5C%5E%60%7B%7C%7D%5D%01%7F"},
        {"/%", "/%25"},
        {"/%4", "/%254"},
        {"/%%41", "/%25A"},
        {"/%g1", "/%25g1"},
    }));
    CAPTURE(row.text);

    CHECK(robots_pattern(row.text) == row.pattern);
    CHECK(robots_pattern(row.pattern) == row.pattern);
}

TEST_CASE("robots pattern: a budget that is used up ends the comparing with no", "[http][robots]") {
    const RobotsPath path("/aaaaaaaab");
    std::size_t enough = 100;
    std::size_t little = 5;

    CHECK(path.matches("/*b", enough));
    CHECK(enough < 100);
    CHECK_FALSE(path.matches("/*b", little));
    CHECK(little == 0);
}

}  // namespace linktender::http
