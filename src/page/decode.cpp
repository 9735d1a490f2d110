#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include "encodings.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"

namespace linktender::page {

namespace {

constexpr UChar k_replacement = 0xFFFD;
constexpr UChar k_euro = 0x20AC;
constexpr std::size_t k_piece = 4 * 1024;  // of the source; on the stack six times that

struct CloseConverter {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// Collects the text and, where asked, the runs that lead back to the source.
class Output {
public:
    Output(Decoded& decoded, bool map) : decoded_(decoded), map_(map) {}

    void put(char32_t c, std::size_t source_offset) {
        const std::size_t text_offset = decoded_.text.size();
        core::append_utf8(decoded_.text, c);
        if (map_) note(text_offset, source_offset);
    }

    /// Bytes taken over as they are.
    void copy(std::string_view bytes, std::size_t source_offset) {
        close_character(decoded_.text.size(), source_offset);
        if (map_ && !bytes.empty()) decoded_.runs.push_back(run(decoded_.text.size(), source_offset, 1, 1));
        decoded_.text.append(bytes);
    }

    void finish(std::size_t source_size) {
        if (!map_) return;
        close_character(decoded_.text.size(), source_size);
        decoded_.runs.push_back(run(decoded_.text.size(), source_size, 1, 1));
    }

private:
    static DecodeRun run(std::size_t text, std::size_t source, std::size_t text_step,
                         std::size_t source_step) {
        constexpr std::size_t k_step_limit = std::numeric_limits<std::uint8_t>::max();
        return {.text_offset = static_cast<std::uint32_t>(text),
                .source_offset = static_cast<std::uint32_t>(source),
                .text_step = static_cast<std::uint8_t>(std::clamp<std::size_t>(text_step, 1, k_step_limit)),
                .source_step = static_cast<std::uint8_t>(std::min(source_step, k_step_limit))};
    }

    void note(std::size_t text_offset, std::size_t source_offset) {
        close_character(text_offset, source_offset);
        open_ = true;
        open_text_ = text_offset;
        open_source_ = source_offset;
    }

    /// The character before is known whole once the next one begins: it prolongs the last run or
    /// begins another.
    void close_character(std::size_t text_end, std::size_t source_end) {
        if (!std::exchange(open_, false)) return;
        const DecodeRun next =
            run(open_text_, open_source_, text_end - open_text_, source_end - open_source_);
        if (!decoded_.runs.empty()) {
            const DecodeRun& last = decoded_.runs.back();
            const std::uint32_t characters = (next.text_offset - last.text_offset) / last.text_step;
            const bool same_steps = last.text_step == next.text_step && last.source_step == next.source_step;
            if (same_steps && last.source_offset + characters * last.source_step == next.source_offset)
                return;
        }
        decoded_.runs.push_back(next);
    }

    Decoded& decoded_;
    const bool map_;
    bool open_ = false;
    std::size_t open_text_ = 0;
    std::size_t open_source_ = 0;
};

struct Substitution {
    std::size_t count = 0;
    bool chinese = false;
};

/// What ICU calls for bytes that do not decode: U+FFFD, also where its default would put U+001A.
/// Byte 80 alone is the euro sign by https://encoding.spec.whatwg.org/#gb18030-decoder.
void substitute(const void* context, UConverterToUnicodeArgs* args, const char* bytes, int32_t length,
                UConverterCallbackReason reason, UErrorCode* error) {
    if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
    auto& substitution = *static_cast<Substitution*>(const_cast<void*>(context));
    const bool euro = substitution.chinese && length == 1 && *bytes == '\x80';
    if (!euro) ++substitution.count;
    const UChar unit = euro ? k_euro : k_replacement;
    *error = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &unit, 1, 0, error);
}

/// Joins surrogate pairs on their way from the converter to the output.
class Units {
public:
    explicit Units(Output& output) : output_(output) {}

    void put(UChar unit, std::size_t source_offset) {
        if (high_ != 0) {
            const UChar high = std::exchange(high_, UChar{0});
            if (U16_IS_TRAIL(unit)) {
                output_.put(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(high, unit)), high_offset_);
                return;
            }
            output_.put(k_replacement, high_offset_);
        }
        if (U16_IS_LEAD(unit)) {
            high_ = unit;
            high_offset_ = source_offset;
        } else {
            output_.put(unit, source_offset);
        }
    }

