#include "http/response_reader.hpp"

#include <string>

#include "support/catch.hpp"

namespace linktender::http {
namespace {

using Next = ResponseReader::Next;

ResponseReader reading(const std::string& content_type, const Limits& limits = {}) {
    ResponseReader reader;
    reader.start(limits);
    CHECK(reader.on_header_line("HTTP/1.1 200 OK\r\n") == Next::go_on);
    CHECK(reader.on_header_line("Content-Type: " + content_type + "\r\n") == Next::go_on);
    CHECK(reader.on_header_line("\r\n") == Next::go_on);
    return reader;
}

struct TypeRow {
    const char* type;
    bool whole;
};

}  // namespace

TEST_CASE("response reader: types that a title can be read from come whole, others are cut", "[http]") {
    const auto row = GENERATE(values<TypeRow>({
        {"text/html", true},
        {"Text/HTML; charset=utf-8", true},
        {"application/xhtml+xml", true},
        {"application/rss+xml", true},
        {"text/xml", true},
        {"application/json", true},
        {"application/ld+json; x=y", true},
        {"text/plain", true},
        {"", true},
        {"image/svg+xml", true},
        {"image/png", false},
        {"application/pdf", false},
        {"application/octet-stream", false},
        {"video/mp4", false},
        {"application/zip; name=\"x.html\"", false},
    }));
    CAPTURE(row.type);
    ResponseReader reader = reading(row.type);
    const std::string piece(50'000, 'x');

    CHECK(reader.on_body(piece, {50'000, 1'000'000}) == Next::go_on);
    const Next next = reader.on_body(piece, {100'000, 1'000'000});

    CHECK((next == Next::go_on) == row.whole);
    CHECK(reader.has_enough() == !row.whole);
    CHECK(reader.response().body.size() == (row.whole ? 100'000U : 65'536U));
    CHECK_FALSE(reader.error());
}

TEST_CASE("response reader: a known small rest is passed over, a large or unknown one is not waited for",
          "[http]") {
    const std::string piece(70'000, 'x');

    CHECK(reading("image/png").on_body(piece, {70'000, 70'000 + 32 * 1024}) == Next::go_on);
    CHECK(reading("image/png").on_body(piece, {70'000, 70'000 + 32 * 1024 + 1}) == Next::stop);
    CHECK(reading("image/png").on_body(piece, {70'000, std::nullopt}) == Next::stop);
    CHECK(reading("image/png").on_body(piece, {70'000, 10}) == Next::stop);  // more than announced
}

TEST_CASE("response reader: a small rest that turns out larger than announced is not kept", "[http]") {
    ResponseReader reader = reading("image/png");
    const std::string piece(70'000, 'x');

    CHECK(reader.on_body(piece, {70'000, 80'000}) == Next::go_on);
    CHECK(reader.on_body(piece, {80'000, 80'000}) == Next::go_on);

    CHECK(reader.response().body.size() == 65'536);
    CHECK(reader.has_enough());
}

TEST_CASE("response reader: the ratio counts decoded against received bytes, beyond a megabyte", "[http]") {
    Limits limits;
    limits.body_bytes = 100'000'000;
    limits.expansion_ratio = 100;
    const std::string megabyte(1'000'000, 'x');

    ResponseReader small = reading("text/html", limits);
    CHECK(small.on_body(megabyte, {10, std::nullopt}) == Next::go_on);  // dense, and below the threshold

    ResponseReader fair = reading("text/html", limits);
    for (std::uint64_t i = 1; i <= 5; ++i)
        CHECK(fair.on_body(megabyte, {i * 11'000, std::nullopt}) == Next::go_on);

    ResponseReader bomb = reading("text/html", limits);
    CHECK(bomb.on_body(megabyte, {1'000, std::nullopt}) == Next::go_on);
    CHECK(bomb.on_body(megabyte, {2'000, std::nullopt}) == Next::stop);
    REQUIRE(bomb.error());
    CHECK(bomb.error()->reason == "decompression-bomb");
    CHECK_FALSE(bomb.has_enough());
}

TEST_CASE("response reader: status lines of every version are read", "[http]") {
    struct Row {
        const char* line;
        int status;
        const char* version;
    };
    const auto row = GENERATE(values<Row>({
        {"HTTP/1.1 200 OK\r\n", 200, "1.1"},
        {"HTTP/1.0 404\r\n", 404, "1.0"},
        {"HTTP/2 301 \r\n", 301, "2"},
        {"HTTP/3 503\n", 503, "3"},
        {"HTTP/1.1 999 Request denied\r\n", 999, "1.1"},
        {"HTTP/1.1   200   spaces\r\n", 200, "1.1"},
    }));
    ResponseReader reader;
    reader.start({});

    CHECK(reader.on_header_line(row.line) == Next::go_on);

    CHECK(reader.response().status == row.status);
    CHECK(reader.response().http_version == row.version);
    CHECK(reader.in_headers());
}

TEST_CASE("response reader: lines that are no fields are passed over", "[http]") {
    ResponseReader reader;
    reader.start({});

    for (const char* line : {"HTTP/1.1 200 OK\r\n", " fold without a field\r\n", "no colon\r\n",
                             ": no name\r\n", "Name : value\r\n", "\r\n", "X-Trailer: late\r\n"}) {
        CHECK(reader.on_header_line(line) == Next::go_on);
    }

    const std::string* value = reader.response().headers.find("name");
    REQUIRE(value != nullptr);
    CHECK(*value == "value");
    CHECK(reader.response().headers.find("x-trailer") == nullptr);
}

}  // namespace linktender::http
