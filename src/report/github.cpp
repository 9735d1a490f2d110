// Workflow commands of GitHub Actions: each line becomes an annotation beside the line of the file.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

using verdict::State;

/// The runner undoes exactly these; whatever else it would act on is escaped as control text before.
std::string command_data(std::string_view text) {
    std::string out;
    for (const char c : core::escape_control(text)) {
        if (c == '%')
            out += "%25";
        else
            out += c;
    }
    return out;
}

/// Values of properties must not end at a colon or comma either.
std::string command_property(std::string_view text) {
    std::string out;
    for (const char c : command_data(text)) {
        if (c == ':')
            out += "%3A";
        else if (c == ',')
            out += "%2C";
        else
            out += c;
    }
    return out;
}

class Annotations {
public:
    Annotations(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out), model_(model), words_(options.language) {}

    void write() {
        listed("error", "heading.broken", is_broken);
        listed("warning", "heading.moved", is_in<State::moved>);
        malformed();
    }

private:
    void annotation(std::string_view level, const Place& place, std::string_view title,
                    std::string_view message) {
        out_ << fmt::format("::{} file={},line={},title={}::{}\n", level,
                            command_property(model_.issues[place.issue].view.file), place.line,
                            command_property(title), command_data(message));
    }

    void more(std::string_view heading, std::size_t count) {
        if (count == 0) return;
        out_ << fmt::format("::notice title={}::{}\n", command_property(words_(heading)),
                            command_data(words_.count("count.more", count)));
    }

    /// Newest issue first, so that what does not fit is what is oldest.
    void listed(std::string_view level, std::string_view heading, Selector wanted) {
        std::size_t seen = 0;
        for (const Issue* issue : newest_first(model_)) {
            for (const Use& use : issue->uses) {
                const Link& link = model_.links[use.link];
                if (!wanted(link) || ++seen > k_github_annotations) continue;
                const Place& place = link.places[use.place];
                annotation(level, place,
                           words_.label(link.view.check ? link.view.check->verdict.outcome
                                                        : verdict::Outcome::skipped),
                           message(link, place));
            }
        }
        more(heading, seen - std::min(seen, k_github_annotations));
    }

    std::string message(const Link& link, const Place& place) const {
        std::string text = finding(words_, link) + std::string(words_("mark.colon")) + url_at(link, place);
        if (const auto since = failing_since(words_, link)) text += " " + words_.fill("phrase.aside", *since);
        if (link.suggestion) {
            text += fmt::format(" → {} {}", suggestion_words(words_, *link.suggestion),
                                replacement_url(*link.suggestion, place));
        }
        return text;
    }

    void malformed() {
        std::size_t seen = 0;
        for (const Malformed& bad : model_.malformed) {
            if (++seen > k_github_annotations) continue;
            annotation("error", bad.place, words_("heading.malformed"),
                       std::string(words_.describe(bad.problem)) + std::string(words_("mark.colon")) +
                           core::truncate_utf8(bad.raw, k_evidence_bytes));
        }
        more("heading.malformed", seen - std::min(seen, k_github_annotations));
    }

    std::ostream& out_;
    const Model& model_;
    Words words_;
};

}  // namespace

void render_github(std::ostream& out, const Model& model, const RenderOptions& options) {
    Annotations(out, model, options).write();
}

}  // namespace linktender::report
