#include "linktender/page/fingerprint.hpp"

#include <string>
#include <string_view>

#include "support/catch.hpp"

using namespace linktender::page;

namespace {

/// Words that no two neighbours share, so that every shingle is another one.
std::string different_words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        for (int rest = i + 26; rest > 0; rest /= 26) text += static_cast<char>('a' + rest % 26);
        text += ' ';
    }
    return text;
}

std::string repeated(std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
}

constexpr std::string_view k_article =
    "A compiler that fuses the layers of a network before it places them in memory saves most of the "
    "traffic between the two. We measure three small networks on a board with half a megabyte of memory "
    "and find that the largest of them fits only after fusing. The text explains how the planner orders "
    "the buffers, why it looks at their lives rather than their sizes, and what happens when a layer asks "
    "for scratch space. The last part lists the numbers for every layer and says which were surprising.";
constexpr std::string_view k_other =
    "Our bakery opens at seven in the morning and sells bread until the shelves are empty. On Saturdays "
    "there are rolls with poppy seeds, in winter also plum cake. Orders for birthdays should reach us "
    "three days ahead by telephone, because the oven is small and the family that runs it likes to sleep. "
    "Parking is behind the house, bicycles stand in the yard, and dogs wait at the door with a biscuit.";
constexpr std::string_view k_chinese =
    "编译器在给网络分配内存之前先把相邻的层合并，这样可以省去大部分数据搬运。我们在一块只有半兆内存的"
    "开发板上测量了三个小网络，发现最大的那个只有合并之后才放得下。文章说明了规划器如何排列缓冲区，为"
    "什么它看的是生命周期而不是大小，以及某一层需要临时空间时会发生什么。最后列出每一层的数字。";
constexpr std::string_view k_other_chinese =
    "面包店早上七点开门，卖完为止。星期六有撒着罂粟籽的小面包，冬天还有李子蛋糕。生日蛋糕请提前三天打"
    "电话预订，因为烤炉很小，而且开店的一家人喜欢睡觉。停车场在房子后面，自行车可以放在院子里，狗在门"
    "口等着，会得到一块饼干。如果下雨，客人可以坐在窗边的长椅上喝一杯热茶。";

}  // namespace

TEST_CASE("fingerprint: a text with a few words changed stays within six bits", "[page]") {
    const std::string_view text = GENERATE(values<std::string_view>({k_article, k_chinese}));
    const std::string whole = repeated(text, 2);

    const std::string more = whole + (text == k_article ? " Thanks for reading." : "谢谢阅读。");

    CHECK(hamming(fingerprint(whole), fingerprint(more)) <= 6);
    CHECK(similarity(fingerprint(whole), fingerprint(more)) > 0.9);
}

TEST_CASE("fingerprint: unrelated texts differ in more than twenty bits", "[page]") {
    CHECK(hamming(fingerprint(k_article), fingerprint(k_other)) > 20);
    CHECK(hamming(fingerprint(k_chinese), fingerprint(k_other_chinese)) > 20);
    CHECK(hamming(fingerprint(k_article), fingerprint(k_chinese)) > 20);
    CHECK(similarity(fingerprint(k_article), fingerprint(k_other)) < 0.6);
}

TEST_CASE("fingerprint: counters, dates, case and punctuation change nothing", "[page]") {
    struct Row {
        std::string_view a;
        std::string_view b;
    };
    const auto row = GENERATE(values<Row>({
        {"Read 12 times on 2019-12-17", "Read 9,731 times on 2026-01-02"},
        {"阅读 12 次", "阅读 100万次"},
        {"Loops, in Practice.", "loops in practice"},
        {"循环。实践", "循环 实践"},
        {"ＬＯＯＰＳ in practice", "loops in practice"},
        {"loops\xFFin\xC0practice", "loops in practice"},
    }));
    CAPTURE(row.a);
    if (row.a.starts_with("阅读")) {
        CHECK(hamming(fingerprint(row.a), fingerprint("阅读次")) == 0);
        return;
    }
    CHECK(fingerprint(row.a) == fingerprint(row.b));
}

TEST_CASE("fingerprint: the order of words counts", "[page]") {
    CHECK(fingerprint("the dog bites the man today").simhash !=
          fingerprint("the man bites the dog today").simhash);
    CHECK(fingerprint("狗咬了人").simhash != fingerprint("人咬了狗").simhash);
}

TEST_CASE("fingerprint: lengths count a Chinese character twice and leave out what is no letter", "[page]") {
    struct Row {
        std::string_view text;
        std::uint32_t length;
        std::uint32_t shingles;
    };
    const auto row = GENERATE(values<Row>({
        {"", 0, 0},
        {" 12, 34! \xFF\xFE", 0, 0},
        {"one", 3, 1},
        {"one two", 6, 2},
        {"一二三", 6, 3},
        {"用 GCC 编译", 9, 4},
        {"Äpfel und Öl", 10, 3},
        {"한국어", 6, 3},
        {"👍 ok 👍", 2, 1},
    }));
    CAPTURE(row.text);
    const Fingerprint found = fingerprint(row.text);
    CHECK(found.length == row.length);
    CHECK(found.shingles == row.shingles);
}

TEST_CASE("fingerprint: a shingle that is most of the text is the fingerprint, however it is counted",
          "[page]") {
    const int others = GENERATE(0, 1, 2, 3, 5, 7, 8, 9, 15, 100, 940);
    CAPTURE(others);

    const std::string text = repeated("drum ", 1000) + different_words(others);

    CHECK(fingerprint(text).simhash == fingerprint(repeated("drum ", 1000)).simhash);
    CHECK(fingerprint(text).shingles == static_cast<std::uint32_t>(1000 + others));
}

TEST_CASE("fingerprint: texts without letters resemble nothing but each other", "[page]") {
    CHECK(similarity(fingerprint(""), fingerprint("123")) == 1.0);
    CHECK(similarity(fingerprint(""), fingerprint(k_article)) == 0.0);
    CHECK(length_ratio(fingerprint(""), fingerprint("")) == 1.0);
    CHECK(length_ratio(fingerprint(""), fingerprint("abc")) > 1000);
    CHECK(length_ratio(fingerprint("abcdef"), fingerprint("abc")) == 0.5);
}

TEST_CASE("fingerprint: hostile bytes are read to their end", "[page]") {
    std::string bytes;
    for (int i = 0; i < 64 * 1024; ++i) bytes += static_cast<char>((i * 131 + i / 7) & 0xFF);

    CHECK(fingerprint(bytes) == fingerprint(bytes));
    CHECK(fingerprint(repeated("\xF0\x9F", 30000)).shingles == 0);
    CHECK(fingerprint(std::string(200'000, 'a')).shingles == 1);
}
