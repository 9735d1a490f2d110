#include "linktender/page/charset.hpp"

#include <uchardet.h>

#include <algorithm>
#include <memory>

#include "byte_evidence.hpp"
#include "encodings.hpp"
#include "linktender/core/text.hpp"
#include "media_type.hpp"
#include "meta_prescan.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_detector_bytes = std::size_t{64} * 1024;
/// A declared encoding is doubted when more than one character in this many does not decode.
constexpr std::size_t k_characters_per_tolerated_error = 200;

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
    // Of a few characters in a row it makes any language.
    constexpr std::ptrdiff_t k_fewest = 10;
    const auto high = std::count_if(sample.begin(), sample.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (high < k_fewest && !looks_western(sample)) return {};
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

struct Choice {
    std::string_view encoding;
    EncodingSource source = EncodingSource::fallback;
};

Decoded decode_as(std::string_view bytes, const Choice& choice) {
    Decoded decoded = decode(bytes, choice.encoding);
    decoded.source = choice.source;
    return decoded;
}

/// Whether a part of the text decodes, from its first character beyond ASCII on: trying every candidate on
/// the whole of a large page would cost more than all the rest.
bool fits(std::string_view bytes, std::string_view encoding) {
    constexpr std::size_t k_tried_bytes = std::size_t{64} * 1024;
    const auto* const first = std::find_if(bytes.begin(), bytes.end(),
                                           [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const auto begin = static_cast<std::size_t>(first - bytes.begin());
    return !encoding.empty() && !decodes_badly(decode(bytes.substr(begin, k_tried_bytes), encoding));
}

/// For bytes that declare nothing, or the wrong thing. Validity as UTF-8 comes before the detector:
/// text in another encoding is hardly ever valid UTF-8, while the detector takes a few accents for
/// anything. Where nothing fits, U+FFFD says so: text that is lost is better than text that is wrong.
Choice choose_undeclared(std::string_view bytes, std::string_view host) {
    if (const std::string_view utf16 = utf16_by_zeros(bytes); !utf16.empty())
        return {utf16, EncodingSource::detected};
    if (has_iso_2022_jp_escapes(bytes)) return {"ISO-2022-JP", EncodingSource::detected};
    if (is_utf8(bytes)) return {k_utf8, EncodingSource::valid_utf8};
    std::string_view detected = ask_detector(detector_sample(bytes));
    if (detected == k_utf8 || detected == k_replacement_encoding || !fits(bytes, detected)) detected = {};
    // A few Chinese words look like any single-byte encoding to the detector.
    const bool chinese = says_chinese(bytes, host);
    if (!detected.empty() && (!chinese || is_east_asian(detected)))
        return {detected, EncodingSource::detected};
    if (chinese && looks_like_gb(bytes) && fits(bytes, k_gb18030))
        return {k_gb18030, EncodingSource::fallback};
    if (!detected.empty()) return {detected, EncodingSource::detected};
    return {looks_western(bytes) ? k_windows_1252 : k_utf8, EncodingSource::fallback};
}

/// The header before the page. UTF-16 without its zero bytes is not believed.
Choice declared_encoding(std::string_view bytes, const MediaType& type) {
    const std::string_view header = encoding_for_label(type.charset);
    const bool utf16 = header == k_utf16le || header == k_utf16be;
    if (!header.empty() && !(utf16 && bytes.find('\0') == std::string_view::npos))
        return {header, EncodingSource::transport};
    if (!may_declare_encoding(type.essence)) return {};
    return {prescan_encoding(bytes), EncodingSource::meta};
}

/// For a page that does not decode by what it declares: what else it says, or what its bytes say.
Choice choose_mislabelled(std::string_view bytes, std::string_view host, const Choice& declared) {
    if (declared.source == EncodingSource::transport) {
        const std::string_view meta = prescan_encoding(bytes);
        if (meta != declared.encoding && fits(bytes, meta)) return {meta, EncodingSource::meta};
    }
    const Choice other = choose_undeclared(bytes, host);
    const bool sure = other.source != EncodingSource::fallback || other.encoding == k_gb18030;
    return sure ? other : declared;
}

}  // namespace

Decoded decode_page(std::string_view bytes, std::string_view content_type, std::string_view host) {
    if (const std::string_view encoding = bom_encoding(bytes); !encoding.empty())
        return decode_as(bytes, {encoding, EncodingSource::bom});
    const Choice declared = declared_encoding(bytes, parse_media_type(content_type));
    if (declared.encoding.empty()) return decode_as(bytes, choose_undeclared(bytes, host));
    // Many Chinese pages say gb2312 and are UTF-8. Half of them decode without an error, to nonsense.
    const bool ascii_based = declared.encoding != k_utf16le && declared.encoding != k_utf16be;
    if (declared.encoding != k_utf8 && ascii_based && is_surely_utf8(bytes))
        return decode_as(bytes, {k_utf8, EncodingSource::valid_utf8});
    Decoded decoded = decode_as(bytes, declared);
    if (!decodes_badly(decoded)) return decoded;
    const Choice other = choose_mislabelled(bytes, host, declared);
    if (other.encoding == declared.encoding) return decoded;
    Decoded second = decode_as(bytes, other);
    return second.replacements < decoded.replacements ? second : decoded;
}

}  // namespace linktender::page
