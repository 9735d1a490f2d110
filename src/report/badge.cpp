// The JSON that shields.io's endpoint badge reads.
#include <ostream>

#include "json_output.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

/// From here on, of a hundred links, the badge is red.
constexpr std::size_t k_red_percent = 5;

std::string_view color_of(const Model& model) {
    if (model.run.ended != "complete") return "lightgrey";
    const Summary& sum = model.summary;
    if (sum.broken() == 0 && model.malformed.empty()) return "brightgreen";
    return sum.broken() * 100 >= sum.links * k_red_percent ? "red" : "orange";
}

}  // namespace

void render_badge(std::ostream& out, const Model& model, const RenderOptions& options) {
    const Words words(options.language);
    const Summary& sum = model.summary;
    const std::size_t bad = sum.broken() + model.malformed.size();
    Json badge;
    badge["schemaVersion"] = 1;
    badge["label"] = std::string(words("word.links"));
    badge["message"] = model.run.ended != "complete" ? std::string(words("word.unknown"))
                       : bad == 0                    ? words.share("state.alive", sum.alive + sum.moved)
                                                     : words.share("state.broken", bad);
    badge["color"] = std::string(color_of(model));
    write_json(out, badge);
    out << '\n';
}

}  // namespace linktender::report
