#include "issue_table.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "linktender/core/time.hpp"
#include "linktender/url/redact.hpp"
#include "statement.hpp"

namespace linktender::store {

/// One row of `occurrence`, its id apart.
struct IssueTable::Row {
    std::int64_t id = 0;
    std::optional<std::int64_t> link;
    std::int64_t line = 0;
    std::int64_t column = 0;
    std::int64_t offset = 0;
    std::int64_t length = 0;
    std::string raw;
    std::string fragment;
    std::string text;
    std::string form;
    std::string error;
    bool exact = true;
    bool disabled = false;
    std::string disabled_reason;

    [[nodiscard]] bool same_but_id(const Row& other) const {
        const auto fields = [](const Row& row) {
            return std::tie(row.link, row.line, row.column, row.offset, row.length, row.raw, row.fragment,
                            row.text, row.form, row.error, row.exact, row.disabled, row.disabled_reason);
        };
        return fields(*this) == fields(other);
    }
};

namespace {

/// As `Execution` binds it, so that what was stored compares equal.
std::string clean(std::string_view text) {
    return core::truncate_utf8(core::to_valid_utf8(text), k_max_text);
}

bool has_userinfo(const url::Url& url) noexcept {
    return !url.username().empty() || !url.password().empty();
}

/// The bytes that name the URL, unless they name a password too, in whatever spelling.
std::string raw_of(const source::Occurrence& occurrence) {
    std::string redacted = url::redact_urls(occurrence.raw);
    const bool untouched = redacted == occurrence.raw;
    if (untouched && occurrence.url && has_userinfo(*occurrence.url))
        return url::without_userinfo(occurrence.url->href());
    return redacted;
}

}  // namespace

IssueTable::IssueTable(SQLite::Database& database, LinkTable& links)
    : database_(database),
      links_(links),
      put_issue_(
          database,
          "INSERT INTO issue (archive, file, title, date, last_run_id, content_hash) "
          "VALUES ((SELECT archive FROM run WHERE id = ?4), ?1, ?2, ?3, ?4, ?5) ON CONFLICT (archive, "
          "file) DO UPDATE SET title = ?2, date = ?3, last_run_id = ?4, content_hash = ?5 RETURNING id"),
      keep_issue_(database,
                  "UPDATE issue SET last_run_id = ?1 WHERE file = ?2 AND archive = (SELECT archive FROM run "
                  "WHERE id = ?1) RETURNING id"),
      put_run_issue_(database,
                     "INSERT INTO run_issue (run_id, issue_id) VALUES (?, ?) ON CONFLICT DO NOTHING"),
      stored_(database,
              "SELECT id, link_id, line, \"column\", \"offset\", length, raw, fragment, text, form, error, "
              "exact, disabled, disabled_reason FROM occurrence WHERE issue_id = ? ORDER BY id"),
      remove_(database, "DELETE FROM occurrence WHERE id = ?"),
      remove_anchor_(database, "DELETE FROM anchor_fts WHERE rowid = ?"),
      add_(
          database,
          "INSERT INTO occurrence (issue_id, link_id, line, \"column\", \"offset\", length, raw, fragment, "
          "text, "
          "form, error, exact, disabled, disabled_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      add_anchor_(database, "INSERT INTO anchor_fts (rowid, text) VALUES (?, ?)") {}

void IssueTable::put(RunId run, const source::Issue& issue, std::string_view content_hash) {
    const std::int64_t id = put_issue(run, issue, content_hash);
    Execution(put_run_issue_, run, id).run();

    const std::vector<Row> before = stored(id);
    std::vector<Row> now;
    now.reserve(issue.occurrences.size());
    for (const source::Occurrence& occurrence : issue.occurrences) now.push_back(row_of(occurrence, run));
    const auto same = [](const Row& a, const Row& b) { return a.same_but_id(b); };
    if (std::equal(before.begin(), before.end(), now.begin(), now.end(), same)) return;

    for (const Row& row : before) remove(row);
    for (const Row& row : now) add(id, row);
}

void IssueTable::keep(RunId run, std::string_view file) {
    std::int64_t id = 0;
    {
        Execution row(keep_issue_, run, Exactly{file});
        if (!row.step()) return;
        id = row.integer(0);
    }
    Execution(put_run_issue_, run, id).run();
}

std::int64_t IssueTable::put_issue(RunId run, const source::Issue& issue, std::string_view content_hash) {
    std::optional<std::string> date;
    if (issue.date) date = core::format_date(*issue.date);
    Execution row(put_issue_, Exactly{issue.file}, issue.title, date, run, content_hash);
    row.step();
    return row.integer(0);
}

std::vector<IssueTable::Row> IssueTable::stored(std::int64_t issue) {
    std::vector<Row> rows;
    Execution row(stored_, issue);
    while (row.step()) {
        Row& one = rows.emplace_back();
        one.id = row.integer(0);
        if (!row.is_null(1)) one.link = row.integer(1);
        one.line = row.integer(2);
        one.column = row.integer(3);
        one.offset = row.integer(4);
        one.length = row.integer(5);
        one.raw = row.text(6);
        one.fragment = row.text(7);
        one.text = row.text(8);
        one.form = row.text(9);
        one.error = row.text(10);
        one.exact = row.integer(11) != 0;
        one.disabled = row.integer(12) != 0;
        one.disabled_reason = row.text(13);
    }
    return rows;
}

IssueTable::Row IssueTable::row_of(const source::Occurrence& occurrence, RunId run) {
    Row row;
    if (occurrence.url) {
        row.link = links_.find_or_add(occurrence.url->without_fragment(), run).id;
        row.fragment = clean(occurrence.url->fragment().value_or(std::string_view()));
    }
    row.line = occurrence.line;
    row.column = occurrence.column;
    row.offset = static_cast<std::int64_t>(occurrence.offset);
    row.length = static_cast<std::int64_t>(occurrence.length);
    row.raw = clean(raw_of(occurrence));
    row.text = clean(url::redact_urls(occurrence.text));
    row.form = source::to_string(occurrence.form);
    if (occurrence.url_error) row.error = url::describe(*occurrence.url_error);
    row.exact = occurrence.exact;
    row.disabled = occurrence.disabled;
    row.disabled_reason = clean(occurrence.disabled_reason);
    return row;
}

void IssueTable::remove(const Row& row) {
    if (!row.text.empty()) Execution(remove_anchor_, row.id).run();
    Execution(remove_, row.id).run();
}

void IssueTable::add(std::int64_t issue, const Row& row) {
    Execution(add_, issue, row.link, row.line, row.column, row.offset, row.length, row.raw, row.fragment,
              row.text, row.form, row.error, row.exact, row.disabled, row.disabled_reason)
        .run();
    if (!row.text.empty()) Execution(add_anchor_, database_.getLastInsertRowid(), row.text).run();
}

}  // namespace linktender::store
