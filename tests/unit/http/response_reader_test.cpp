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
    std::size_t kept;  // of 100,000 bytes
};

}  // namespace

TEST_CASE(
    "response reader: types that a title can be read from come whole, others as far as they tell something",
    "[http]") {
    const auto row = GENERATE(values<TypeRow>({
        {"text/html", 100'000},
        {"Text/HTML; charset=utf-8", 100'000},
        {"application/xhtml+xml", 100'000},
        {"application/rss+xml", 100'000},
        {"text/xml", 100'000},
        {"application/json", 100'000},
        {"application/ld+json; x=y", 100'000},
        {"text/plain", 100'000},
        {"", 100'000},
        {"image/svg+xml", 100'000},
        {"application/pdf", 65'536},
        {"application/octet-stream", 65'536},
        {"application/zip; name=\"x.html\"", 65'536},
        {"image/png", 4'096},
        {"Video/MP4", 4'096},
        {"audio/mpeg", 4'096},
        {"font/woff2", 4'096},
    }));
    CAPTURE(row.type);
    ResponseReader reader = reading(row.type);

    const Next next = reader.on_body(std::string(100'000, 'x'), 1'000'000);

    const bool whole = row.kept == 100'000;
    CHECK((next == Next::go_on) == whole);
    CHECK(reader.has_enough() == !whole);
    CHECK(reader.response().body.size() == row.kept);
    CHECK_FALSE(reader.error());
}

TEST_CASE(
    "response reader: a known small rest is passed over, a large or "
    "unknown one is not waited for",
    "[http]") {
    const std::string piece(10'000, 'x');

    CHECK(reading("image/png").on_body(piece, 10'000 + 64 * 1024) == Next::go_on);
    CHECK(reading("image/png").on_body(piece, 10'000 + 64 * 1024 + 1) == Next::stop);
    CHECK(reading("image/png").on_body(piece, std::nullopt) == Next::stop);
    CHECK(reading("image/png").on_body(piece, 10) == Next::stop);  // more than announced
}

TEST_CASE("response reader: what is passed over is not kept", "[http]") {
    ResponseReader reader = reading("image/png");
    const std::string piece(10'000, 'x');

    CHECK(reader.on_body(piece, 30'000) == Next::go_on);
    CHECK(reader.on_body(piece, 30'000) == Next::go_on);
    CHECK(reader.on_body(piece, 30'000) == Next::go_on);

    CHECK(reader.response().body.size() == 4'096);
    CHECK(reader.has_enough());
    CHECK(reader.is_decoded());
}

TEST_CASE(
    "response reader: a coding that is not known matters only when "
    "there is a body",
    "[http]") {
    ResponseReader reader;
    reader.start({});
    for (const char* line : {"HTTP/1.1 200 OK\r\n", "Content-Encoding: rot13\r\n", "\r\n"}) {
        CHECK(reader.on_header_line(line) == Next::go_on);
    }

    CHECK_FALSE(reader.error());
    CHECK(reader.is_decoded());
    CHECK(reader.on_body("uryyb", 5) == Next::stop);
    REQUIRE(reader.error());
    CHECK(reader.error()->reason == "undecodable-body");
}

TEST_CASE(
    "response reader: a coding that gives nothing out is not read "
    "for ever",
    "[http]") {
    Limits limits;
    limits.body_bytes = 100'000;
    ResponseReader reader;
    reader.start(limits);
    for (const char* line : {"HTTP/1.1 200 OK\r\n", "Content-Encoding: deflate\r\n", "\r\n"}) {
        CHECK(reader.on_header_line(line) == Next::go_on);
    }
    std::string empty_blocks;  // RFC 1951 3.2.4: stored, of no bytes
    for (int i = 0; i < 1'000; ++i) empty_blocks.append("\0\0\0\xff\xff", 5);

    int pieces = 0;
    while (pieces < 1'000 && reader.on_body(empty_blocks, std::nullopt) == Next::go_on) ++pieces;

    CHECK(pieces == 20);
    CHECK_FALSE(reader.error());
    CHECK(reader.has_enough());
    CHECK(reader.response().body.empty());
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
