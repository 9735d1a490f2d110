#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Language;
using report::Model;

namespace {

std::string badge(const Model& model, Language language = Language::en) {
    std::ostringstream out;
    report::render_badge(out, model, {.language = language});
    return out.str();
}

}  // namespace

TEST_CASE("badge: it says how many links are broken, and is red when many are", "[report]") {
    CHECK(badge(sample_model()) ==
          "{\"schemaVersion\":1,\"label\":\"links\",\"message\":\"21 broken\",\"color\":\"red\"}\n");
    CHECK(badge(sample_model(), Language::zh) ==
          "{\"schemaVersion\":1,\"label\":\"链接\",\"message\":\"失效 21 条\",\"color\":\"red\"}\n");
}

TEST_CASE("badge: it is green when nothing is broken", "[report]") {
    CHECK(badge(fine_model()) ==
          "{\"schemaVersion\":1,\"label\":\"links\",\"message\":\"1 alive\",\"color\":\"brightgreen\"}\n");
}

TEST_CASE("badge: a run that was cut short is not called good or bad", "[report]") {
    Model model = fine_model();
    model.run.ended = "interrupted";

    const auto json = nlohmann::json::parse(badge(model));

    CHECK(json["message"] == "unknown");
    CHECK(json["color"] == "lightgrey");
}
