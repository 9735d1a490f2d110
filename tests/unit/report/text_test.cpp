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

std::string text(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_text(out, model, options);
    return out.str();
}

bool contains(const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("text: the sample reads as it did when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.txt", text(sample_model())) == "");
    CHECK(difference_from_golden("report.zh.txt", text(sample_model(), {.language = report::Language::zh})) ==
          "");
    CHECK(difference_from_golden("verbose.txt", text(sample_model(), {.verbosity = 1})) == "");
}

TEST_CASE("text: a problem is one line that editors can follow, its suggestion the next", "[report]") {
    const std::string out = text(sample_model());

    CHECK(contains(out,
                   "\nissues/2026-02-28.md:16:3: page removed for good (HTTP 410)  \"2019 series\"  "
                   "https://www.quietboard.example/2019/series\n"));
    CHECK(contains(out,
                   "https://github.com/old-team/probe-kit#build\n    moved to "
                   "https://github.com/probe-kit/probe-kit#build\n"));
}

TEST_CASE("text: when all is well one line says so", "[report]") {
    CHECK(text(fine_model()) ==
          "Nothing is broken. 1 issue, 1 occurrence, 1 link: 1 alive, 0 moved, 0 broken, 0 blocked\n");
}

TEST_CASE("text: a run that was cut short is never called fine", "[report]") {
    Model model = fine_model();
    model.run.ended = "network-down";

    const std::string out = text(model);

    CHECK_FALSE(contains(out, "Nothing is broken"));
    CHECK(contains(out, "network was down"));
}

TEST_CASE("text: colours come on request only, and take nothing away", "[report]") {
    const std::string plain = text(sample_model());
    std::string painted = text(sample_model(), {.color = true});
    CHECK_FALSE(contains(plain, "\x1b"));
    CHECK(contains(painted, "\x1b[31m"));

    for (std::size_t at = painted.find('\x1b'); at != std::string::npos; at = painted.find('\x1b'))
        painted.erase(at, painted.find('m', at) - at + 1);

    CHECK(painted == plain);
}

TEST_CASE("text: a host with many blocked links is cut short, unless all is asked for", "[report]") {
    std::vector<report::Link> links;
    for (int i = 0; i < 9; ++i) {
        links.push_back(
            at(checked("https://wall.example/" + std::to_string(i), Outcome::blocked, "http-403", {}, 403), 0,
               1));
    }
    const Model model = report::assemble(complete_run(), {issue("a.md")}, std::move(links));

    CHECK(contains(text(model), "and 6 more (-v lists all)"));
    CHECK_FALSE(contains(text(model), "wall.example/7"));
    CHECK(contains(text(model, {.verbosity = 1}), "wall.example/7"));
}

TEST_CASE("text: what is alive is listed with -v alone", "[report]") {
    CHECK_FALSE(contains(text(sample_model()), "https://arxiv.org/abs/2601.04417"));
    CHECK(contains(text(sample_model(), {.verbosity = 1}), "https://arxiv.org/abs/2601.04417"));
}

TEST_CASE("text: nothing foreign reaches the terminal as a command or turns the text around", "[report]") {
    for (const int verbosity : {0, 1}) {
        CHECK_FALSE(has_raw_controls(text(hostile_model(), {.verbosity = verbosity})));
    }
}
