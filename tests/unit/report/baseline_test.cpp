#include "linktender/report/baseline.hpp"

#include <sstream>
#include <string>

#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using verdict::Outcome;

namespace {

std::string json(const Model& model) {
    std::ostringstream out;
    report::render_json(out, model, {});
    return out.str();
}

Model with(std::vector<report::Link> links) {
    return report::assemble(complete_run(), {issue("a.md")}, std::move(links));
}

report::Link broken(const std::string& url) {
    return at(checked(url, Outcome::not_found, "http-404", {}, 404), 0, 1);
}

}  // namespace

TEST_CASE("baseline: against its own report nothing is new, and what is alive stays", "[report]") {
    const Model model = sample_model();

    const auto left = report::only_new(model, json(model));

    REQUIRE(left);
    CHECK(left->summary.broken() == 0);
    CHECK(left->summary.moved == 0);
    CHECK(left->summary.alive == model.summary.alive);
    CHECK(left->summary.blocked == model.summary.blocked);
    CHECK(left->reasons.empty());
    CHECK(left->incidents.empty());
    for (const report::Issue& one : left->issues) {
        for (const report::Use& use : one.uses) CHECK(use.link < left->links.size());
    }
}

TEST_CASE("baseline: what broke since is new, also when it was moved before", "[report]") {
    const std::string before = json(
        with({at(moved("https://m.example/", "https://n.example/"), 0, 1), broken("https://old.example/"),
              at(checked("https://was-fine.example/", Outcome::ok, "http-200"), 0, 1)}));
    const Model now = with({broken("https://m.example/"), broken("https://never-seen.example/"),
                            broken("https://old.example/"), broken("https://was-fine.example/")});

    const auto left = report::only_new(now, before);

    REQUIRE(left);
    REQUIRE(left->links.size() == 3);
    CHECK(left->links[0].view.url == "https://m.example/");
    CHECK(left->links[1].view.url == "https://never-seen.example/");
    CHECK(left->links[2].view.url == "https://was-fine.example/");
}

TEST_CASE("baseline: suggestions that came with a link stay", "[report]") {
    Model now = with({broken("https://a.example/")});
    now.links[0].suggestion = report::Suggestion{.kind = report::Suggestion::Kind::archive,
                                                 .url = "https://archive.example/a",
                                                 .captured_at = {},
                                                 .confidence = 0.5};

    const auto left = report::only_new(now, json(with({})));

    REQUIRE(left);
    REQUIRE(left->links[0].suggestion);
    CHECK(left->links[0].suggestion->url == "https://archive.example/a");
}

TEST_CASE("baseline: what is no report is an error with a sentence", "[report]") {
    const char* const text = GENERATE(values<const char*>(
        {"", "{", "[]", "null", "{\"schema\":\"linktender.report/1\"}", "{\"links\":[]}",
         "{\"schema\":\"linktender.report/2\",\"links\":[]}", "{\"schema\":1,\"links\":[]}",
         "{\"schema\":\"linktender.report/1\",\"links\":{}}", "\xFF\xFE", "{}{}"}));
    CAPTURE(text);

    const auto left = report::only_new(fine_model(), text);

    REQUIRE_FALSE(left);
    CHECK_FALSE(left.error().what.empty());
}

TEST_CASE("baseline: links with members missing, twice or of another type blame nothing", "[report]") {
    const std::string text =
        R"({"schema":"linktender.report/1","links":[1,null,"x",[],{},{"url":7,"state":"dead"},
        {"url":"https://a.example/"},{"state":"dead"},{"url":"https://a.example/","state":"no-such-state"},
        {"url":"https://a.example/","tls":{"state":"dead"},"occurrences":[{"state":"dead","url":"x"}]}]})";

    const auto left = report::only_new(with({broken("https://a.example/")}), text);

    REQUIRE(left);
    CHECK(left->links.size() == 1);
}

TEST_CASE("baseline: deep nesting is refused, not followed", "[report]") {
    const std::string deep = "{\"schema\":\"linktender.report/1\",\"x\":" + std::string(1'000'000, '[');

    const auto left = report::only_new(fine_model(), deep);

    REQUIRE_FALSE(left);
    CHECK(left.error().what == "nested too deeply for a report");
}
