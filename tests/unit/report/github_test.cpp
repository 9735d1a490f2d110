#include <regex>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using report::RenderOptions;
using verdict::Outcome;

namespace {

std::string github(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_github(out, model, options);
    return out.str();
}

}  // namespace

TEST_CASE("github: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.github.txt", github(tended_model())) == "");
}

TEST_CASE("github: no more annotations than are shown, and the rest is counted", "[report]") {
    const std::string out = github(large_model(3, 50));

    CHECK(std::count(out.begin(), out.end(), '\n') == 22);
    CHECK(out.find("::notice title=Broken links::and 110 more\n") != std::string::npos);
    CHECK(out.find("::notice title=Moved links::and 20 more\n") != std::string::npos);
}

TEST_CASE("github: percent signs, colons and commas are written as the runner reads them back", "[report]") {
    const Model model = report::assemble(
        complete_run(), {issue("odd, name: 100%.md")},
        {at(checked("https://a.example/?q=%25,:", Outcome::not_found, "http-404", {}, 404), 0, 7)});

    CHECK(github(model) ==
          "::error file=odd%2C name%3A 100%25.md,line=7,title=not found::page not found (HTTP 404): "
          "https://a.example/?q=%2525,:\n");
}

TEST_CASE("github: strangers cannot give the runner a command", "[report]") {
    Model model = hostile_model();
    const std::string command = "x\n::set-output name=a::b\r\n##[add-path]/tmp";
    model.issues[0].view.file = command;
    model.malformed[0].raw = command;

    std::istringstream lines(github(model));
    const std::regex expected("::(error|warning|notice) ([a-z]+=[^:,]*,?)+::.*");
    std::string line;
    while (std::getline(lines, line)) {
        CAPTURE(line);
        CHECK(std::regex_match(line, expected));
        CHECK_FALSE(has_raw_controls(line));
    }
}

TEST_CASE("github: when all is well there is nothing to say", "[report]") {
    CHECK(github(fine_model()).empty());
}
