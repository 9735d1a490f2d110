#include "linktender/verdict/title_match.hpp"

#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "verdict/title_numbers.hpp"

using namespace linktender::verdict;

TEST_CASE("title match: an anchor and a title go together or not by what they share", "[verdict]") {
    using enum TitleMatch;
    struct Row {
        std::string_view anchor;
        std::string_view title;
        TitleMatch expected;
        std::string_view why;
    };
    const auto row = GENERATE(values<Row>({
        // Site names, accounts, width, case and punctuation do not count.
        {"Fusing layers on small boards", "Fusing Layers on Small Boards - Example Notes", match, "alike"},
        {"在小板子上合并网络层 | 编译茶馆", "在小板子上合并网络层", match, "alike"},
        {"在小板子上合并网络层 | 编译茶馆", "在小板子上合并网络层_示例网", match, "alike"},
        {"ＦＵＳＩＮＧ layers：on small boards", "fusing layers, on small boards!", match, "alike"},
        {"Packing buffers by their lives", "[2101.01234] Packing buffers by their lives", match, "alike"},
        {"Packing buffers by their lives", "Example Notes | Packing buffers by their lives", match, "alike"},
        {"合并网络层", "合并网络层", match, "alike"},
        {"ÜBERBLICK ÜBER DIE SPEICHERVERWALTUNG", "Überblick über die Speicherverwaltung", match, "alike"},
        // Other texts.
        {"Fusing layers on small boards", "Seven cakes for a rainy Sunday", mismatch, "nothing-in-common"},
        {"在小板子上合并网络层", "雨天适合烤的七种蛋糕", mismatch, "nothing-in-common"},
        {"雨天适合烤的七种蛋糕 | 编译茶馆", "在小板子上合并网络层 | 编译茶馆", mismatch, "nothing-in-common"},
        {"Fusing layers on small boards", "Cooking for boards of directors", no_statement, "undecided"},
        // Series and versions.
        {"合并网络层入门（一）", "合并网络层入门（二）", mismatch, "other-part"},
        {"合并网络层入门（上）", "合并网络层入门（下）", mismatch, "other-part"},
        {"合并网络层入门（二）", "合并网络层入门(2) | 编译茶馆", match, "alike"},
        {"合并网络层入门 第十二讲", "合并网络层入门 第12讲", match, "alike"},
        {"合并网络层入门 第3期", "合并网络层入门 第4期", mismatch, "other-part"},
        {"合并网络层入门（一）", "合并网络层入门", no_statement, "part-unclear"},
        {"Fusing layers, part 2", "Fusing layers, part 3", mismatch, "other-part"},
        {"Fusing layers, part II", "Fusing Layers: Part 2", match, "alike"},
        {"Release of the fuser v0.5", "Release of the fuser v0.6", mismatch, "other-part"},
        {"Release of the fuser v0.5", "Release of the fuser 0.5", match, "alike"},
        {"Fuser report of 2019", "Fuser report of 2020", no_statement, "other-number"},
        {"Fuser report", "Fuser report 2020", match, "alike"},
        // Two languages.
        {"在小板子上合并网络层", "Fusing layers on small boards", no_statement, "other-language"},
        {"合并网络层的新方法", "ネットワーク層を合わせる新しいやり方", no_statement, "other-language"},
        {"Fusing layers on small boards", "Слияние слоёв на малых платах", no_statement, "other-language"},
        {"FuseNet：在小板子上合并网络层", "FuseNet: fusing layers on boards", no_statement, "other-language"},
        // Repositories.
        {"mill/grinder: a grinder of loops", "GitHub - mill/grinder: Grinds loops into flour", match,
         "same-repository"},
        {"mill/grinder: a grinder of loops", "mill/grinder · GitHub", match, "same-repository"},
        {"mill/grinder: a grinder of loops", "GitHub - windmill/grinder: Grinds", no_statement,
         "other-owner"},
        {"mill/grinder: a grinder of loops", "GitHub - mill/baker: Bakes", mismatch, "other-repository"},
        // What says nothing.
        {"", "Fusing layers on small boards", no_statement, "no-title"},
        {"Fusing layers on small boards", "…!?", no_statement, "no-title"},
        {"https://example.org/a/b", "Fusing layers on small boards", no_statement, "an-address"},
        {"阅读原文", "雨天适合烤的七种蛋糕", no_statement, "generic"},
        {"Read more", "Seven cakes for a rainy Sunday", no_statement, "generic"},
        {"here", "Seven cakes for a rainy Sunday", no_statement, "too-short"},
        {"蛋糕", "在小板子上合并网络层", no_statement, "too-short"},
    }));
    CAPTURE(row.anchor, row.title);

    const TitleComparison found = compare_titles(row.anchor, row.title);
    const TitleComparison swapped = compare_titles(row.title, row.anchor);

    CHECK(found.why == row.why);
    CHECK(found.match == row.expected);
    CHECK(swapped.match == row.expected);
}

TEST_CASE("title match: numbers are told apart by what they number", "[verdict]") {
    struct Row {
        std::string_view text;
        std::string parts;
        std::string versions;
        std::string numbers;
    };
    const auto row = GENERATE(values<Row>({
        {"fuser v1.2.3 on 64 bits", "", "1.2.3", "1.2.3 64"},
        {"mp4 in 4k. 3.", "", "", "3 4"},
        {"(3) of (2019)", "3", "", "2019"},
        {"第一次, 第四家店, 第100个, 一周", "", "", "100"},
        {"第二十三章", "23", "", ""},
        {"合并 上", "上", "", ""},
        {"上海, 中国, 十一月", "", "", ""},
        {"vol. 7 #12", "12 7", "", ""},
        {"chapter iv, i like", "4", "", ""},
        {"part", "", "", ""},
        {"十十 一十一", "11 十十", "", ""},
    }));
    CAPTURE(row.text);
    const auto joined = [](const std::vector<std::string>& list) {
        std::string text;
        for (const std::string& item : list) text += (text.empty() ? "" : " ") + item;
        return text;
    };

    const TitleNumbers found = numbers_of(row.text);

    CHECK(joined(found.parts) == row.parts);
    CHECK(joined(found.versions) == row.versions);
    CHECK(joined(found.numbers) == row.numbers);
}

TEST_CASE("title match: hostile titles are compared by their beginnings", "[verdict]") {
    std::string borders;
    std::string numerals;
    std::string bytes;
    for (int i = 0; i < 100'000; ++i) {
        borders += "a|_";
        numerals += "第一(2)v3#";
        bytes += static_cast<char>((i * 37 + i / 5) & 0xFF);
    }
    for (const std::string& a : {borders, numerals, bytes, std::string(300'000, '1')}) {
        for (const std::string& b : {borders, numerals, bytes}) {
            const TitleComparison found = compare_titles(a, b);
            CHECK(found.jaccard <= 1.0);
        }
    }
}
