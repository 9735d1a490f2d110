// Content codings: however a body is cut into pieces, the same text comes out of it, and never more than the
// ratio allows.
//
// The first byte chooses the codings, the rest is the body.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/content_decoder.hpp"

namespace {

using linktender::http::ContentDecoder;
using Result = ContentDecoder::Result;

constexpr std::size_t k_ratio = 100;

struct Decoded {
    Result result = Result::go_on;
    std::string text;
    bool complete = false;
};

void require(bool holds) {
    if (!holds) std::abort();
}

Decoded decode(std::string_view codings, std::string_view body, std::size_t step) {
    ContentDecoder decoder;
    require(decoder.add(codings));
    Decoded decoded;
    while (!body.empty() && decoded.result == Result::go_on) {
        const std::string_view piece = body.substr(0, step);
        body.remove_prefix(piece.size());
        decoded.result = decoder.decode(piece, k_ratio, [&](std::string_view text) {
            decoded.text += text;
            return true;
        });
    }
    decoded.complete = decoder.is_complete();
    return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view codings[] = {"gzip", "deflate", "br", "gzip, gzip", "br, deflate", "identity"};
    if (size == 0) return 0;
    const std::string_view chosen = codings[data[0] % std::size(codings)];
    const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);

    const Decoded whole = decode(chosen, body, body.size());
    const Decoded pieces = decode(chosen, body, 3);

    require(whole.text.size() <=
            std::max<std::size_t>(std::size_t{1} << 20U, body.size() * k_ratio) + 64 * 1024);
    if (whole.result == Result::go_on && pieces.result == Result::go_on) {
        require(whole.text == pieces.text);
        require(whole.complete == pieces.complete);
    }
    return 0;
}
