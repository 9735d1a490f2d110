#include <chrono>
#include <set>
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

namespace {

std::string atom(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_atom(out, model, options);
    return out.str();
}

std::vector<std::string> ids(const std::string& feed) {
    std::vector<std::string> found;
    for (std::size_t at = feed.find("<id>"); at != std::string::npos; at = feed.find("<id>", at + 1))
        found.push_back(feed.substr(at + 4, feed.find("</id>", at) - at - 4));
    return found;
}

}  // namespace

TEST_CASE("atom: the sample is written as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden(
              "report.atom.xml",
              atom(tended_model(),
                   {.language = report::Language::zh, .base_path = "https://git.example/blob/main/"})) == "");
}

TEST_CASE("atom: an entry keeps its id in the next night's feed", "[report]") {
    Model later = tended_model();
    later.run.id = 8;
    later.run.started_at += std::chrono::days(1);
    for (report::Link& link : later.links) {
        if (link.view.check) link.view.check->checked_at += std::chrono::days(1);
    }
    later.run.finished_at = *later.run.finished_at + std::chrono::days(1);

    const auto tonight = ids(atom(tended_model()));
    const auto next_night = ids(atom(later));
    CHECK(std::set<std::string>(next_night.begin(), next_night.end()) ==
          std::set<std::string>(tonight.begin(), tonight.end()));
}

TEST_CASE("atom: no two entries have the same id, and the feed stays short", "[report]") {
    const auto found = ids(atom(large_model(10, 50)));

    CHECK(found.size() == report::k_atom_entries + 1);
    CHECK(std::set<std::string>(found.begin(), found.end()).size() == found.size());
}

TEST_CASE("atom: what an editor acknowledged is no news, what recovered is", "[report]") {
    const std::string feed = atom(tended_model());

    CHECK(feed.find("removed.example") == std::string::npos);
    CHECK(feed.find("<title>recovered: [2601.04417] Keyword spotting") != std::string::npos);
}

TEST_CASE("atom: it is well-formed and leads to web pages only, whatever strangers wrote", "[report]") {
    for (const Model& model : {sample_model(), tended_model(), hostile_model(), fine_model()}) {
        const std::string feed = atom(model, {.base_path = "javascript:alert(1)//"});
        CHECK(xml_problem(feed) == "");
        CHECK_FALSE(has_raw_controls(feed));
        CHECK(feed.find("<link") == std::string::npos);
    }
}
