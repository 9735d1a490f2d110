#include "pdf_title.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "clean.hpp"
#include "encodings.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "linktender/page/references.hpp"
#include "pdf_reader.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;
using Kind = PdfPiece::Kind;

constexpr std::size_t k_title_bytes = 512;

// ISO 32000-1, D.3: what PDFDocEncoding has at 18–1F and 80–9F; 0 where it has nothing.
constexpr std::array<char32_t, 8> k_accents{0x02D8, 0x02C7, 0x02C6, 0x02D9, 0x02DD, 0x02DB, 0x02DA, 0x02DC};
constexpr std::array<char32_t, 32> k_marks{0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044,
                                           0x2039, 0x203A, 0x2212, 0x2030, 0x201E, 0x201C, 0x201D, 0x2018,
                                           0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141, 0x0152, 0x0160,
                                           0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E, 0};

char32_t pdf_doc_character(unsigned char byte) noexcept {
    if (byte == '\t' || byte == '\n' || byte == '\r') return U' ';
    if (byte >= 0x18 && byte < 0x20) return k_accents[byte - 0x18U];
    if (byte >= 0x80 && byte < 0xA0) return k_marks[byte - 0x80U];
    if (byte == 0xA0) return 0x20AC;
    return byte < 0x18 || byte == 0x7F || byte == 0xAD ? U'\0' : char32_t{byte};
}

/// Bytes beyond ASCII in a row are another encoding that nobody names, or were encrypted.
std::string from_pdf_doc_encoding(std::string_view bytes) {
    constexpr int k_longest_run = 2;
    std::string text;
    int run = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const char32_t character = pdf_doc_character(byte);
        run = byte < 0x80 ? 0 : run + 1;
        if (character == 0 || run > k_longest_run) return {};
        core::append_utf8(text, character);
    }
    return text;
}

/// UTF-16 may name a language between two U+001B: ISO 32000-1, 7.9.2.2.
std::string without_language_marks(std::string text) {
    for (std::size_t begin = text.find('\x1B'); begin != std::string::npos; begin = text.find('\x1B')) {
        const std::size_t end = text.find('\x1B', begin + 1);
        text.erase(begin, end == std::string::npos ? 1 : end - begin + 1);
    }
    return text;
}

std::string decode_string(std::string_view bytes) {
    if (bytes.starts_with("\xFE\xFF")) return without_language_marks(decode(bytes, k_utf16be).text);
    if (bytes.starts_with("\xFF\xFE")) return without_language_marks(decode(bytes, k_utf16le).text);
    if (bytes.starts_with("\xEF\xBB\xBF")) return decode(bytes, k_utf8).text;
    const bool ascii =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii && core::is_valid_utf8(bytes)) return std::string(bytes);  // against the rules, and common
    return from_pdf_doc_encoding(bytes);
}

/// `Microsoft Word - thesis.doc` names a file, `untitled` nothing.
std::string as_title(std::string_view text) {
    static constexpr std::array k_files{".doc"sv,  ".docx"sv, ".dvi"sv, ".eps"sv,  ".fm"sv,
                                        ".indd"sv, ".pdf"sv,  ".ppt"sv, ".pptx"sv, ".ps"sv,
                                        ".qxd"sv,  ".rtf"sv,  ".tex"sv, ".wpd"sv};
    static constexpr std::array k_nothing{"untitled"sv, "title"sv, "slide 1"sv, "(anonymous)"sv,
                                          "powerpoint presentation"sv};
    const std::string line = clean_line(text, k_title_bytes);
    std::string_view title = line;
    for (const std::string_view program : {"Microsoft Word - "sv, "Microsoft PowerPoint - "sv}) {
        if (title.starts_with(program)) title.remove_prefix(program.size());
    }
    const std::string lower = core::to_ascii_lower(title);
    const bool is_file = std::any_of(k_files.begin(), k_files.end(),
                                     [&](std::string_view ending) { return lower.ends_with(ending); });
    const bool is_nothing = std::find(k_nothing.begin(), k_nothing.end(), lower) != k_nothing.end();
    return is_file || is_nothing ? std::string{} : std::string(title);
}

