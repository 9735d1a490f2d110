// SARIF 2.1.0 (OASIS standard), for code scanning. A rule is an outcome; columns are left out because
// ours count bytes and SARIF's characters.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

#include "json_output.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

constexpr std::string_view k_malformed = "malformed";

/// Section 3.11: brackets make links, braces are places, a backslash escapes a bracket.
std::string message_text(std::string_view text) {
    std::string out;
    for (const char c : core::escape_control(text)) {
        if (c == '[' || c == ']' || c == '\\') out += '\\';
        if (c == '{' || c == '}') out += c;
        out += c;
    }
    return out;
}

Json text_object(std::string text) {
    return Json{{"text", std::move(text)}};
}

/// A relative file is relative to the root of the checkout.
Json artifact_of(const std::string& file) {
    Json location;
    if (file.starts_with('/')) {
        location["uri"] = "file://" + encode_path(file);
    } else {
        location["uri"] = encode_path(file);
        location["uriBaseId"] = "SRCROOT";
    }
    return location;
}

class SarifReport {
public:
    SarifReport(const Model& model, const RenderOptions& options) : model_(model), words_(options.language) {}

    Json write() {
        Json results = Json::array();
        for (const Issue* issue : newest_first(model_)) {
            for (const Use& use : issue->uses) {
                const Link& link = model_.links[use.link];
                const bool reported = is_broken(link) || state_of(link) == verdict::State::moved;
                if (reported && ++found_ <= k_sarif_results)
                    results.push_back(result(link, link.places[use.place]));
            }
        }
        for (const Malformed& bad : model_.malformed) {
            if (++found_ <= k_sarif_results) results.push_back(result(bad));
        }
        Json run;
        run["tool"]["driver"] = driver();
        run["invocations"] = Json::array({invocation()});
        run["originalUriBaseIds"]["SRCROOT"] = Json{{"description", text_object("root of the checkout")}};
        run["results"] = std::move(results);
        Json log;
        log["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
        log["version"] = "2.1.0";
        log["runs"] = Json::array({std::move(run)});
        return log;
    }

private:
    Json driver() const {
        const std::string& tool = model_.run.tool;
        Json driver;
        driver["name"] = tool.substr(0, tool.find(' '));
        if (const std::size_t space = tool.find(' '); space != std::string::npos)
            driver["version"] = tool.substr(space + 1);
        driver["language"] = std::string(language_tag(words_.language()));
        driver["rules"] = rules_;
        return driver;
    }

    Json invocation() const {
        Json invocation;
        invocation["executionSuccessful"] = model_.run.ended == "complete";
        invocation["startTimeUtc"] = core::format_time(model_.run.started_at);
        if (model_.run.finished_at) invocation["endTimeUtc"] = core::format_time(*model_.run.finished_at);
        if (found_ > k_sarif_results) {
            const std::string text =
                fmt::format("{} {}{}", words_("word.left_out"),
                            words_.count("count.places", found_ - k_sarif_results), words_("mark.stop"));
            invocation["toolExecutionNotifications"] =
                Json::array({Json{{"level", "warning"}, {"message", text_object(text)}}});
        }
        return invocation;
    }

    /// The index of a rule, which is listed when it is first used.
    std::size_t rule(std::string_view id, std::string_view sentence, std::string_view level) {
        const auto [at, is_new] = rule_index_.try_emplace(std::string(id), rules_.size());
        if (is_new) {
            Json rule;
            rule["id"] = std::string(id);
            rule["shortDescription"] = text_object(std::string(sentence));
            rule["defaultConfiguration"]["level"] = std::string(level);
            rules_.push_back(std::move(rule));
        }
        return at->second;
    }

    Json start(std::string_view id, std::string_view sentence, std::string_view level, std::string text,
               const Place& place) {
        Json result;
        result["ruleId"] = std::string(id);
        result["ruleIndex"] = rule(id, sentence, level);
        result["level"] = std::string(level);
        result["message"] = text_object(std::move(text));
        Json physical;
        physical["artifactLocation"] = artifact_of(model_.issues[place.issue].view.file);
        physical["region"]["startLine"] = std::max(place.line, 1U);
        result["locations"] = Json::array({Json{{"physicalLocation", std::move(physical)}}});
        return result;
    }

    Json result(const Link& link, const Place& place) {
        const verdict::Outcome outcome =
            link.view.check ? link.view.check->verdict.outcome : verdict::Outcome::skipped;
        const std::string_view id = verdict::to_string(outcome);
        const std::string url = url_at(link, place);
        std::string text = finding(words_, link) + std::string(words_("mark.colon")) + message_text(url);
        if (link.suggestion) {
            text += fmt::format(" → {} {}", suggestion_words(words_, *link.suggestion),
                                message_text(replacement_url(*link.suggestion, place)));
        }
        Json result = start(id, words_("outcome." + std::string(id)), is_broken(link) ? "error" : "note",
                            std::move(text), place);
        result["partialFingerprints"]["linktender/v1"] = fingerprint(url);
        if (link.change == Change::acknowledged) {
            Json suppression{{"kind", "external"}};
            if (!link.note.empty()) suppression["justification"] = message_text(link.note);
            result["suppressions"] = Json::array({std::move(suppression)});
        }
        if (link.suggestion && link.suggestion->kind == Suggestion::Kind::moved && place.length > 0)
            result["fixes"] = Json::array({fix(link, place)});
        return result;
    }

    Json result(const Malformed& bad) {
        const std::string_view sentence = words_("heading.malformed");
        const std::string raw = core::truncate_utf8(bad.raw, k_evidence_bytes);
        Json result = start(
            k_malformed, sentence, "error",
            std::string(words_.describe(bad.problem)) + std::string(words_("mark.colon")) + message_text(raw),
            bad.place);
        result["partialFingerprints"]["linktender/v1"] = fingerprint(bad.raw);
        return result;
    }

    Json fix(const Link& link, const Place& place) const {
        Json replacement;
        replacement["deletedRegion"]["byteOffset"] = place.offset;
        replacement["deletedRegion"]["byteLength"] = place.length;
        replacement["insertedContent"] = text_object(replacement_url(*link.suggestion, place));
        Json change;
        change["artifactLocation"] = artifact_of(model_.issues[place.issue].view.file);
        change["replacements"] = Json::array({std::move(replacement)});
        return Json{{"description", text_object(std::string(words_("word.new")))},
                    {"artifactChanges", Json::array({std::move(change)})}};
    }

    const Model& model_;
    Words words_;
    Json rules_ = Json::array();
    std::map<std::string, std::size_t> rule_index_;
    std::size_t found_ = 0;
};

}  // namespace

void render_sarif(std::ostream& out, const Model& model, const RenderOptions& options) {
    write_json(out, SarifReport(model, options).write());
    out << '\n';
}

}  // namespace linktender::report
