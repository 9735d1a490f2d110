// `linktender.report/1` (docs/report-format.md, docs/report-schema.json). Keys keep the documented
// order; one link is one line, so that neither side needs the whole report in memory.
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "json_output.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"

namespace linktender::report {

namespace {

Json time_or_null(const std::optional<core::TimePoint>& time) {
    return time ? Json(core::format_time(*time)) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json run_object(const store::RunRecord& run) {
    Json object;
    object["id"] = run.id;
    object["started_at"] = core::format_time(run.started_at);
    object["finished_at"] = time_or_null(run.finished_at);
    object["tool"] = run.tool;
    object["inputs"] = run.inputs;
    if (!run.archive.empty()) object["archive"] = run.archive;
    if (!run.incident.empty()) object["incident"] = run.incident;
    if (!run.host_incidents.empty()) object["host_incidents"] = run.host_incidents;
    return object;
}

Json summary_object(const Summary& summary) {
    Json object;
    object["issues"] = summary.issues;
    object["occurrences"] = summary.occurrences;
    object["links"] = summary.links;
    object["alive"] = summary.alive;
    object["moved"] = summary.moved;
    object["failing"] = summary.failing;
    object["dead"] = summary.dead;
    object["blocked"] = summary.blocked;
    object["skipped"] = summary.skipped;
    object["unchecked"] = summary.unchecked;
    return object;
}

void put_verdict(Json& object, const store::CheckRecord* check) {
    object["outcome"] =
        check != nullptr ? Json(std::string(verdict::to_string(check->verdict.outcome))) : Json(nullptr);
    object["reason"] = check != nullptr ? Json(check->verdict.reason) : Json(nullptr);
    object["confidence"] =
        check != nullptr ? Json(std::string(to_string(check->verdict.confidence))) : Json(nullptr);
    object["evidence"] = check != nullptr ? check->verdict.evidence : std::string();
    object["flags"] = check != nullptr ? Json(check->flags) : Json::array();
}

void put_response(Json& object, const store::CheckRecord& check) {
    object["status"] = check.status > 0 ? Json(check.status) : Json(nullptr);
    object["final_url"] = text_or_null(check.final_url);
    object["moved_to"] = text_or_null(check.verdict.moved_to);
    object["redirects"] = Json::array();
    for (const verdict::Hop& hop : check.hops) {
        Json one;
        one["status"] = hop.status;
        one["url"] = hop.url;
        object["redirects"].push_back(std::move(one));
    }
    object["attempts"] = check.attempts;
    object["content_type"] = text_or_null(check.content_type);
    object["bytes"] = check.bytes;
}

void put_page(Json& object, const page::Metadata& meta) {
    object["title"] = meta.title;
    Json metadata;
    metadata["description"] = meta.description;
    metadata["authors"] = meta.authors;
    metadata["published"] = meta.published;
    metadata["site"] = meta.site;
    metadata["language"] = meta.language;
    metadata["canonical"] = meta.canonical;
    metadata["image"] = meta.image;
    metadata["doi"] = meta.doi;
    object["metadata"] = std::move(metadata);
}

void put_timing(Json& object, const store::CheckRecord& check) {
    Json timing;
    timing["dns"] = check.timing.dns.count();
    timing["connect"] = check.timing.connect.count();
    timing["tls"] = check.timing.tls.count();
    timing["first_byte"] = check.timing.first_byte.count();
    timing["total"] = check.timing.total.count();
    object["timing_ms"] = std::move(timing);
    object["tls"] = nullptr;
    if (check.tls_expires_at) object["tls"] = Json{{"expires_at", core::format_time(*check.tls_expires_at)}};
}

Json suggestion_or_null(const std::optional<Suggestion>& suggestion) {
    if (!suggestion) return nullptr;
    Json object;
    object["kind"] = std::string(to_string(suggestion->kind));
    object["url"] = suggestion->url;
    object["captured_at"] = time_or_null(suggestion->captured_at);
    object["confidence"] = suggestion->confidence;
    return object;
}

Json mark_or_null(const std::optional<store::MarkRecord>& mark) {
    if (!mark) return nullptr;
    constexpr const char* k_kinds[] = {"acknowledged", "alive", "dead"};
    Json object;
    object["kind"] = k_kinds[static_cast<std::size_t>(mark->kind)];
    object["until"] = core::format_time(mark->until);
    object["note"] = mark->note;
    return object;
}

Json occurrence_object(const Place& place, const store::IssueView& issue) {
    Json object;
    object["file"] = issue.file;
    object["line"] = place.line;
    object["column"] = place.column;
    object["offset"] = place.offset;
    object["length"] = place.length;
    object["text"] = place.text;
    object["issue_date"] = issue.date ? Json(core::format_date(*issue.date)) : Json(nullptr);
    return object;
}

Json link_object(const store::LinkView& view, const std::optional<Suggestion>& suggestion) {
    static const store::CheckRecord never{.attempts = 0};
    static const page::Metadata unknown;
    const store::CheckRecord* check = view.check ? &*view.check : nullptr;
    Json object;
    object["url"] = view.url;
    object["state"] = std::string(verdict::to_string(view.state.state));
    put_verdict(object, check);
    // Never checked, and the run says why.
    if (check == nullptr && !view.unchecked_reason.empty()) object["reason"] = view.unchecked_reason;
    put_response(object, check != nullptr ? *check : never);
    put_page(object, check != nullptr && check->metadata ? *check->metadata : unknown);
    put_timing(object, check != nullptr ? *check : never);
    object["suggestion"] = suggestion_or_null(suggestion);
    object["checked_at"] = check != nullptr ? Json(core::format_time(check->checked_at)) : Json(nullptr);
    object["first_failed_at"] = time_or_null(view.state.first_failed_at);
    object["failures"] = view.state.failures;
    object["next_check_at"] = time_or_null(view.state.next_check_at);
    object["mark"] = mark_or_null(view.mark);
    object["occurrences"] = Json::array();
    return object;
}

Json link_object(const Model& model, const Link& link) {
    Json object = link_object(link.view, link.suggestion);
    Json& occurrences = object["occurrences"];
    for (const Place& place : link.places)
        occurrences.push_back(occurrence_object(place, model.issues[place.issue].view));
    return object;
}

}  // namespace

void render_json(std::ostream& out, const Model& model, const RenderOptions& /*options*/) {
    out << R"({"schema":"linktender.report/1",)"
        << "\n\"run\":";
    write_json(out, run_object(model.run));
    out << ",\n\"summary\":";
    write_json(out, summary_object(model.summary));
    out << ",\n\"links\":[";
    const char* separator = "\n";
    for (const Link& link : model.links) {
        out << separator;
        write_json(out, link_object(model, link));
        separator = ",\n";
    }
    out << "]}\n";
}

void render_jsonl(std::ostream& out, const Model& model, const RenderOptions& /*options*/) {
    for (const Link& link : model.links) {
        write_json(out, link_object(model, link));
        out << '\n';
    }
}

void render_check_json(std::ostream& out, const store::CheckRecord& check) {
    store::LinkView view;
    view.url = check.url;
    view.check = check;
    view.state.state = verdict::state_of(check.verdict.outcome);
    write_json(out, link_object(view, suggestion_for(view)));
    out << '\n';
}

}  // namespace linktender::report
