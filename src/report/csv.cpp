// Comma-separated values (RFC 4180), one row for each use of a link. The byte order mark lets
// spreadsheets read Chinese; a cell that a spreadsheet would compute is kept from being a formula.
#include <fmt/format.h>

#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/csv_text.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

constexpr auto k_columns = std::to_array<std::string_view>(
    {"state", "outcome", "reason", "finding", "url", "replacement", "file", "line", "column", "issue_date",
     "text", "status", "first_failed_at", "last_ok_at", "checked_at", "evidence", "flags", "title"});
using Row = std::array<std::string, k_columns.size()>;

template <class Cells>
void write_row(std::ostream& out, const Cells& cells) {
    bool first = true;
    for (const std::string_view one : cells) {
        out << (first ? "" : ",") << csv_cell(one);
        first = false;
    }
    out << "\r\n";
}

std::string time_or_empty(const std::optional<core::TimePoint>& time) {
    return time ? core::format_time(*time) : std::string();
}

void put_place(Row& row, const Model& model, const Place& place) {
    const store::IssueView& issue = model.issues[place.issue].view;
    row[6] = issue.file;
    row[7] = fmt::format("{}", place.line);
    row[8] = fmt::format("{}", place.column);
    row[9] = issue.date ? core::format_date(*issue.date) : std::string();
    row[10] = place.text;
}

Row row_of(const Words& words, const Link& link) {
    Row row;
    row[0] = std::string(verdict::to_string(state_of(link)));
    row[4] = link.view.url;
    row[12] = time_or_empty(link.view.state.first_failed_at);
    row[13] = time_or_empty(link.view.state.last_ok_at);
    if (!link.view.check) return row;
    const store::CheckRecord& check = *link.view.check;
    row[1] = std::string(verdict::to_string(check.verdict.outcome));
    row[2] = check.verdict.reason;
    row[3] = finding(words, link);
    row[11] = check.status > 0 ? fmt::format("{}", check.status) : std::string();
    row[14] = core::format_time(check.checked_at);
    row[15] = check.verdict.evidence;
    row[16] = fmt::format("{}", fmt::join(check.flags, " "));
    if (check.metadata) row[17] = check.metadata->title;
    return row;
}

}  // namespace

void render_csv(std::ostream& out, const Model& model, const RenderOptions& options) {
    const Words words(options.language);
    out << "\xEF\xBB\xBF";
    write_row(out, k_columns);
    for (const Link& link : model.links) {
        const Row common = row_of(words, link);
        for (const Place& place : link.places) {
            Row row = common;
            row[4] = url_at(link, place);
            if (link.suggestion) row[5] = replacement_url(*link.suggestion, place);
            put_place(row, model, place);
            write_row(out, row);
        }
        if (link.places.empty()) write_row(out, common);
    }
    for (const Malformed& bad : model.malformed) {
        Row row;
        row[0] = "malformed";
        row[3] = std::string(words.describe(bad.problem));
        row[4] = bad.raw;
        put_place(row, model, bad.place);
        write_row(out, row);
    }
}

}  // namespace linktender::report
