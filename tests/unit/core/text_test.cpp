#include "linktender/core/text.hpp"

#include "support/catch.hpp"

using namespace linktender::core;

TEST_CASE("core: ill-formed UTF-8 decodes to one replacement character a byte", "[core]") {
    const std::string_view bytes = GENERATE(values<std::string_view>(
        {"\xff", "\xc0\xaf", "\xe4\xbd", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x82\x82\xac", "\x80"}));
    CAPTURE(bytes);

    const CodePoint point = decode_utf8(bytes);

    CHECK(point.value == 0xFFFD);
    CHECK(point.length == 1);
    CHECK_FALSE(is_valid_utf8(bytes));
}

TEST_CASE("core: every code point that UTF-8 can hold survives encoding and decoding", "[core]") {
    const char32_t value =
        GENERATE(values<char32_t>({0x00, 0x7F, 0x80, 0x7FF, 0x800, 0x4E2D, 0xFFFF, 0x10000, 0x10FFFF}));
    std::string text;

    append_utf8(text, value);

    CHECK(decode_utf8(text).value == value);
    CHECK(decode_utf8(text).length == text.size());
    CHECK(is_valid_utf8(text));
}

TEST_CASE("core: an ill-formed byte is found wherever it stands", "[core]") {
    const std::string_view bad = GENERATE(values<std::string_view>(
        {"\xff", "\xc0\xaf", "\xe4\xbd", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"}));
    const std::string_view around =
        GENERATE(values<std::string_view>({"abcdefghijklm", "骁龙跑分", "aé骁\xF0\x9F\x98\x80"}));
    for (std::size_t before = 0; before < 20; ++before) {
        std::string text(before, 'x');
        text += around;
        CAPTURE(text);

        CHECK(is_valid_utf8(text));
        CHECK_FALSE(is_valid_utf8(text + std::string(bad)));
        CHECK_FALSE(is_valid_utf8(text + std::string(bad) + std::string(around)));
    }
}

TEST_CASE("core: text is cut between code points", "[core]") {
    CHECK(truncate_utf8("骁龙", 6) == "骁龙");
    CHECK(truncate_utf8("骁龙", 5) == "骁…");
    CHECK(truncate_utf8("骁龙", 2) == "…");
}

TEST_CASE("core: nothing that steers a terminal survives escape_control", "[core]") {
    struct Row {
        std::string_view text;
        std::string_view shown;
    };
    const auto row = GENERATE(values<Row>({{"\x1b[31mred", "\\x1b[31mred"},
                                           {"a\nb\tc", "a\\x0ab\\x09c"},
                                           {"\xc2\x9b"
                                            "31m",
                                            "\\x9b31m"},
                                           {"\xe2\x80\xae"
                                            "gpj",
                                            "\\u202egpj"},
                                           {"\xff!", "\\xff!"},
                                           {"骁龙 865", "骁龙 865"}}));
    CHECK(escape_control(row.text) == row.shown);
}

TEST_CASE("core: runs of white space collapse to one space", "[core]") {
    CHECK(collapse_space("  a \n\t b  ") == "a b");
    CHECK(collapse_space(" \r\n ").empty());
}
