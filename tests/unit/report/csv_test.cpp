#include <sstream>
#include <string>
#include <vector>

#include "golden.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using report::RenderOptions;
using verdict::Outcome;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string csv(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_csv(out, model, options);
    return out.str();
}

/// Reads RFC 4180; throws away the byte order mark.
Rows parse(const std::string& text) {
    Rows rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t at = 3; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"')
            row.back() += text[++at];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            row.emplace_back();
        else if (!quoted && c == '\r' && text.at(at + 1) == '\n') {
            rows.push_back(std::move(row));
            row.assign(1, {});
            ++at;
        } else
            row.back() += c;
    }
    return rows;
}

Rows rows_of(const std::string& anchor) {
    const Model model = report::assemble(
        complete_run(), {issue("a.md")},
        {at(checked("https://a.example/", Outcome::not_found, "http-404", {}, 404), 0, 1, anchor)});
    return parse(csv(model));
}

}  // namespace

TEST_CASE("csv: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.csv", csv(tended_model())) == "");
    CHECK(difference_from_golden("report.zh.csv", csv(sample_model(), {.language = report::Language::zh})) ==
          "");
}

TEST_CASE("csv: there is a byte order mark, a heading, and a row for each use", "[report]") {
    const Model model = sample_model();
    const std::string text = csv(model);
    CHECK(text.starts_with("\xEF\xBB\xBFstate,outcome,reason,"));

    const Rows rows = parse(text);

    CHECK(rows.size() == 1 + model.summary.occurrences + model.malformed.size());
    for (const auto& row : rows) CHECK(row.size() == rows.front().size());
}

TEST_CASE("csv: no cell is a formula to a spreadsheet", "[report]") {
    for (const char* text :
         {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "  =1"}) {
        CAPTURE(text);
        const std::string cell = rows_of(text).at(1).at(10);
        const std::string_view seen = core::trim(cell);
        CHECK((seen.starts_with("'") || seen.starts_with("\\")));
    }
    CHECK(rows_of("a=1").at(1).at(10) == "a=1");
    CHECK(rows_of("1-2").at(1).at(10) == "1-2");
}

TEST_CASE("csv: quotes, commas, semicolons and line ends stay inside of their cell", "[report]") {
    for (const char* text : {"say \"hi\"", "a,b", "a;b", "\"", "\",\"", " padded "}) {
        CAPTURE(text);
        CHECK(rows_of(text).at(1).at(10) == text);
    }
    CHECK(rows_of("a\r\nb").at(1).at(10) == "a\\x0d\\x0ab");
}

TEST_CASE("csv: what strangers wrote stays data", "[report]") {
    const std::string text = csv(hostile_model());

    CHECK(core::is_valid_utf8(text));
    for (const auto& row : parse(text)) {
        CHECK(row.size() == 18);
        for (const std::string& cell : row) CHECK_FALSE(has_raw_controls(cell));
    }
}
