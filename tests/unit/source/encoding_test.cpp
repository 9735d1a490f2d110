#include "helpers.hpp"

using namespace linktender::source;

TEST_CASE("source: an issue is read in UTF-8, UTF-16 and GB18030", "[source]") {
    struct Row {
        std::string_view name;
        std::string bytes;
    };
    using namespace std::string_literals;
    const Row row = GENERATE(values<Row>({
        {"UTF-8", "[\xE6\x96\x87](http://x.example)"s},
        {"UTF-8 with a BOM", "\xEF\xBB\xBF[\xE6\x96\x87](http://x.example)"s},
        {"UTF-16LE with a BOM",
         "\xFF\xFE[\0\x87\x65]\0(\0h\0t\0t\0p\0:\0/\0/\0x\0.\0e\0x\0a\0m\0p\0l\0e\0)\0"s},
        {"UTF-16BE with a BOM",
         "\xFE\xFF\0[\x65\x87\0]\0(\0h\0t\0t\0p\0:\0/\0/\0x\0.\0e\0x\0a\0m\0p\0l\0e\0)"s},
        {"UTF-16LE", "[\0\x87\x65]\0(\0h\0t\0t\0p\0:\0/\0/\0x\0.\0e\0x\0a\0m\0p\0l\0e\0)\0"s},
        {"UTF-16BE", "\0[\x65\x87\0]\0(\0h\0t\0t\0p\0:\0/\0/\0x\0.\0e\0x\0a\0m\0p\0l\0e\0)"s},
        {"GB18030", "[\xCE\xC4](http://x.example)"s},
    }));
    CAPTURE(row.name);

    const Issue issue = extract_ok(row.bytes);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].text == "文");
    CHECK(issue.occurrences[0].raw == "http://x.example");
    CHECK(issue.occurrences[0].column == 1);
    CHECK(row.bytes[issue.occurrences[0].offset] ==
          (row.name == "UTF-16BE" || row.name == "UTF-16BE with a BOM" ? '\0' : 'h'));
}

TEST_CASE("source: UTF-8 with a broken character is still UTF-8", "[source]") {
    std::string bytes;
    for (int i = 0; i < 30; ++i) bytes += "骁龙";
    bytes += "\xE4\xB8 [文](http://x.example)";

    const Issue issue = extract_ok(bytes);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].text == "文");
    CHECK(issue.occurrences[0].offset == bytes.find("http"));
}

TEST_CASE("source: an HTML file may name another encoding", "[source]") {
    const Issue issue = extract_ok("<meta charset=big5><a href=x>\xA4\xA4\xA4\xE5</a>", Format::html);

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].text == "中文");
}

TEST_CASE("source: a file that is no text is an error of its own kind", "[source]") {
    using namespace std::string_literals;
    const auto error_of = [](const std::string& bytes) {
        const auto issue = extract("x.md", bytes, {});
        REQUIRE(!issue.has_value());
        CHECK(!describe(issue.error()).empty());
        return issue.error();
    };

    CHECK(error_of("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s) == ExtractError::binary);
    CHECK(error_of("text with a\0 NUL"s) == ExtractError::binary);
    CHECK(error_of("caf\xE9 au lait"s) == ExtractError::undecodable);
    CHECK(error_of("\xFF\xFE\x00\xD8"s) == ExtractError::binary);
    CHECK(error_of(std::string(k_max_issue_bytes + 1, 'a')) == ExtractError::too_large);
}

TEST_CASE("source: an empty file has no links", "[source]") {
    CHECK(extract_ok("").occurrences.empty());
    CHECK(extract_ok("", Format::html).occurrences.empty());
    CHECK(extract_ok("\xEF\xBB\xBF", Format::text).occurrences.empty());
}
