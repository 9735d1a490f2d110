#include "linktender/report/occurrence_lines.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>

#include "linktender/core/text.hpp"

namespace linktender::report {

namespace {

/// Bytes that a JSON string takes as they are (RFC 8259 section 7), once the text is valid UTF-8.
/// DEL is legal but no friend of terminals.
constexpr auto k_plain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 256; ++byte)
        plain[byte] = byte != '"' && byte != '\\' && byte != 0x7F;
    return plain;
}();

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    }
}

void append_number(std::string& out, std::size_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    if (!core::is_valid_utf8(text)) return append_json_string(out, core::to_valid_utf8(text));
    out += '"';
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (k_plain[static_cast<unsigned char>(text[at])]) continue;
        out.append(text.substr(start, at - start));
        append_escaped(out, text[at]);
        start = at + 1;
    }
    out.append(text.substr(start));
    out += '"';
}

void append_json_line(std::string& out, std::string_view file, const source::Occurrence& occurrence) {
    out += "{\"file\":";
    append_json_string(out, file);
    out += ",\"line\":";
    append_number(out, occurrence.line);
    out += ",\"column\":";
    append_number(out, occurrence.column);
    out += ",\"offset\":";
    append_number(out, occurrence.offset);
    out += ",\"length\":";
    append_number(out, occurrence.length);
    out += ",\"url\":";
    if (occurrence.url)
        append_json_string(out, occurrence.url->href());
    else
        out += "null";
    out += ",\"raw\":";
    append_json_string(out, occurrence.raw);
    out += ",\"text\":";
    append_json_string(out, occurrence.text);
    out += ",\"form\":";
    append_json_string(out, source::to_string(occurrence.form));
    out += "}\n";
}

void append_text_line(std::string& out, std::string_view file, const source::Occurrence& occurrence) {
    fmt::format_to(std::back_inserter(out), "{}:{}:{}: ", core::escape_control(file), occurrence.line,
                   occurrence.column);
    out += core::escape_control(occurrence.url ? occurrence.url->href() : std::string_view(occurrence.raw));
    if (!occurrence.url) {
        const auto why = occurrence.url_error ? url::describe(*occurrence.url_error)
                                              : "relative, and no base URL is known";
        fmt::format_to(std::back_inserter(out), "  ({})", why);
    }
    if (!occurrence.text.empty()) out += "  " + core::escape_control(occurrence.text);
    out += '\n';
}

}  // namespace linktender::report