    void finish() {
        if (high_ != 0) output_.put(k_replacement, high_offset_);
    }

private:
    Output& output_;
    UChar high_ = 0;
    std::size_t high_offset_ = 0;
};

/// Converts in pieces, so that the buffers stay small however long the source is.
void convert(UConverter* converter, std::string_view bytes, std::size_t start, Units& units) {
    std::array<UChar, k_piece> buffer;
    std::array<int32_t, k_piece> offsets;
    const char* source = bytes.data() + start;
    const char* const end = bytes.data() + bytes.size();
    const auto offset_of = [&](const char* place) { return static_cast<std::size_t>(place - bytes.data()); };
    std::size_t carried = 0;  // where a character began that an earlier call has taken in
    UErrorCode error = U_ZERO_ERROR;
    while (source != end || error == U_BUFFER_OVERFLOW_ERROR) {
        const char* const piece_end = source + std::min<std::ptrdiff_t>(k_piece, end - source);
        const std::size_t call_start = offset_of(source);
        UChar* target = buffer.data();
        error = U_ZERO_ERROR;
        ucnv_toUnicode(converter, &target, buffer.data() + buffer.size(), &source, piece_end, offsets.data(),
                       static_cast<UBool>(piece_end == end), &error);
        std::size_t at = carried;
        const auto count = static_cast<std::size_t>(target - buffer.data());
        for (std::size_t i = 0; i < count; ++i) {
            at = offsets[i] < 0 ? carried : call_start + static_cast<std::size_t>(offsets[i]);
            units.put(buffer[i], at);
        }
        if (error == U_BUFFER_OVERFLOW_ERROR) {
            carried = at;
            continue;
        }
        UErrorCode ignored = U_ZERO_ERROR;
        const auto pending = static_cast<std::size_t>(std::max(ucnv_toUCountPending(converter, &ignored), 0));
        carried = offset_of(source) - std::min(pending, offset_of(source));
        if (U_FAILURE(error) && source != end) {
            // The callback resolves every error that the converters document; go on behind any other.
            units.put(k_replacement, offset_of(source++));
            ucnv_resetToUnicode(converter);
        }
    }
    units.finish();
}

/// Length of the longest beginning that is valid UTF-8.
std::size_t valid_prefix(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const core::CodePoint point = core::decode_utf8(text, at);
        if (point.length == 1) break;
        at += point.length;
    }
    return at;
}

void decode_utf8(std::string_view bytes, Output& output, Decoded& decoded) {
    std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const bool all_valid = core::is_valid_utf8(bytes);
    while (at < bytes.size()) {
        const std::size_t valid = all_valid ? bytes.size() - at : valid_prefix(bytes.substr(at));
        output.copy(bytes.substr(at, valid), at);
        at += valid;
        if (at == bytes.size()) break;
        output.put(k_replacement, at);
        ++decoded.replacements;
        ++at;
    }
}

std::string_view bom_of(std::string_view encoding) noexcept {
    if (encoding == k_utf16le) return "\xFF\xFE";
    if (encoding == k_utf16be) return "\xFE\xFF";
    return {};
}

void decode_with_icu(std::string_view bytes, const Encoding& encoding, Output& output, Decoded& decoded) {
    UErrorCode error = U_ZERO_ERROR;
    const Converter converter(ucnv_open(encoding.converter, &error));
    if (U_FAILURE(error)) {
        // An ICU built without this table. The text is lost, the ASCII part is not.
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            const auto byte = static_cast<unsigned char>(bytes[at]);
            output.put(byte < 0x80 ? char32_t{byte} : char32_t{k_replacement}, at);
            if (byte >= 0x80) ++decoded.replacements;
        }
        return;
    }
    Substitution substitution;
    substitution.chinese = encoding.name == k_gbk || encoding.name == k_gb18030;
    ucnv_setToUCallBack(converter.get(), substitute, &substitution, nullptr, nullptr, &error);
    const std::string_view bom = bom_of(encoding.name);
    const std::size_t start = bytes.starts_with(bom) ? bom.size() : 0;
    Units units(output);
    convert(converter.get(), bytes, start, units);
    decoded.replacements += substitution.count;
}

Decoded run_decoder(std::string_view bytes, std::string_view label, bool map) {
    const Encoding* encoding = find_encoding(label);
    if (encoding == nullptr) encoding = find_encoding(k_windows_1252);
    Decoded decoded;
    decoded.encoding = encoding->name;
    decoded.text.reserve(bytes.size() + bytes.size() / 2);
    Output output(decoded, map);
    if (encoding->name == k_utf8) {
        decode_utf8(bytes, output, decoded);
    } else if (encoding->converter != nullptr) {
        decode_with_icu(bytes, *encoding, output, decoded);
    } else if (!bytes.empty()) {
        // https://encoding.spec.whatwg.org/#replacement-decoder: one error for the whole.
        output.put(k_replacement, 0);
        ++decoded.replacements;
    }
    output.finish(bytes.size());
    return decoded;
}

}  // namespace

Decoded decode(std::string_view bytes, std::string_view encoding) {
    return run_decoder(bytes, encoding, false);
}

Decoded decode_with_map(std::string_view bytes, std::string_view encoding) {
    return run_decoder(bytes, encoding, true);
}

std::size_t source_offset(const Decoded& decoded, std::size_t text_offset) noexcept {
    if (decoded.runs.empty()) return text_offset;
    const DecodeRun& end = decoded.runs.back();
    if (text_offset >= end.text_offset) return end.source_offset;
    const auto after =
        std::upper_bound(decoded.runs.begin(), decoded.runs.end(), text_offset,
                         [](std::size_t offset, const DecodeRun& run) { return offset < run.text_offset; });
    if (after == decoded.runs.begin()) return 0;
    const DecodeRun& run = *std::prev(after);
    return run.source_offset + (text_offset - run.text_offset) / run.text_step * run.source_step;
}

}  // namespace linktender::page
