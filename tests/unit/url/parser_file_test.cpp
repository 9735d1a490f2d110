#include "resolved.hpp"
#include "support/catch.hpp"

using namespace linktender::url;

TEST_CASE("url: a file URL has an empty host unless it names another machine", "[url]") {
    const auto row = GENERATE(values<Row>({
        {"file:", "file:///"},
        {"file:a", "file:///a"},
        {"file:/a", "file:///a"},
        {"file:///a/../b", "file:///b"},
        {"file:\\\\server\\share", "file://server/share"},
        {"file://Server/share?q#f", "file://server/share?q#f"},
        {"file://localhost/a", "file:///a"},
        {"file://LOCALHOST", "file:///"},
        {"file://%6cocalhost/a", "file:///a"},
        {"file://127.1/a", "file://127.0.0.1/a"},
        {"file:////a", "file:////a"},
        {"file:?q", "file:///?q"},
        {"file:#f", "file:///#f"},
        {"file://a b/", "the host has a character that hosts cannot have"},
        {"file://user@host/a", "the host has a character that hosts cannot have"},
        {"file://host:80/a", "the host has a character that hosts cannot have"},
    }));
    CAPTURE(row.input);

    CHECK(resolved(row.input) == row.expected);
}

TEST_CASE("url: a drive letter in a file URL is a segment that dots do not remove", "[url]") {
    const auto row = GENERATE(values<BaseRow>({
        {"", "file:C:/a", "file:///C:/a"},
        {"", "file:c|/a", "file:///c:/a"},
        {"", "file:///C|\\a", "file:///C:/a"},
        {"", "file://C:/a", "file:///C:/a"},
        {"", "file:///C:/..", "file:///C:/"},
        {"", "file:///C:/a/../../b", "file:///C:/b"},
        {"", "file:///C/..", "file:///"},
        {"", "https://example.com/C|/..", "https://example.com/"},
        {"file:///C:/a/b", "/c", "file:///C:/c"},
        {"file:///C:/a/b", "/D:/c", "file:///D:/c"},
        {"file:///C:/a/b", "D:/c", "d:/c"},
        {"file:///C:/a/b", "D|/c", "file:///D:/c"},
        {"file:///C:/a/b", "D|", "file:///D:"},
        {"file:///C:/a/b", "D|c", "file:///C:/a/D|c"},
        {"file:///C:/a/b", "../../../c", "file:///C:/c"},
    }));
    CAPTURE(row.base, row.input);

    CHECK(resolved(row.input, row.base) == row.expected);
}

TEST_CASE("url: references resolve against a file", "[url]") {
    const auto row = GENERATE(values<BaseRow>({
        {"file:///issues/2019/a.md", "b.md", "file:///issues/2019/b.md"},
        {"file:///issues/2019/a.md", "../b.md", "file:///issues/b.md"},
        {"file:///issues/2019/a.md?q#f", "", "file:///issues/2019/a.md?q"},
        {"file:///issues/2019/a.md?q#f", "#g", "file:///issues/2019/a.md?q#g"},
        {"file:///issues/2019/a.md?q#f", "?r", "file:///issues/2019/a.md?r"},
        {"file://server/a/b", "c", "file://server/a/c"},
        {"file://server/a/b", "/c", "file://server/c"},
        {"file://server/a/b", "//other/c", "file://other/c"},
        {"file://server/a/b", "file:c", "file://server/a/c"},
        {"file:///a", "https://example.com", "https://example.com/"},
        {"https://example.com/a", "file:b", "file:///b"},
        {"https://example.com/a", "file:/b", "file:///b"},
    }));
    CAPTURE(row.base, row.input);

    CHECK(resolved(row.input, row.base) == row.expected);
}
