// Servers that break the protocol, break off, or never end: each has its own reason, and what had come is
// kept.
#include <string>
#include <vector>

#include "codings.hpp"
#include "fetch_fixture.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;

std::string answer(const std::string& headers, const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + "\r\n" + body;
}

std::string with_length(const std::string& headers, const std::string& body) {
    return answer(headers + "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

std::string cut_gzip() {
    std::string packed = gzip("<title>Half of this is missing</title>");
    packed.resize(12);  // its header, and a block's first character
    return packed;
}

struct FaultRow {
    const char* name;
    std::vector<Step> script;
    const char* reason;
    TransportErrorKind kind = TransportErrorKind::protocol;
    int status = 0;
    std::string body = {};
};

std::vector<FaultRow> faults() {
    using namespace step;
    return {
        {"closes without a byte", {Close{}}, "empty-reply"},
        {"resets without a byte", {Reset{}}, "connection-reset", TransportErrorKind::connect},
        {"speaks another protocol", {Send{"SSH-2.0-Server_9\r\n"}, Close{}}, "not-http"},
        {"sends a bare page as HTTP/0.9 did", {Send{"<html>hello</html>"}, Close{}}, "not-http"},
        {"sends a status line without a number", {Send{"HTTP/1.1 OK\r\n\r\n"}, Close{}}, "not-http"},
        {"closes inside the status line", {Send{"HTTP/1.1 20"}, Close{}}, "empty-reply"},
        {"sends a status of two digits", {Send{"HTTP/1.1 20 OK\r\n\r\n"}, Close{}}, "not-http"},
        {"sends a status of letters", {Send{"HTTP/1.1 abc OK\r\n\r\n"}, Close{}}, "not-http"},
        {"sends empty lines only", {Send{"\r\n\r\n\r\n"}, Close{}}, "not-http"},
        {"sends a status of zeros", {Send{"HTTP/1.1 000 OK\r\n\r\n"}, Close{}}, "not-http"},
        {"sends a status of four digits", {Send{"HTTP/1.1 2000 OK\r\n\r\n"}, Close{}}, "not-http"},
        {"sends an interim answer and closes",
         {Send{"HTTP/1.1 103 Early Hints\r\n\r\n"}, Close{}},
         "empty-reply"},
        {"sends a chunk that is longer than it says",
         {Send{answer("Transfer-Encoding: chunked\r\n", "2\r\nhello\r\n0\r\n\r\n")}, Close{}},
         "bad-chunking",
         TransportErrorKind::protocol,
         200,
         "he"},
        {"closes inside the headers",
         {Send{"HTTP/1.1 200 OK\r\nContent-Type: te"}, Close{}},
         "truncated-headers",
         TransportErrorKind::protocol,
         200},
        {"closes inside the body",
         {Send{answer("Content-Length: 100\r\n", "only this")}, Close{}},
         "truncated-body",
         TransportErrorKind::protocol,
         200,
         "only this"},
        {"resets inside the body",
         {Send{answer("Content-Length: 100\r\n", "only this")}, Wait{std::chrono::milliseconds(30)}, Reset{}},
         "connection-reset",
         TransportErrorKind::connect,
         200,
         "only this"},
        {"ends a chunked body without its last chunk",
         {Send{answer("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n")}, Close{}},
         "truncated-body",
         TransportErrorKind::protocol,
         200,
         "hello"},
        {"writes a chunk size that is none",
         {Send{answer("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\nzz\r\n")}, Close{}},
         "bad-chunking",
         TransportErrorKind::protocol,
         200,
         "hello"},
        {"writes a chunk size of more digits than fit",
         {Send{answer("Transfer-Encoding: chunked\r\n", "fffffffffffffffffffff\r\n")}, Close{}},
         "bad-chunking",
         TransportErrorKind::protocol,
         200},
        {"says gzip and sends something else",
         {Send{with_length("Content-Encoding: gzip\r\n", "this is no gzip at all")}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200},
        {"says brotli and sends something else",
         {Send{with_length("Content-Encoding: br\r\n", std::string(200, '\xff'))}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200},
        {"says zstd, which was not asked for",
         {Send{with_length("Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfd and so on")}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200},
        {"ends a gzip body of the right length too early",
         {Send{with_length("Content-Encoding: gzip\r\n", cut_gzip())}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200,
         "<"},
        {"ends a gzip body by closing, too early",
         {Send{answer("Content-Encoding: gzip\r\nConnection: close\r\n", cut_gzip())}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200,
         "<"},
        {"names a coding that nobody knows",
         {Send{with_length("Content-Encoding: rot13\r\n", "uryyb")}, Close{}},
         "undecodable-body",
         TransportErrorKind::protocol,
         200},
        {"announces a length that is no number",
         {Send{answer("Content-Length: -5\r\n", "hello")}, Close{}},
         "bad-headers",
         TransportErrorKind::protocol,
         200},
        {"sends headers without end",
         {Send{"HTTP/1.1 200 OK\r\n"}, Repeat{"X-Filler: " + std::string(990, 'a') + "\r\n", 2'000}},
         "headers-too-large",
         TransportErrorKind::protocol,
         200},
        {"sends one header line without end",
         {Send{"HTTP/1.1 200 OK\r\nX-Filler: "}, Repeat{std::string(1'000, 'a'), 2'000}},
         "headers-too-large",
         TransportErrorKind::protocol,
         200},
        {"sends a header of a megabyte",
         {Send{"HTTP/1.1 200 OK\r\n"}, Repeat{"X-Filler: " + std::string(988, 'a') + "\r\n", 1'000},
          Send{"Content-Length: 2\r\n\r\nok"}},
         "headers-too-large",
         TransportErrorKind::protocol,
         200},
        {"sends trailers without end",
         {Send{answer("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n")},
          Repeat{"X-Filler: " + std::string(988, 'a') + "\r\n", 2'000}},
         "headers-too-large",
         TransportErrorKind::protocol,
         200,
         "hello"},
        {"sends interim answers without end",
         {Repeat{"HTTP/1.1 103 Early Hints\r\nLink: </" + std::string(1'000, 'a') + ">\r\n\r\n", 2'000}},
         "headers-too-large"},
        {"sends a zero byte in a header",
         {Send{answer(std::string("X-A: a\0b\r\n", 10), "hello")}, Close{}},
         "bad-headers",
         TransportErrorKind::protocol,
         200},
        {"switches protocols unasked",
         {Send{"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"},
          Close{}},
         "not-http"},
    };
}

}  // namespace

TEST_CASE("http: each way of breaking off or of not speaking HTTP has its reason", "[http]") {
    for (const FaultRow& row : faults()) {
        SECTION(row.name) {
            ScriptedServer server([&](const ReceivedRequest&) { return raw(row.script); });
            Client client;

            const http::Response response = client.get(server.origin() + "/");

            INFO(reason_of(response));
            REQUIRE(response.error);
            INFO(response.error->message);
            CHECK(response.error->reason == row.reason);
            CHECK(response.error->kind == row.kind);
            CHECK(response.status == row.status);
            CHECK(response.body == row.body);
        }
    }
}

}  // namespace linktender::test
