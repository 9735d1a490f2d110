#include "http/content_decoder.hpp"

#include <zlib.h>

#include <string>
#include <vector>

#include "support/catch.hpp"

namespace linktender::http {
namespace {

using Result = ContentDecoder::Result;

constexpr int k_gzip = 15 + 16;
constexpr int k_zlib = 15;
constexpr int k_bare = -15;

std::string pack(std::string text, int window) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct Decoded {
    Result result = Result::go_on;
    std::string text;
    bool complete = false;
};

Decoded decode(const std::string& codings, const std::string& bytes, std::size_t step = std::string::npos,
               std::size_t ratio = 100) {
    ContentDecoder decoder;
    REQUIRE(decoder.add(codings));
    Decoded decoded;
    const auto keep = [&](std::string_view piece) {
        decoded.text += piece;
        return true;
    };
    for (std::size_t at = 0; at < bytes.size() && decoded.result == Result::go_on;) {
        const std::string_view part = std::string_view(bytes).substr(at, step);
        decoded.result = decoder.decode(part, ratio, keep);
        at += part.size();
    }
    decoded.complete = decoder.is_complete();
    return decoded;
}

// The sample text packed with brotli, and 30,000,000 letters x.
const std::string k_brotli(
    "\x1b\x57\x00\xf8\xc5\x53\x96\xaa\x1e\x08\xc6\x84\xef\x01\x60\x04\xd0\xa9\x97\xd7\xa8\x03", 22);
const std::string k_brotli_bomb(
    "\xcb\xff\xff\x3f\xf8\x25\xf0\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\x7f\xf0\x4b\x00\xc4\x61\x11\x80"
    "\xee\xfd\x1f\xff\xff\xff\xe0\x97\x00\x88\xc3\x02\x00\xdd\xfb\xbf\xfc\x1b\x4e\xc2\x2f\x01\x10\x87"
    "\x05\x00\x3a\xbb\x49",
    53);

struct CodingRow {
    const char* name;
    const char* codings;
    std::string bytes;
};

std::string sample_text() {
    std::string text;
    for (int i = 0; i < 8; ++i) text += "linktender ";
    return text;
}

std::vector<CodingRow> codings() {
    const std::string text = sample_text();
    return {
        {"gzip", "gzip", pack(text, k_gzip)},
        {"gzip by its old name, in capitals", "X-GZIP", pack(text, k_gzip)},
        {"deflate as the standard has it", "deflate", pack(text, k_zlib)},
        {"deflate as some servers send it", "deflate", pack(text, k_bare)},
        {"brotli", "br", k_brotli},
        {"none", "identity", text},
        {"an empty field", " , ", text},
        {"two, the last applied first", "deflate, gzip", pack(pack(text, k_zlib), k_gzip)},
    };
}

}  // namespace

TEST_CASE("content decoder: each coding gives its text, in whatever pieces it comes", "[http]") {
    for (const CodingRow& row : codings()) {
        for (const std::size_t step : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
            CAPTURE(row.name, step);

            const Decoded decoded = decode(row.codings, row.bytes, step);

            CHECK(decoded.result == Result::go_on);
            CHECK(decoded.text == sample_text());
            CHECK(decoded.complete);
        }
    }
}

TEST_CASE("content decoder: a body cut anywhere is not complete", "[http]") {
    for (const CodingRow& row : codings()) {
        if (row.bytes == sample_text()) continue;
        for (std::size_t size = 1; size < row.bytes.size(); ++size) {
            CAPTURE(row.name, size);

            const Decoded decoded = decode(row.codings, row.bytes.substr(0, size));

            CHECK_FALSE(decoded.complete);
            CHECK(decoded.result == Result::go_on);
            CHECK(sample_text().starts_with(decoded.text));
        }
    }
}

TEST_CASE("content decoder: a body without a byte is complete, whatever it says", "[http]") {
    CHECK(decode("gzip", "").complete);
    CHECK(decode("br", "").complete);
}

TEST_CASE("content decoder: bytes that are not of the coding are broken", "[http]") {
    CHECK(decode("gzip", "this is no gzip at all").result == Result::broken);
    CHECK(decode("deflate", "this is no deflate at all").result == Result::broken);
    CHECK(decode("br", std::string(200, '\xff')).result == Result::broken);
    std::string wrong_sum = pack("text", k_gzip);
    wrong_sum[wrong_sum.size() - 6] ^= 1;
    CHECK(decode("gzip", wrong_sum).result == Result::broken);
}

TEST_CASE("content decoder: members of gzip follow each other, and what is behind the end is passed over",
          "[http]") {
    const std::string members = pack("one ", k_gzip) + pack("two", k_gzip);
    for (const std::size_t step : {std::string::npos, std::size_t{1}}) {
        CHECK(decode("gzip", members, step).text == "one two");
        CHECK(decode("gzip", members, step).complete);
        CHECK(decode("gzip", members + "padding", step).text == "one two");
        CHECK(decode("gzip", members + std::string(500, '\0'), step).complete);
    }
}

TEST_CASE("content decoder: unknown codings and too many of them are refused", "[http]") {
    CHECK_FALSE(ContentDecoder().add("rot13"));
    CHECK_FALSE(ContentDecoder().add("gzip, zstd"));
    CHECK_FALSE(ContentDecoder().add("gzip, gzip, gzip, gzip, gzip"));
    CHECK(ContentDecoder().add("gzip, gzip, gzip, gzip"));
}

TEST_CASE("content decoder: what expands beyond the ratio is a bomb, in any layer", "[http]") {
    const std::string zeros(8'000'000, '\0');
    const std::string once = pack(zeros, k_gzip);

    CHECK(decode("gzip", once).result == Result::bomb);
    CHECK(decode("deflate", pack(zeros, k_bare)).result == Result::bomb);
    CHECK(decode("br", k_brotli_bomb).result == Result::bomb);
    CHECK(decode("gzip, gzip", pack(once, k_gzip)).result == Result::bomb);
    CHECK(decode("gzip", once).text.size() < 2'000'000);
    CHECK(decode("gzip", once, std::string::npos, 2'000).result == Result::go_on);
}

TEST_CASE("content decoder: a dense page below the threshold is no bomb", "[http]") {
    CHECK(decode("gzip", pack(std::string(1'000'000, 'x'), k_gzip)).text.size() == 1'000'000);
}

TEST_CASE("content decoder: it ends when no more is wanted", "[http]") {
    ContentDecoder decoder;
    REQUIRE(decoder.add("gzip"));
    std::size_t got = 0;

    const Result result =
        decoder.decode(pack(std::string(900'000, 'x'), k_gzip), 100, [&](std::string_view piece) {
            got += piece.size();
            return got < 50'000;
        });

    CHECK(result == Result::stopped);
    CHECK(got < 100'000);
}

}  // namespace linktender::http
