#include "page/line.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "support/catch.hpp"

using namespace linktender;

TEST_CASE("page: white space of any kind becomes one space between words", "[page]") {
    page::Line line(100);

    line.add("\n a\tb\u00A0\u3000c");
    line.add("d ");
    line.add_gap();
    line.add("\u2003e\v");

    CHECK(line.text() == "a b cd e");
    CHECK(line.length() == 8);
    CHECK_FALSE(line.is_cut());
}

TEST_CASE("page: what shows nothing or turns the writing round is left out of a line", "[page]") {
    page::Line line(100);

    line.add(
        "a\x01\x7F\u0085"
        "b\u00AD\u200B\u202E\u2066\uFEFF"
        "c\u200D"
        "d");

    CHECK(line.text() ==
          "a bc\u200D"
          "d");
}

TEST_CASE("page: a text in one piece makes the line that its bytes make one by one", "[page]") {
    constexpr std::string_view k_bytes = "abcdefg~ \n\x01\x7F";
    std::mt19937 random(4711);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        while (text.size() < 40)
            text += k_bytes[std::min<std::size_t>(random() % 40, random() % k_bytes.size())];
        page::Line whole(1000);
        page::Line bytes(1000);

        whole.add(text);
        for (const char& byte : text) bytes.add({&byte, 1});

        REQUIRE(whole.length() == bytes.length());
        REQUIRE(whole.take() == bytes.take());
    }
}

TEST_CASE("page: ill-formed bytes show as replaced", "[page]") {
    page::Line line(100);

    line.add("a\xFF\xE4\xBD");

    CHECK(line.text() == "a\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("page: a full line keeps nothing more, but counts on", "[page]") {
    page::Line line(8);

    line.add("你好世界 a");

    CHECK(line.is_cut());
    CHECK(line.text() == "你好");
    CHECK(line.length() == 6);
}

TEST_CASE("page: a word is divided where the line is full", "[page]") {
    page::Line line(5);

    line.add("ab cdef gh");

    CHECK(line.text() == "ab cd");
    CHECK(line.length() == 10);
}

TEST_CASE("page: a full line does not end in a space", "[page]") {
    page::Line line(3);

    line.add("ab cd");

    CHECK(line.text() == "ab");
}
