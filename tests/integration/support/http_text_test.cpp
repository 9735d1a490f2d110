#include "support/http_text.hpp"

#include "support/catch.hpp"

namespace linktender::test {
namespace {

using Status = RequestReader::Status;

TEST_CASE("support: a request that arrives byte by byte is read when it is complete", "[support]") {
    const std::string_view bytes =
        "POST /form?x=1 HTTP/1.1\r\nHOST: A.Test:8080\r\nContent-Length: 5\r\nX-Odd:  spaced \r\n\r\nhello";
    RequestReader reader;
    ReceivedRequest request;

    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        reader.append(bytes.substr(i, 1));
        REQUIRE(reader.next(request) == Status::need_more);
    }
    reader.append(bytes.substr(bytes.size() - 1));
    REQUIRE(reader.next(request) == Status::complete);

    CHECK(request.method == "POST");
    CHECK(request.target == "/form?x=1");
    CHECK(request.path() == "/form");
    CHECK(request.host == "a.test");
    CHECK(request.header("x-odd") == "spaced");
    CHECK(request.body == "hello");
    CHECK(request.keep_alive);
}

TEST_CASE("support: requests sent together are read one after the other", "[support]") {
    RequestReader reader;
    reader.append("GET /1 HTTP/1.1\r\nHost: [::1]:80\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
    ReceivedRequest first;
    ReceivedRequest second;

    REQUIRE(reader.next(first) == Status::complete);
    REQUIRE(reader.next(second) == Status::complete);

    CHECK(first.target == "/1");
    CHECK(first.host == "[::1]");
    CHECK(second.target == "/2");
    CHECK_FALSE(second.keep_alive);
    CHECK(reader.next(second) == Status::need_more);
}

TEST_CASE("support: what is no HTTP request is malformed", "[support]") {
    struct Row {
        const char* name;
        std::string bytes;
    };
    const auto row = GENERATE(values<Row>({
        {"no spaces", "GET\r\n\r\n"},
        {"one space", "GET /\r\n\r\n"},
        {"other protocol", "GET / HTTP/2.0\r\n\r\n"},
        {"field without colon", "GET / HTTP/1.1\r\nHost\r\n\r\n"},
        {"length that is no number", "GET / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n"},
        {"length too large", "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"},
        {"chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"},
        {"endless head", std::string(RequestReader::k_max_head + 1, 'x')},
    }));
    CAPTURE(row.name);
    RequestReader reader;
    ReceivedRequest request;

    reader.append(row.bytes);

    CHECK(reader.next(request) == Status::malformed);
}

TEST_CASE("support: a reply is framed by its length unless it says otherwise", "[support]") {
    CHECK(serialise(text("abc")) ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n\r\nabc");
    CHECK(serialise(redirect(301, "/x")) ==
          "HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");

    Reply chunked = text("abc");
    chunked.chunked = true;
    CHECK(serialise(chunked).find("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") !=
          std::string::npos);

    const Reply lying{.headers = {{"content-length", "99"}}, .body = "abc"};
    CHECK(serialise(lying) == "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc");
}

TEST_CASE("support: answers to HEAD and answers that never have a body go without one", "[support]") {
    CHECK(serialise(text("abc"), true).substr(serialise(text("abc"), true).size() - 4) == "\r\n\r\n");
    CHECK(serialise(text("abc"), true).find("Content-Length: 3") != std::string::npos);
    CHECK(serialise(Reply{.status = 204, .body = "abc"}) == "HTTP/1.1 204 No Content\r\n\r\n");
    CHECK(serialise(Reply{.status = 304, .body = "abc"}) == "HTTP/1.1 304 Not Modified\r\n\r\n");
}

}  // namespace
}  // namespace linktender::test