/// The last information dictionary's title. Bookmarks have titles as well, and places to go to.
std::string title_in_information(std::string_view text) {
    static constexpr std::array k_information{"Producer"sv, "Creator"sv,  "Author"sv, "CreationDate"sv,
                                              "ModDate"sv,  "Keywords"sv, "Subject"sv};
    static constexpr std::array k_bookmark{"Parent"sv, "Dest"sv,  "A"sv,   "Next"sv,
                                           "Prev"sv,   "First"sv, "Type"sv};
    PdfReader reader(text);
    std::string last;
    std::string title;
    std::size_t depth = 0;  // of dictionaries and arrays
    bool informs = false;
    bool marks = false;
    std::string_view key;
    for (PdfPiece piece = reader.next(); piece.kind != Kind::end; piece = reader.next()) {
        const bool begins = piece.kind == Kind::begin_dictionary || piece.kind == Kind::begin_array;
        if (piece.kind == Kind::word && piece.text == "endobj") depth = 0;
        if (begins && ++depth == 1) {
            title.clear();
            informs = marks = false;
        }
        if (depth == 1 && piece.kind == Kind::name) {
            informs = informs || std::find(k_information.begin(), k_information.end(), piece.text) !=
                                     k_information.end();
            marks = marks || std::find(k_bookmark.begin(), k_bookmark.end(), piece.text) != k_bookmark.end();
        }
        if (depth == 1 && piece.kind == Kind::string && key == "Title")
            title = as_title(decode_string(piece.bytes));
        key = piece.kind == Kind::name ? piece.text : std::string_view{};
        if ((piece.kind == Kind::end_dictionary || piece.kind == Kind::end_array) && depth > 0 &&
            --depth == 0) {
            if (informs && !marks && !title.empty()) last = title;
        }
    }
    return last;
}

std::optional<std::string_view> between(std::string_view text, std::string_view begin,
                                        std::string_view end) noexcept {
    const std::size_t from = text.find(begin);
    if (from == std::string_view::npos) return std::nullopt;
    const std::size_t to = text.find(end, from);
    if (to == std::string_view::npos) return std::nullopt;
    return text.substr(from, to - from);
}

/// Pictures inside the file have XMP of their own; the document's speaks of PDF.
std::string title_in_xmp(std::string_view text) {
    constexpr int k_packets = 16;
    for (int i = 0; i < k_packets; ++i) {
        const auto packet = between(text, "<x:xmpmeta", "</x:xmpmeta>");
        if (!packet) return {};
        text.remove_prefix(static_cast<std::size_t>(packet->data() - text.data()) + packet->size());
        if (packet->find("application/pdf") == std::string_view::npos &&
            packet->find("http://ns.adobe.com/pdf/") == std::string_view::npos)
            continue;
        const auto title = between(*packet, "<dc:title", "</dc:title>");
        const auto item = title ? between(*title, "<rdf:li", "</rdf:li>") : std::nullopt;
        if (!item || item->find('>') == std::string_view::npos) continue;
        const std::string_view content = item->substr(item->find('>') + 1);
        if (std::string found = as_title(CharRefs().decode(content, CharRefs::Rules::text)); !found.empty())
            return found;
    }
    return {};
}

/// The trailer stands at the end, in files made for the web at the beginning.
bool is_encrypted(std::string_view file, std::string_view start) noexcept {
    constexpr std::size_t k_trailer_bytes = 4096;
    const std::string_view end = file.substr(file.size() - std::min(file.size(), k_trailer_bytes));
    return start.find("/Encrypt") != std::string_view::npos || end.find("/Encrypt") != std::string_view::npos;
}

}  // namespace

std::string pdf_title(std::string_view file) {
    constexpr std::size_t k_header_bytes = 1024;
    const std::string_view start = file.substr(0, k_pdf_title_bytes);
    if (start.substr(0, k_header_bytes).find("%PDF-") == std::string_view::npos) return {};
    if (is_encrypted(file, start)) return {};
    std::string title = title_in_information(start);
    return title.empty() ? title_in_xmp(start) : title;
}

}  // namespace linktender::page
