#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/markdown_text.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using report::RenderOptions;

namespace {

std::string markdown(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_markdown(out, model, options);
    return out.str();
}

bool contains(const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
}

std::size_t count(const std::string& whole, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = whole.find(part); at != std::string::npos; at = whole.find(part, at + part.size()))
        ++found;
    return found;
}

}  // namespace

TEST_CASE("markdown: the sample reads as it did when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.zh.md",
                                 markdown(sample_model(), {.language = report::Language::zh})) == "");
    CHECK(difference_from_golden("report.md", markdown(sample_model())) == "");
}

TEST_CASE("markdown: what means something to Markdown is escaped", "[report]") {
    CHECK(report::markdown_text("a|b `c` [d](e) <f> *g* _h_ ~i~ & $j$ \\") ==
          "a\\|b \\`c\\` \\[d\\](e) \\<f\\> \\*g\\* \\_h\\_ \\~i\\~ \\& \\$j\\$ \\\\");
    CHECK(report::markdown_text("plain - text, 1. (with) marks: 好！") ==
          "plain - text, 1. (with) marks: 好！");
}

TEST_CASE("markdown: nobody is mentioned and nothing becomes a link by itself", "[report]") {
    CHECK(report::markdown_text("@someone") == "@\xE2\x81\xA0someone");
    CHECK(report::markdown_text("#12") ==
          "\\#\xE2\x81\xA0"
          "12");
    CHECK(report::markdown_text("https://a.test www.a.test") == "https\\://a.test www\\.a.test");
    CHECK(report::markdown_text("line\nbreak") == "line\\\\x0abreak");
}

TEST_CASE("markdown: no backtick ends a code span early", "[report]") {
    CHECK(report::markdown_code("a") == "`a`");
    CHECK(report::markdown_code("a``b") == "```a``b```");
    CHECK(report::markdown_code("`") == "`` ` ``");
    CHECK(report::markdown_code("").empty());
}

TEST_CASE("markdown: only web addresses become links", "[report]") {
    CHECK(report::markdown_link("https://a.test/(x)|`y`") == "<https://a.test/(x)|`y`>");
    CHECK(report::markdown_link("javascript:alert(1)") == "`javascript:alert(1)`");
    CHECK(report::markdown_link("https://a.test/>x") == "`https://a.test/>x`");
    CHECK(report::markdown_link("https://a.test/" + std::string(5000, 'x')).size() < 1100);
}

TEST_CASE("markdown: characters are counted as UTF-16 does", "[report]") {
    CHECK(report::utf16_length("ab") == 2);
    CHECK(report::utf16_length("的") == 1);
    CHECK(report::utf16_length("\xF0\x9F\x98\x80") == 2);
    CHECK(report::utf16_length("\xFF") == 1);
}

TEST_CASE("markdown: a long report is cut between entries and says how much is missing", "[report]") {
    const Model model = large_model(100, 50);

    const std::string out = markdown(model);

    CHECK(report::utf16_length(out) <= report::k_markdown_limit);
    CHECK(report::utf16_length(out) > report::k_markdown_limit - 1000);
    const std::size_t shown = count(out, "\n- line ");
    CHECK(contains(
        out, "not shown: " + report::Words(report::Language::en).number(model.summary.occurrences - shown) +
                 " places."));
    CHECK(contains(out, "Issue 100"));
}

TEST_CASE("markdown: an outage of thousands of hosts leaves room for the links", "[report]") {
    std::vector<report::Link> links;
    for (int i = 0; i < 9'000; ++i) {
        links.push_back(
            at(checked("https://host-" + std::to_string(i / 3) + ".example/" + std::to_string(i % 3),
                       verdict::Outcome::timeout, "reason-" + std::to_string(i / 3)),
               0, 1));
    }
    const Model model = report::assemble(complete_run(), {issue("a.md")}, std::move(links));
    REQUIRE(model.incidents.size() == 3'000);

    const std::string out = markdown(model);

    CHECK(count(out, "\n- line ") > 300);
    CHECK(count(out, "\nand 2,980 more\n") == 2);
    CHECK(report::utf16_length(out) <= report::k_markdown_limit);
}

TEST_CASE("markdown: file names lead to their lines when a base is given", "[report]") {
    CHECK(contains(markdown(sample_model(), {.base_path = "https://git.test/blob/main/"}),
                   "- [line 12](<https://git.test/blob/main/issues/2026-02-28.md#L12>): "));
}

TEST_CASE("markdown: nothing foreign becomes HTML, a link, a mention or a heading", "[report]") {
    const std::string out = markdown(hostile_model());

    CHECK(core::is_valid_utf8(out));
    CHECK_FALSE(has_raw_controls(out));
    CHECK_FALSE(contains(out, "<javascript:"));
    CHECK_FALSE(contains(out, "](javascript:alert(1))\n"));
    CHECK_FALSE(contains(out, "\n# heading"));
    // Outside of code spans, where it means nothing, each of these is escaped.
    std::string outside;
    for (std::size_t at = 0; at < out.size();) {
        const std::size_t fence = out.find_first_not_of('`', at) - at;
        if (out[at] != '`' || (at > 0 && out[at - 1] == '\\')) {
            outside += out[at++];
            continue;
        }
        const std::size_t end = out.find(std::string(fence, '`'), at + fence);
        REQUIRE(end != std::string::npos);
        at = end + fence;
    }
    CHECK(count(outside, "<script") == count(outside, "\\<script"));
    CHECK(count(outside, "<img") == count(outside, "\\<img"));
    CHECK_FALSE(contains(outside, "@everyone"));
    CHECK(count(outside, "](javascript") == count(outside, "\\](javascript"));
}
