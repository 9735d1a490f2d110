#include "linktender/url/redact.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender::url;

namespace {

struct Row {
    std::string before;
    std::string after;
};

}  // namespace

TEST_CASE("url: a URL loses its user name and password and nothing else", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"https://user:secret@example.org/a?b#c", "https://example.org/a?b#c"},
        {"https://token@example.org", "https://example.org"},
        {"ftp://a:b@[::1]:21/x", "ftp://[::1]:21/x"},
        {"https://a:p@ss@example.org/", "https://example.org/"},
        {"https://example.org/@someone", "https://example.org/@someone"},
        {"https://example.org//@someone/x", "https://example.org//@someone/x"},
        {"https://archive.example/web/https://a@b/", "https://archive.example/web/https://a@b/"},
        {"https://example.org?to=a@b.example", "https://example.org?to=a@b.example"},
        {"mailto:someone@example.org", "mailto:someone@example.org"},
        {"javascript:go('x://a@b')", "javascript:go('x://a@b')"},
        {"", ""},
        {"://", "://"},
    }));
    CAPTURE(row.before);

    CHECK(without_userinfo(row.before) == row.after);
}

TEST_CASE("url: URLs within a text lose their user names and passwords", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"see https://u:p@a.example/ and http://q@b.example", "see https://a.example/ and http://b.example"},
        {"write to me@example.org about https://a.example/",
         "write to me@example.org about https://a.example/"},
        {"<https://a.example> by x@y", "<https://a.example> by x@y"},
        {"https://", "https://"},
        {"no link", "no link"},
    }));
    CAPTURE(row.before);

    CHECK(redact_urls(row.before) == row.after);
}
