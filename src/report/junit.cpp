// JUnit's XML as Jenkins, GitLab and GitHub actions read it: an issue is a suite, a use of a link a case.
#include <fmt/format.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"
#include "xml_text.hpp"

namespace linktender::report {

namespace {

using verdict::State;

struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t skipped = 0;

    [[nodiscard]] std::string attributes() const {
        return fmt::format(R"(tests="{}" failures="{}" errors="0" skipped="{}")", tests, failures, skipped);
    }
    void add(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        skipped += other.skipped;
    }
};

/// What says nothing about the page is neither passed nor failed.
bool is_skipped(const Link& link) noexcept {
    const State state = state_of(link);
    return state == State::blocked || state == State::skipped || state == State::unchecked;
}

class JunitReport {
public:
    JunitReport(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out), model_(model), words_(options.language), malformed_(model.issues.size()) {
        for (const Malformed& bad : model.malformed) malformed_[bad.place.issue].push_back(&bad);
    }

    void write() {
        std::vector<Counts> counts;
        Counts all;
        for (std::size_t i = 0; i < model_.issues.size(); ++i) {
            counts.push_back(count(i));
            all.add(counts.back());
        }
        const auto length = model_.run.finished_at.value_or(model_.run.started_at) - model_.run.started_at;
        out_ << R"(<?xml version="1.0" encoding="UTF-8"?>)" << '\n'
             << fmt::format("<testsuites name=\"linktender\" {} time=\"{:.3f}\">\n", all.attributes(),
                            std::chrono::duration<double>(length).count());
        for (std::size_t i = 0; i < model_.issues.size(); ++i) suite(i, counts[i]);
        out_ << "</testsuites>\n";
    }

private:
    Counts count(std::size_t issue) const {
        Counts counts{.tests = malformed_[issue].size(), .failures = malformed_[issue].size()};
        for (const Use& use : model_.issues[issue].uses) {
            const Link& link = model_.links[use.link];
            ++counts.tests;
            if (is_broken(link)) ++counts.failures;
            if (is_skipped(link)) ++counts.skipped;
        }
        return counts;
    }

    void suite(std::size_t index, const Counts& counts) {
        const Issue& issue = model_.issues[index];
        const std::string time = core::format_time(model_.run.started_at);
        out_ << fmt::format("  <testsuite name=\"{}\" {} timestamp=\"{}\">\n", xml_text(issue.view.file),
                            counts.attributes(), time.substr(0, time.size() - 1));
        for (const Use& use : issue.uses) {
            const Link& link = model_.links[use.link];
            test_case(issue, link.places[use.place], url_at(link, link.places[use.place]),
                      result(link, link.places[use.place]));
        }
        for (const Malformed* bad : malformed_[index]) {
            test_case(issue, bad->place, bad->raw,
                      element("failure", "malformed", words_.describe(bad->problem), {}));
        }
        out_ << "  </testsuite>\n";
    }

    void test_case(const Issue& issue, const Place& place, std::string_view url, std::string_view inside) {
        const std::string file = xml_text(issue.view.file);
        out_ << fmt::format(R"(    <testcase classname="{}" name="{}:{} {}" file="{}" line="{}")", file,
                            place.line, place.column, xml_text(url), file, place.line);
        if (inside.empty())
            out_ << "/>\n";
        else
            out_ << fmt::format(">{}</testcase>\n", inside);
    }

    /// The arguments are foreign text or our own, unescaped.
    static std::string element(std::string_view name, std::string_view type, std::string_view message,
                               std::string_view content) {
        std::string text = fmt::format("<{}", name);
        if (!type.empty()) text += fmt::format(" type=\"{}\"", xml_text(type));
        text += fmt::format(" message=\"{}\"", xml_text(message));
        if (content.empty()) return text + "/>";
        return text + fmt::format(">{}</{}>", xml_text(content), name);
    }

    std::string result(const Link& link, const Place& place) const {
        const std::string found = finding(words_, link);
        if (is_skipped(link))
            return element("skipped", {}, found.empty() ? words_.label(state_of(link)) : found, {});
        if (is_broken(link)) {
            const auto& verdict = link.view.check ? link.view.check->verdict : verdict::Verdict{};
            return element("failure", verdict::to_string(verdict.outcome), found, advice(link, place));
        }
        if (link.suggestion) return fmt::format("<system-out>{}</system-out>", xml_text(advice(link, place)));
        return {};
    }

    /// Evidence, since when, and what to put in the link's place.
    std::string advice(const Link& link, const Place& place) const {
        std::vector<std::string> parts;
        if (is_broken(link) && link.view.check) {
            if (std::string seen = short_evidence(words_, *link.view.check); !seen.empty())
                parts.push_back(std::move(seen));
        }
        if (auto since = failing_since(words_, link)) parts.push_back(*std::move(since));
        if (link.suggestion) {
            parts.push_back(suggestion_words(words_, *link.suggestion) + " " +
                            replacement_url(*link.suggestion, place));
        }
        return fmt::format("{}", fmt::join(parts, words_("mark.semicolon")));
    }

    std::ostream& out_;
    const Model& model_;
    Words words_;
    std::vector<std::vector<const Malformed*>> malformed_;  ///< by issue
};

}  // namespace

void render_junit(std::ostream& out, const Model& model, const RenderOptions& options) {
    JunitReport(out, model, options).write();
}

}  // namespace linktender::report
