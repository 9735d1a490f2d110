#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "schema_check.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using nlohmann::json;
using nlohmann::ordered_json;
using report::Model;

namespace {

std::string rendered(const Model& model) {
    std::ostringstream out;
    report::render_json(out, model, {});
    return out.str();
}

std::vector<std::string> lines(const Model& model) {
    std::stringstream out;
    report::render_jsonl(out, model, {});
    std::vector<std::string> list;
    for (std::string line; std::getline(out, line);) list.push_back(line);
    return list;
}

const json& schema() {
    static const json parsed = json::parse(read_file(LINKTENDER_DOCS "/report-schema.json"));
    return parsed;
}

std::string first_complaint(const json& value, const char* at = "") {
    const auto found = complaints(schema(), schema().at(json::json_pointer(at)), value);
    return found.empty() ? "" : found.front();
}

/// The keys of an object come in the order in which the schema requires them.
void check_order(const ordered_json& object, const char* at) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    CHECK(json(keys) == schema().at(json::json_pointer(at)).at("required"));
}

}  // namespace

TEST_CASE("json: reports keep to the documented schema", "[report]") {
    CHECK(first_complaint(json::parse(rendered(sample_model()))) == "");
    CHECK(first_complaint(json::parse(rendered(fine_model()))) == "");
    CHECK(first_complaint(json::parse(rendered(hostile_model()))) == "");
    CHECK(first_complaint(json::parse(rendered(report::assemble({}, {}, {})))) == "");
}

TEST_CASE("json: a run tells whose it is and what went wrong as a whole", "[report]") {
    Model model = sample_model();
    model.run.archive = "weekly";
    model.run.incident = "nothing resolves";
    model.run.host_incidents = {"down.example"};

    const json report = json::parse(rendered(model));

    CHECK(report.at("run").at("archive") == "weekly");
    CHECK(report.at("run").at("incident") == "nothing resolves");
    CHECK(report.at("run").at("host_incidents") == json::array({"down.example"}));
    CHECK(first_complaint(report).empty());
}

TEST_CASE("json: the check of the schema sees what is wrong", "[report]") {
    json report = json::parse(rendered(sample_model()));
    report["links"][0]["state"] = "odd";
    CHECK(first_complaint(report).find("$.links[0].state") == 0);

    report = json::parse(rendered(sample_model()));
    report["links"][1].erase("reason");
    report["summary"]["more"] = 1;
    CHECK(complaints(schema(), schema(), report).size() == 2);
}

TEST_CASE("json: keys come in the documented order", "[report]") {
    const ordered_json report = ordered_json::parse(rendered(sample_model()));

    check_order(report, "");
    check_order(report.at("run"), "/$defs/run");
    check_order(report.at("summary"), "/$defs/summary");
    for (const ordered_json& link : report.at("links")) check_order(link, "/$defs/link");
    const ordered_json& link = report.at("links").at(0);
    check_order(link.at("metadata"), "/$defs/link/properties/metadata");
    check_order(link.at("timing_ms"), "/$defs/link/properties/timing_ms");
    check_order(link.at("occurrences").at(0), "/$defs/occurrence");
}

TEST_CASE("json: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.json", rendered(sample_model())) == "");
}

TEST_CASE("json: jsonl is the same link objects, one a line", "[report]") {
    const json report = json::parse(rendered(sample_model()));
    const auto list = lines(sample_model());

    REQUIRE(list.size() == report.at("links").size());
    for (std::size_t i = 0; i < list.size(); ++i) CHECK(json::parse(list[i]) == report.at("links").at(i));
}

TEST_CASE("json: a link never checked has nulls, not guesses", "[report]") {
    const Model model =
        report::assemble(complete_run(), {issue("a.md")}, {at(unchecked("https://a.test/"), 0, 1)});

    const json link = json::parse(rendered(model)).at("links").at(0);

    for (const char* key : {"outcome", "reason", "status", "final_url", "moved_to", "content_type", "tls",
                            "suggestion", "checked_at", "first_failed_at", "next_check_at"}) {
        CAPTURE(key);
        CHECK(link.at(key).is_null());
    }
    CHECK(link.at("attempts") == 0);
    CHECK(link.at("occurrences").at(0).at("issue_date").is_null());
}

TEST_CASE("json: a moved link carries where to and how sure that is", "[report]") {
    const Model model = report::assemble(complete_run(), {issue("a.md", "A", "2026-01-15")},
                                         {at(moved("https://a.test/", "https://b.test/"), 0, 1)});

    const json link = json::parse(rendered(model)).at("links").at(0);

    CHECK(link.at("moved_to") == "https://b.test/");
    CHECK(
        link.at("suggestion") ==
        json({{"kind", "moved"}, {"url", "https://b.test/"}, {"captured_at", nullptr}, {"confidence", 0.9}}));
    CHECK(link.at("redirects") == json::array({{{"status", 301}, {"url", "https://b.test/"}}}));
    CHECK(link.at("occurrences").at(0).at("issue_date") == "2026-01-15");
}

TEST_CASE("json: ill-formed bytes and terminal commands do not get out, the text does", "[report]") {
    const std::string out = rendered(hostile_model());

    CHECK(core::is_valid_utf8(out));
    CHECK_FALSE(has_raw_controls(out));
    const json report = json::parse(out);
    const std::string evidence = report.at("links").at(0).at("evidence");
    CHECK(evidence.find("\x1b[2J") == 0);
    CHECK(evidence.find("\xE2\x80\xAE") != std::string::npos);
    CHECK(evidence.find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("json: a single check is a link object without occurrences", "[report]") {
    std::ostringstream out;
    report::render_check_json(out, *moved("https://a.test/", "https://b.test/").view.check);

    const json link = json::parse(out.str());

    CHECK(first_complaint(link, "/$defs/link") == "");
    CHECK(link.at("state") == "moved");
    CHECK(link.at("suggestion").at("url") == "https://b.test/");
    CHECK(link.at("occurrences").empty());
    CHECK(out.str().find('\n') == out.str().size() - 1);
}
