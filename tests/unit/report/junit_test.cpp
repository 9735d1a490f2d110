#include <regex>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "xml_check.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using report::RenderOptions;
using verdict::Outcome;

namespace {

std::string junit(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_junit(out, model, options);
    return out.str();
}

std::size_t count(const std::string& text, const char* pattern) {
    const std::regex regex(pattern);
    return static_cast<std::size_t>(
        std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()));
}

}  // namespace

TEST_CASE("junit: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.junit.xml", junit(tended_model())) == "");
}

TEST_CASE("junit: the counts are those of the cases", "[report]") {
    const Model model = sample_model();
    const std::string xml = junit(model);

    const std::size_t tests = model.summary.occurrences + model.malformed.size();
    CHECK(count(xml, "<testcase ") == tests);
    CHECK(xml.find("<testsuites name=\"linktender\" tests=\"" + std::to_string(tests) + "\" failures=\"" +
                   std::to_string(count(xml, "<failure ")) + "\" errors=\"0\" skipped=\"" +
                   std::to_string(count(xml, "<skipped ")) + "\"") != std::string::npos);
    CHECK(count(xml, "<testsuite ") == model.issues.size());
}

TEST_CASE("junit: a moved link passes and says where to", "[report]") {
    const std::string xml = junit(sample_model());

    CHECK(xml.find("<system-out>moved to https://github.com/probe-kit/probe-kit#build</system-out>") !=
          std::string::npos);
}

TEST_CASE("junit: it is well-formed whatever strangers wrote", "[report]") {
    for (const Model& model : {sample_model(), tended_model(), hostile_model(), fine_model()}) {
        const std::string xml = junit(model);
        CHECK(xml_problem(xml) == "");
        CHECK_FALSE(has_raw_controls(xml));
    }
    const Model model = report::assemble(
        complete_run(), {issue("a.md")},
        {at(checked("https://a.example/", Outcome::not_found, "http-404", "]]>\xEF\xBF\xBE\xEF\xBF\xBF'\""),
            0, 1)});
    CHECK(xml_problem(junit(model)) == "");
    CHECK(junit(model).find("]]&gt;\\ufffe\\uffff&#39;&quot;") != std::string::npos);
}
