// From bytes to UTF-8: encoding labels, detection and decoding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::page {

/// The encoding's name by the WHATWG Encoding Standard for a label (`gb2312` -> `GBK`,
/// `latin1` -> `windows-1252`); empty when the label is unknown.
/// https://encoding.spec.whatwg.org/#names-and-labels
[[nodiscard]] std::string_view encoding_for_label(std::string_view label) noexcept;

/// Where an encoding was learned from, in the order of precedence.
enum class EncodingSource : std::uint8_t { bom, transport, meta, valid_utf8, detected, fallback };

/// Which bytes of the source gave which bytes of the decoded text: a run of characters that all
/// took `source_step` bytes before and `text_step` bytes after. UTF-8 counts byte by byte.
struct DecodeRun {
    std::uint32_t text_offset = 0;
    std::uint32_t source_offset = 0;
    std::uint8_t text_step = 1;
    std::uint8_t source_step = 1;
};

struct Decoded {
    std::string text;           ///< valid UTF-8, without a BOM
    std::string_view encoding;  ///< WHATWG name, static
    EncodingSource source = EncodingSource::fallback;
    std::size_t replacements = 0;  ///< U+FFFD put in for bytes that do not decode
    std::vector<DecodeRun> runs;   ///< only from decode_with_map; the last one is the end of both
};

/// Decodes with a known encoding (a WHATWG name or label; an unknown one is read as windows-1252).
/// Never fails: what does not decode becomes U+FFFD. A BOM of that encoding is dropped.
[[nodiscard]] Decoded decode(std::string_view bytes, std::string_view encoding);

/// The same, remembering where each character came from.
[[nodiscard]] Decoded decode_with_map(std::string_view bytes, std::string_view encoding);

/// Offset in the source bytes of the character that stands at `text_offset` in `decoded.text`; the
/// source's size for its end and beyond. The map holds for sources under 4 GiB. Without a map the
/// offset itself.
[[nodiscard]] std::size_t source_offset(const Decoded& decoded, std::size_t text_offset) noexcept;

/// Decodes a page: BOM, then the charset of Content-Type, then the meta prescan, then detection.
/// `content_type` is the header's value or empty; `host` a hint for the detection (`.cn`). What a page
/// declares is not believed where it is UTF-8 beyond doubt, or where more than 0.5 % of its characters do
/// not decode and something else fits. Where nothing fits it is read as UTF-8 with U+FFFD, from
/// `fallback`: wrong text would look like text.
[[nodiscard]] Decoded decode_page(std::string_view bytes, std::string_view content_type,
                                  std::string_view host = {});

}  // namespace linktender::page
