#include "encode.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace std::string_literals;
using page_tests::encode;

namespace {

/// Every character of the text must come from exactly the bytes that the map names.
std::size_t characters_out_of_place(const std::string& bytes, const std::string& encoding) {
    const page::Decoded decoded = page::decode_with_map(bytes, encoding);
    std::size_t wrong = 0;
    std::size_t before = page::source_offset(decoded, 0);
    for (std::size_t at = 0; at < decoded.text.size();) {
        const std::size_t length = core::decode_utf8(decoded.text, at).length;
        const std::size_t begin = page::source_offset(decoded, at);
        const std::size_t end = page::source_offset(decoded, at + length);
        const bool in_order = begin == before && begin < end && end <= bytes.size();
        if (!in_order ||
            page::decode(bytes.substr(begin, end - begin), encoding).text != decoded.text.substr(at, length))
            ++wrong;
        before = end;
        at += length;
    }
    return before == bytes.size() ? wrong : wrong + 1;
}

const std::string k_mixed =
    "# 深度学习框架周报 2019\n\n[链接](https://example.org/路径?a=1) — “引号”，全角。\r\nplain ASCII only\n";

}  // namespace

TEST_CASE("page: a label names an encoding whatever its case and the space around it", "[page]") {
    struct Row {
        std::string label;
        std::string name;
    };
    const auto row = GENERATE(values<Row>({
        {"utf-8", "UTF-8"},
        {" UTF8\n", "UTF-8"},
        {"gb2312", "GBK"},
        {"GB_2312-80", "GBK"},
        {"x-gbk", "GBK"},
        {"GB18030", "gb18030"},
        {"big5-hkscs", "Big5"},
        {"latin1", "windows-1252"},
        {"ISO-8859-1", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"sjis", "Shift_JIS"},
        {"ks_c_5601-1987", "EUC-KR"},
        {"utf-16", "UTF-16LE"},
        {"unicodefffe", "UTF-16BE"},
        {"hz-gb-2312", "replacement"},
        {"iso-8859-9", "windows-1254"},
        {"iso-8859-8-i", "ISO-8859-8-I"},
        {"utf-7", ""},
        {"gb2312 gbk", ""},
        {"", ""},
    }));
    CAPTURE(row.label);

    CHECK(page::encoding_for_label(row.label) == row.name);
}

TEST_CASE("page: every encoding with a converter decodes ASCII", "[page]") {
    const std::string name = GENERATE(values<std::string>(
        {"UTF-8",        "GBK",          "gb18030",      "Big5",         "Shift_JIS",     "EUC-JP",
         "ISO-2022-JP",  "EUC-KR",       "windows-1252", "IBM866",       "ISO-8859-2",    "ISO-8859-3",
         "ISO-8859-4",   "ISO-8859-5",   "ISO-8859-6",   "ISO-8859-7",   "ISO-8859-8",    "ISO-8859-8-I",
         "ISO-8859-10",  "ISO-8859-13",  "ISO-8859-14",  "ISO-8859-15",  "KOI8-R",        "KOI8-U",
         "macintosh",    "windows-874",  "windows-1250", "windows-1251", "windows-1253",  "windows-1254",
         "windows-1255", "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic"}));
    CAPTURE(name);
    std::string ascii;
    for (char c = ' '; c < 0x7F; ++c) ascii += c;

    const page::Decoded decoded = page::decode(ascii, name);

    CHECK(page::encoding_for_label(name) == name);
    CHECK(decoded.text == ascii);
    CHECK(decoded.encoding == name);
    CHECK(decoded.replacements == 0);
}

TEST_CASE("page: Chinese and Japanese text survives each of its encodings, place by place", "[page]") {
    struct Row {
        std::string text;
        const char* converter;
        std::string label;
    };
    const std::string rare = "生僻字：㐀𠀀𪚥，😀 é ā";
    const std::string traditional = "繁體中文，全形（括號）and ASCII。";
    const std::string kana = "日本語のテスト、ｶﾀｶﾅ and ASCII。";
    const auto row = GENERATE_COPY(values<Row>({
        {k_mixed, "gb18030", "gb2312"},
        {k_mixed + rare, "gb18030", "gb18030"},
        {k_mixed + rare, "UTF-16LE", "utf-16le"},
        {k_mixed + rare, "UTF-16BE", "utf-16be"},
        {k_mixed + rare, "UTF-8", "utf-8"},
        {traditional, "Big5", "big5"},
        {kana, "Shift_JIS", "shift_jis"},
        {kana, "EUC-JP", "euc-jp"},
        {"한국어 텍스트 and ASCII.", "windows-949", "euc-kr"},
        {"Привет, мир", "windows-1251", "windows-1251"},
        {"Привет, мир", "KOI8-R", "koi8-r"},
        {"naïve “café” €", "windows-1252", "iso-8859-1"},
    }));
    CAPTURE(row.label, row.text);
    const std::string bytes = encode(row.text, row.converter);

    const page::Decoded decoded = page::decode(bytes, row.label);

    CHECK(decoded.text == row.text);
    CHECK(decoded.replacements == 0);
    CHECK(page::decode_with_map(bytes, row.label).text == row.text);
    CHECK(characters_out_of_place(bytes, row.label) == 0);
}

