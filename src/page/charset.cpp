#include "linktender/page/charset.hpp"

#include <uchardet.h>

#include <algorithm>
#include <memory>

#include "encodings.hpp"
#include "linktender/core/text.hpp"
#include "media_type.hpp"
#include "meta_prescan.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_detector_bytes = std::size_t{64} * 1024;
/// A declared encoding is doubted when more than one character in this many does not decode.
constexpr std::size_t k_characters_per_tolerated_error = 200;

/// Valid but for a last character that was cut off.
bool is_utf8(std::string_view bytes) noexcept {
    const std::size_t tail_start = bytes.size() - std::min<std::size_t>(bytes.size(), 3);
    for (std::size_t at = bytes.size(); at > tail_start; --at) {
        const auto byte = static_cast<unsigned char>(bytes[at - 1]);
        if (byte < 0x80) break;
        if (byte >= 0xC2) {
            const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            if (bytes.size() - (at - 1) < length) bytes = bytes.substr(0, at - 1);
            break;
        }
    }
    return core::is_valid_utf8(bytes);
}

std::string_view bom_encoding(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xEF\xBB\xBF")) return k_utf8;
    if (bytes.starts_with("\xFE\xFF")) return k_utf16be;
    if (bytes.starts_with("\xFF\xFE")) return k_utf16le;
    return {};
}

/// What the detector should see: the non-ASCII text, with enough of the ASCII around it to keep
/// two-byte characters whole, without the markup that outweighs it.
std::string detector_sample(std::string_view bytes) {
    constexpr std::size_t k_kept_ascii = 4;
    std::string sample;
    std::size_t ascii = 0;
    for (const char c : bytes) {
        if (sample.size() >= k_detector_bytes) break;
        ascii = static_cast<unsigned char>(c) < 0x80 ? ascii + 1 : 0;
        if (ascii <= k_kept_ascii) sample.push_back(c);
        if (ascii == k_kept_ascii + 1) sample.push_back('\n');
    }
    return sample;
}

std::string_view ask_detector(std::string_view sample) {
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
    if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return {};
    uchardet_data_end(detector.get());
    const std::string_view found = uchardet_get_charset(detector.get());
    if (core::equals_ignoring_ascii_case(found, "UHC")) return "EUC-KR";
    if (core::equals_ignoring_ascii_case(found, "MAC-CYRILLIC")) return "x-mac-cyrillic";
    return encoding_for_label(found);
}

bool is_east_asian(std::string_view encoding) noexcept {
    return encoding == k_gbk || encoding == k_gb18030 || encoding == "Big5" || encoding == "Shift_JIS" ||
           encoding == "EUC-JP" || encoding == "EUC-KR" || encoding == "ISO-2022-JP";
}

bool says_chinese(std::string_view bytes, std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    if (core::to_ascii_lower(host).ends_with(".cn")) return true;
    const std::string start = core::to_ascii_lower(bytes.substr(0, k_prescan_bytes));
    return start.find("lang=\"zh") != std::string::npos || start.find("lang='zh") != std::string::npos ||
           start.find("lang=zh") != std::string::npos;
}

bool decodes_badly(const Decoded& decoded) noexcept {
    if (decoded.replacements == 0) return false;
    const auto characters =
        static_cast<std::size_t>(std::count_if(decoded.text.begin(), decoded.text.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        }));
    return decoded.replacements * k_characters_per_tolerated_error > characters;
}

Decoded decode_as(std::string_view bytes, std::string_view encoding, EncodingSource source) {
    Decoded decoded = decode(bytes, encoding);
    decoded.source = source;
    return decoded;
}

/// For bytes that declare nothing. Validity as UTF-8 comes before the detector: text in another
/// encoding is hardly ever valid UTF-8, while the detector takes a few accents for anything.
Decoded decode_undeclared(std::string_view bytes, std::string_view host) {
    if (is_utf8(bytes)) return decode_as(bytes, k_utf8, EncodingSource::valid_utf8);
    std::string_view detected = ask_detector(detector_sample(bytes));
    if (detected == k_utf8 || detected == k_replacement_encoding) detected = {};
    // A few Chinese words look like any single-byte encoding to the detector.
    const bool chinese = says_chinese(bytes, host);
    if (!detected.empty() && (!chinese || is_east_asian(detected))) {
        Decoded decoded = decode_as(bytes, detected, EncodingSource::detected);
        if (!decodes_badly(decoded)) return decoded;
    }
    return decode_as(bytes, chinese ? k_gb18030 : k_windows_1252, EncodingSource::fallback);
}

}  // namespace

Decoded decode_page(std::string_view bytes, std::string_view content_type, std::string_view host) {
    if (const std::string_view encoding = bom_encoding(bytes); !encoding.empty())
        return decode_as(bytes, encoding, EncodingSource::bom);
    const MediaType type = parse_media_type(content_type);
    EncodingSource source = EncodingSource::transport;
    std::string_view encoding = encoding_for_label(type.charset);
    if (encoding.empty() && may_declare_encoding(type.essence)) {
        source = EncodingSource::meta;
        encoding = prescan_encoding(bytes);
    }
    if (encoding.empty()) return decode_undeclared(bytes, host);
    Decoded decoded = decode_as(bytes, encoding, source);
    if (encoding != k_utf8 && decodes_badly(decoded) && is_utf8(bytes))
        return decode_as(bytes, k_utf8, EncodingSource::valid_utf8);
    return decoded;
}

}  // namespace linktender::page
