// Content codings for test bodies.
#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace linktender::test {

inline std::string pack(std::string text, int window) {
    z_stream stream{};
    constexpr int k_memory = 8;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, k_memory, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2 failed");
    }
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("deflate failed");
    return out;
}

inline std::string gzip(std::string text) {
    constexpr int k_gzip_window = 15 + 16;
    return pack(std::move(text), k_gzip_window);
}

inline std::string deflate(std::string text) {
    return pack(std::move(text), MAX_WBITS);
}

/// 30,000,000 letters x, as brotli packs them.
inline std::string brotli_bomb() {
    return {
        "\xcb\xff\xff\x3f\xf8\x25\xf0\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\x7f\xf0\x4b\x00\xc4\x61"
        "\x11\x80\xee\xfd\x1f\xff\xff\xff\xe0\x97\x00\x88\xc3\x02\x00\xdd\xfb\xbf\xfc\x1b\x4e\xc2"
        "\x2f\x01\x10\x87\x05\x00\x3a\xbb\x49",
        53};
}

}  // namespace linktender::test