TEST_CASE("page: the map is exact across the pieces in which a long text is decoded", "[page]") {
    struct Row {
        const char* converter;
        std::string label;
    };
    const auto row =
        GENERATE(values<Row>({{"gb18030", "gb18030"}, {"UTF-16LE", "utf-16le"}, {"UTF-16BE", "utf-16be"}}));
    CAPTURE(row.label);
    std::string text;
    for (int line = 0; text.size() < 40'000; ++line)
        text += "第" + std::to_string(line) + "行：𠀀 link 😀 㐀" +
                std::string(static_cast<std::size_t>(line % 7), 'x') + "\n";

    const std::string bytes = encode(text, row.converter);

    CHECK(page::decode(bytes, row.label).text == text);
    CHECK(characters_out_of_place(bytes, row.label) == 0);
}

TEST_CASE("page: a BOM is dropped and the map begins behind it", "[page]") {
    struct Row {
        std::string bytes;
        std::string label;
        std::size_t start;
    };
    const auto row = GENERATE(values<Row>({
        {"\xEF\xBB\xBFok"s, "utf-8", 3},
        {"\xFF\xFEo\0k\0"s, "utf-16le", 2},
        {"\xFE\xFF\0o\0k"s, "utf-16be", 2},
    }));
    CAPTURE(row.label);

    const page::Decoded decoded = page::decode_with_map(row.bytes, row.label);

    CHECK(decoded.text == "ok");
    CHECK(page::source_offset(decoded, 0) == row.start);
    CHECK(page::source_offset(decoded, 2) == row.bytes.size());
}

TEST_CASE("page: valid UTF-8 needs one run however long it is", "[page]") {
    const page::Decoded decoded = page::decode_with_map(k_mixed, "utf-8");

    CHECK(decoded.runs.size() == 2);
    for (std::size_t at = 0; at <= k_mixed.size(); ++at) REQUIRE(page::source_offset(decoded, at) == at);
}

TEST_CASE("page: bytes that do not decode become U+FFFD and are counted", "[page]") {
    struct Row {
        std::string bytes;
        std::string label;
        std::string text;
        std::size_t replacements;
    };
    const auto row = GENERATE(values<Row>({
        {"a\xFF"
         "b"s,
         "utf-8", "a\uFFFDb", 1},
        {"a\xE4\xBD"s, "utf-8", "a\uFFFD\uFFFD", 2},
        {"a\x81 b"s, "gbk", "a\uFFFD b", 1},
        {"a\xFF"
         "b"s,
         "gbk", "a\uFFFDb", 1},
        {"a\xB0"s, "gb18030", "a\uFFFD", 1},
        {"a\0\x00\xD8"
         "b\0"s,
         "utf-16le", "a\uFFFDb", 1},
        {"a\0b"s, "utf-16le", "a\uFFFD", 1},
        {"a\xA5"s, "iso-8859-6", "a\uFFFD", 1},
        {"anything"s, "iso-2022-kr", "\uFFFD", 1},
        {""s, "iso-2022-kr", "", 0},
    }));
    CAPTURE(row.label, row.bytes);

    const page::Decoded decoded = page::decode(row.bytes, row.label);

    CHECK(decoded.text == row.text);
    CHECK(decoded.replacements == row.replacements);
    CHECK(page::decode_with_map(row.bytes, row.label).text == row.text);
}

TEST_CASE("page: byte 80 alone is the euro sign in GBK", "[page]") {
    CHECK(page::decode("5\x80", "gbk").text == "5€");
    CHECK(page::decode("\x81\x30\x81\x30", "gb18030").text == "\u0080");
}

TEST_CASE("page: an unknown encoding is read as windows-1252", "[page]") {
    const page::Decoded decoded = page::decode("caf\xE9", "klingon");

    CHECK(decoded.text == "café");
    CHECK(decoded.encoding == "windows-1252");
}

TEST_CASE("page: the map stays ordered and in bounds on bytes without sense", "[page]") {
    const std::string label =
        GENERATE(values<std::string>({"utf-8", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp",
                                      "euc-kr", "utf-16le", "utf-16be"}));
    CAPTURE(label);
    std::uint32_t state = 12345;
    std::string bytes;
    for (int i = 0; i < 30'000; ++i) {
        state = state * 1664525U + 1013904223U;
        bytes += static_cast<char>(state >> 24U);
    }

    const page::Decoded decoded = page::decode_with_map(bytes, label);

    CHECK(core::is_valid_utf8(decoded.text));
    std::size_t before = 0;
    std::size_t wrong = 0;
    for (std::size_t at = 0; at <= decoded.text.size(); ++at) {
        const std::size_t place = page::source_offset(decoded, at);
        if (place < before || place > bytes.size()) ++wrong;
        before = place;
    }
    CHECK(wrong == 0);
}
