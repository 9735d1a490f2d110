#include "percent.hpp"

#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::url {

void append_percent_encoded(std::string& out, std::string_view text, CodePointSet set) {
    constexpr std::string_view k_hex = "0123456789ABCDEF";
    std::size_t run = 0;  // start of the bytes that stand for themselves
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!in_set(text[i], set)) continue;
        out.append(text, run, i - run);
        const auto byte = static_cast<unsigned char>(text[i]);
        const char encoded[] = {'%', k_hex[byte >> 4], k_hex[byte & 0xF]};
        out.append(encoded, sizeof encoded);
        run = i + 1;
    }
    out.append(text, run);
}

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = core::hex_value(text[i + 1]);
            const int low = core::hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

}  // namespace linktender::url
