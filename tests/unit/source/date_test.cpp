#include "helpers.hpp"
#include "linktender/core/time.hpp"

using namespace linktender;
using namespace linktender::source;

namespace {

std::string date_of(std::string_view file, std::string_view markdown = {}) {
    const Issue issue = extract_ok(markdown, Format::markdown, file);
    return issue.date ? core::format_date(*issue.date) : "";
}

}  // namespace

TEST_CASE("source: an issue's date stands in its path", "[source]") {
    struct Row {
        std::string_view file;
        std::string_view date;
    };
    const Row row = GENERATE(values<Row>({
        {"issues/2019-12-17.md", "2019-12-17"},
        {"2019-12-17-slug-3.md", "2019-12-17"},
        {"week-2019_2_7.md", "2019-02-07"},
        {"20191217.md", "2019-12-17"},
        {"2019/12/17/index.md", "2019-12-17"},
        {"2019/12/17-slug.md", "2019-12-17"},
        {"2019/2/7.md", "2019-02-07"},
        {"2019-12-17/index.md", "2019-12-17"},
        {"2018/2019-12-17.md", "2019-12-17"},
        {"2019-12-01_2019-12-17.md", ""},
        {"2019-13-17.md", ""},
        {"2019-02-30.md", ""},
        {"12019-12-17.md", ""},
        {"1234567890.md", ""},
        {"issue-57.md", ""},
        {"2019/12/index.md", ""},
        {"", ""},
    }));
    CAPTURE(row.file);

    CHECK(date_of(row.file) == row.date);
}

TEST_CASE("source: without a date in the path the front matter gives it", "[source]") {
    CHECK(date_of("issue-57.md", "---\ndate: 2019-12-17 08:00:00 +0800\n---\n") == "2019-12-17");
    CHECK(date_of("issue-57.md", "---\nlayout: x\ndate: \"2019/12/17\"\n...\n") == "2019-12-17");
    CHECK(date_of("issue-57.md", "+++\ndate = 2019-12-17T08:00:00Z\n+++\n") == "2019-12-17");
    CHECK(date_of("2019-12-18.md", "---\ndate: 2019-12-17\n---\n") == "2019-12-18");
    CHECK(date_of("issue-57.md", "date: 2019-12-17\n").empty());
}

TEST_CASE("source: front matter holds no links and moves no lines", "[source]") {
    const Issue issue = extract_ok("---\nurl: http://a.example\n# comment\ntags:\n  - [b](c)\n---\n[d](e)\n");

    REQUIRE(issue.occurrences.size() == 1);
    CHECK(issue.occurrences[0].raw == "e");
    CHECK(issue.occurrences[0].line == 7);
}

TEST_CASE("source: a rule at the top of a text is no front matter", "[source]") {
    CHECK(links_of("---\n\n[a](b)\n\n---\n") == Links{"inline b"});
    CHECK(links_of("---\nkey: value\n[a](b)\n") == Links{"inline b"});
    CHECK(links_of("----\nkey: value\n[a](b)\n---\n") == Links{"inline b"});
    CHECK(links_of("---\nkey: value\n---").empty());
}
