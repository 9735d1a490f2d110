#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "schema_check.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using nlohmann::json;
using report::Model;
using report::RenderOptions;
using verdict::Outcome;

namespace {

std::string sarif(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_sarif(out, model, options);
    return out.str();
}

json results_of(const Model& model) {
    return json::parse(sarif(model)).at("runs").at(0).at("results");
}

}  // namespace

TEST_CASE("sarif: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.sarif",
                                 nlohmann::ordered_json::parse(sarif(tended_model())).dump(1)) == "");
}

TEST_CASE("sarif: every report keeps to the standard's members and types", "[report]") {
    const json schema = json::parse(read_file(LINKTENDER_REPORT_TESTS "/sarif-schema.json"));
    for (const Model& model :
         {sample_model(), tended_model(), hostile_model(), fine_model(), large_model(200, 50)}) {
        for (const report::Language language : report::k_languages) {
            const std::string text = sarif(model, {.language = language});
            CHECK_FALSE(has_raw_controls(text));
            for (const std::string& complaint : complaints(schema, schema, json::parse(text)))
                FAIL_CHECK(complaint);
        }
    }
}

TEST_CASE("sarif: a result points at its rule", "[report]") {
    const json run = json::parse(sarif(sample_model())).at("runs").at(0);

    REQUIRE_FALSE(run.at("results").empty());
    for (const json& result : run.at("results")) {
        const json& rule =
            run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>());
        CHECK(rule.at("id") == result.at("ruleId"));
    }
}

TEST_CASE("sarif: broken links are errors, moved ones notes with the bytes to write", "[report]") {
    const Model model = report::assemble(complete_run(), {issue("第 1期.md")},
                                         {at(moved("https://a.example/", "https://b.example/"), 0, 4, "a")});

    const json result = results_of(model).at(0);

    CHECK(result.at("level") == "note");
    const json change = result.at("fixes").at(0).at("artifactChanges").at(0);
    CHECK(change.at("artifactLocation").at("uri") == "%E7%AC%AC%201%E6%9C%9F.md");
    CHECK(change.at("replacements").at(0).at("deletedRegion") ==
          json{{"byteOffset", 320}, {"byteLength", 18}});
    CHECK(change.at("replacements").at(0).at("insertedContent").at("text") == "https://b.example/");
}

TEST_CASE("sarif: what strangers wrote makes no link and no place in a message", "[report]") {
    const Model model = report::assemble(
        complete_run(), {issue("a.md")},
        {at(checked("https://a.example/?[x](1){0}\\", Outcome::not_found, "http-404", {}, 404), 0, 1)});

    CHECK(results_of(model).at(0).at("message").at("text") ==
          "page not found (HTTP 404): https://a.example/?\\[x\\](1){{0}}\\\\");
}

TEST_CASE("sarif: what an editor acknowledged is suppressed with the reason", "[report]") {
    std::size_t suppressed = 0;
    for (const json& result : results_of(tended_model())) {
        if (!result.contains("suppressions")) continue;
        ++suppressed;
        CHECK(result.at("suppressions").at(0).at("justification") == "作者要求撤下");
    }
    CHECK(suppressed == 1);
}

TEST_CASE("sarif: more results than a viewer takes are counted instead", "[report]") {
    const json run = json::parse(sarif(large_model(101, 50))).at("runs").at(0);

    CHECK(run.at("results").size() == report::k_sarif_results);
    CHECK(run.at("invocations").at(0).at("toolExecutionNotifications").size() == 1);
}
