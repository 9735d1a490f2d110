#include <string>

#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: dot segments are resolved in every spelling", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://example.com/.", "https://example.com/"},
        {"https://example.com/..", "https://example.com/"},
        {"https://example.com/a/./b", "https://example.com/a/b"},
        {"https://example.com/a/../b", "https://example.com/b"},
        {"https://example.com/a/b/..", "https://example.com/a/"},
        {"https://example.com/a/b/.", "https://example.com/a/b/"},
        {"https://example.com/a/%2e%2E/b", "https://example.com/b"},
        {"https://example.com/a/.%2e/b", "https://example.com/b"},
        {"https://example.com/a/%2E./b", "https://example.com/b"},
        {"https://example.com/a/%2e/b", "https://example.com/a/b"},
        {"https://example.com/a/...", "https://example.com/a/..."},
        {"https://example.com/a/%2e%2e%2e", "https://example.com/a/%2e%2e%2e"},
        {"https://example.com/a/.b/..c", "https://example.com/a/.b/..c"},
        {"https://example.com/a\\..\\b", "https://example.com/b"},
        {"https://example.com//a//../b", "https://example.com//a/b"},
        {"https://example.com/../..//a", "https://example.com//a"},
        {"https://example.com/a/..?q", "https://example.com/?q"},
        {"https://example.com/a/.#f", "https://example.com/a/#f"},
        {"other:/a/../b", "other:/b"},
        {"other:a/../b", "other:a/../b"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: each part encodes its own set and leaves existing escapes alone", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://example.com/ \"<>^`{}", "https://example.com/%20%22%3C%3E%5E%60%7B%7D"},
        {"https://example.com/!$&'()*+,-.:;=@[]_|~", "https://example.com/!$&'()*+,-.:;=@[]_|~"},
        {"https://example.com/%41%zz%", "https://example.com/%41%zz%"},
        {"https://example.com/\x7f", "https://example.com/%7F"},
        {"https://example.com/嵌入式", "https://example.com/%E5%B5%8C%E5%85%A5%E5%BC%8F"},
        {"https://example.com/\U0001F600", "https://example.com/%F0%9F%98%80"},
        {"https://example.com/? \"<>'", "https://example.com/?%20%22%3C%3E%27"},
        {"https://example.com/?^`{}|\\[]?", "https://example.com/?^`{}|\\[]?"},
        {"https://example.com/?标题=端侧", "https://example.com/?%E6%A0%87%E9%A2%98=%E7%AB%AF%E4%BE%A7"},
        {"https://example.com/# \"<>`", "https://example.com/#%20%22%3C%3E%60"},
        {"https://example.com/#'^{}#?", "https://example.com/#'^{}#?"},
        {"other://host/?'", "other://host/?'"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: an empty query or fragment is kept and differs from none", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://example.com?", "https://example.com/?"},
        {"https://example.com#", "https://example.com/#"},
        {"https://example.com/?#", "https://example.com/?#"},
        {"other://host?q#f", "other://host?q#f"},
        {"other://host#f", "other://host#f"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: an opaque path keeps its bytes but for controls and non-ASCII", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"mailto:编辑@example.com", "mailto:%E7%BC%96%E8%BE%91@example.com"},
        {"data:text/html,<p>a b</p>", "data:text/html,<p>a b</p>"},
        {"javascript:a\x01?b#c", "javascript:a%01?b#c"},
        {"data:a  #f", "data:a %20#f"},
        {"data:a  ?q", "data:a %20?q"},
        {"data:  ", "data:"},
        {"tel:+86-10", "tel:+86-10"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a path of two slashes without a host is not taken for a host", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"other:/.//a", "other:/.//a"},
        {"other:/a/..//b", "other:/.//b"},
        {"other:/..//b?q#f", "other:/.//b?q#f"},
        {"other:/./a", "other:/a"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
    CHECK(resolved(resolved(row.input)) == row.expected);
}

TEST_CASE("url: thousands of dot segments end at the root", "[url]") {
    std::string climb = "https://example.com";
    for (int i = 0; i < 10'000; ++i) climb += "/a/..";

    CHECK(resolved(climb) == "https://example.com/");
}
