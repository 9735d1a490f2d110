#include "linktender/verdict/hijack.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;

TEST_CASE("hijack: a title that advertises and shares nothing with any anchor is a hijacked page",
          "[verdict]") {
    struct Row {
        const char* title;
        std::vector<std::string> anchors;
        Confidence confidence;
    };
    const auto row = GENERATE(values<Row>({
        {"Daftar Situs Slot Gacor Hari Ini", {"Fusing layers on small boards"}, Confidence::high},
        {"Buy VIAGRA tonight!", {"Fusing layers on small boards", "here"}, Confidence::high},
        {"澳门新葡京娱乐城_注册送彩金", {"在小板子上合并网络层 | 编译茶馆"}, Confidence::high},
        {"Best Casino Bonus 2026", {"Fusing layers on small boards"}, Confidence::low},
        {"彩票开奖结果查询", {"在小板子上合并网络层 | 编译茶馆"}, Confidence::low},
        {"Daftar Situs Slot Gacor Hari Ini", {"在小板子上合并网络层"}, Confidence::low},
        {"Daftar Situs Slot Gacor Hari Ini", {"here", ""}, Confidence::low},
        {"Daftar Situs Slot Gacor Hari Ini", {}, Confidence::low},
    }));
    CAPTURE(row.title);

    const auto verdict = hijack_by_title(row.title, row.anchors);

    REQUIRE(verdict);
    CHECK(verdict->outcome == Outcome::parked);
    CHECK(verdict->reason == "hijacked-title");
    CHECK(verdict->confidence == row.confidence);
    CHECK_FALSE(verdict->evidence.empty());
}

TEST_CASE("hijack: honest pages that use such words are left alone", "[verdict]") {
    struct Row {
        const char* title;
        std::vector<std::string> anchors;
    };
    const auto row = GENERATE(values<Row>({
        {"Fusing layers on small boards", {"Seven cakes for a rainy Sunday"}},
        {"A specialist in compilers", {"Seven cakes for a rainy Sunday"}},
        {"A program that plays poker", {"Seven cakes for a rainy Sunday"}},
        {"用彩票假设剪枝网络", {"在小板子上合并网络层"}},
        {"多臂老虎机入门", {"在小板子上合并网络层"}},
        {"Poker, betting and how programs learn to bluff", {"会虚张声势的程序"}},
        {"How spam for viagra is filtered", {"How spam for viagra is filtered"}},
        {"How spam for viagra is filtered", {"Seven cakes for a rainy Sunday", "Filtering spam for viagra"}},
        {"博彩业监管新规", {"监管新规：博彩业怎么办"}},
        {"Casino slots", {"The casino of the future"}},
        {"", {"Seven cakes for a rainy Sunday"}},
    }));
    CAPTURE(row.title);
    CHECK_FALSE(hijack_by_title(row.title, row.anchors));
}

TEST_CASE("hijack: a word within a longer one counts once", "[verdict]") {
    CHECK_FALSE(
        hijack_by_title("Free slot machines", std::vector<std::string>{"Seven cakes for a rainy Sunday"}));
    CHECK_FALSE(
        hijack_by_title("Casino casino casino", std::vector<std::string>{"Seven cakes for a rainy day"}));
}

TEST_CASE("hijack: hostile titles and thousands of anchors are bounded", "[verdict]") {
    std::string title = "slot gacor ";
    for (int i = 0; i < 100'000; ++i) title += "\x1bslotslot ";
    const std::vector<std::string> anchors(10'000, "Seven cakes for a rainy Sunday");

    const auto verdict = hijack_by_title(title, anchors);

    REQUIRE(verdict);
    CHECK(verdict->evidence.size() < 1000);
    CHECK(verdict->evidence.find('\x1b') == std::string::npos);
}
