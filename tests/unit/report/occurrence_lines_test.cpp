#include "linktender/report/occurrence_lines.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "linktender/core/text.hpp"
#include "support/catch.hpp"

using namespace linktender;
using nlohmann::ordered_json;

namespace {

source::Occurrence occurrence(std::string_view raw, std::string text) {
    source::Occurrence one;
    one.line = 3;
    one.column = 7;
    one.offset = 120;
    one.length = raw.size();
    one.raw = raw;
    one.text = std::move(text);
    if (auto parsed = url::parse(raw)) one.url = *std::move(parsed);
    return one;
}

std::string json_line(const source::Occurrence& occurrence) {
    std::string line;
    report::append_json_line(line, "a.md", occurrence);
    return line;
}

}  // namespace

TEST_CASE("occurrence lines: JSON has the documented keys in order", "[report]") {
    const std::string line = json_line(occurrence("HTTP://A.test/x", "text"));

    CHECK(
        line ==
        R"({"file":"a.md","line":3,"column":7,"offset":120,"length":15,"url":"http://a.test/x","raw":"HTTP://A.test/x","text":"text","form":"inline"})"
        "\n");
}

TEST_CASE("occurrence lines: what does not resolve has a null URL", "[report]") {
    CHECK(ordered_json::parse(json_line(occurrence("../x", "t"))).at("url").is_null());
}

TEST_CASE("occurrence lines: any bytes give valid JSON on one line", "[report]") {
    const std::string evil = "\"\\\n\r\t\x01\x7f\xff\xfe \xE2\x80\xAE {}";

    const std::string line = json_line(occurrence("../x", evil));

    CHECK(line.find('\n') == line.size() - 1);
    CHECK(core::is_valid_utf8(line));
    CHECK(ordered_json::parse(line).at("text") == core::to_valid_utf8(evil));
}

TEST_CASE("occurrence lines: text is safe on a terminal", "[report]") {
    std::string line;

    report::append_text_line(line, "a\x1b.md", occurrence("https://a.test/", "x\x1b[2J\xE2\x80\xAE"));

    CHECK(line == "a\\x1b.md:3:7: https://a.test/  x\\x1b[2J\\u202e\n");
}
