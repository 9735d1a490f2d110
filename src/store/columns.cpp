#include "columns.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "json_text.hpp"
#include "linktender/store/marks.hpp"

namespace linktender::store {

namespace {

template <class T>
T known(const std::optional<T>& value, const std::string& word) {
    if (!value) throw SQLite::Exception("unknown word '" + word.substr(0, 40) + "'", SQLITE_CORRUPT);
    return *value;
}

/// Every item of a JSON list. What is no JSON, SQLite calls a plain error.
template <class Take>
void each(SQLite::Statement& statement, const std::string& json, Take take) {
    if (json == "[]") return;
    try {
        Execution row(statement, Exactly{json});
        while (row.step()) take(row);
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() != SQLITE_ERROR) throw;
        throw SQLite::Exception(error.what(), SQLITE_CORRUPT);
    }
}

constexpr verdict::TitleMatch k_title_matches[] = {verdict::TitleMatch::no_statement,
                                                   verdict::TitleMatch::match, verdict::TitleMatch::mismatch};
constexpr verdict::Drift k_drifts[] = {verdict::Drift::no_statement, verdict::Drift::unchanged,
                                       verdict::Drift::changed, verdict::Drift::drifted};
constexpr MarkKind k_mark_kinds[] = {MarkKind::acknowledged, MarkKind::alive, MarkKind::dead};

/// The value that is written as this word.
template <class T, std::size_t count>
std::optional<T> word_for(const std::string& word, const T (&values)[count]) {
    for (const T value : values)
        if (to_string(value) == word) return value;
    return std::nullopt;
}

verdict::State state_word(const std::string& word) {
    return known(verdict::state_from(word), word);
}

verdict::Verdict read_verdict(const Execution& row, int first) {
    verdict::Verdict verdict;
    const std::string outcome = row.text(first);
    verdict.outcome = known(verdict::outcome_from(outcome), outcome);
    verdict.reason = row.text(first + 1);
    verdict.evidence = row.text(first + 2);
    verdict.rule = row.text(first + 3);
    verdict.confidence = row.text(first + 4) == verdict::to_string(verdict::Confidence::low)
                             ? verdict::Confidence::low
                             : verdict::Confidence::high;
    verdict.moved_to = row.text(first + 5);
    return verdict;
}

}  // namespace

JsonLists::JsonLists(SQLite::Database& database)
    : strings_(database, "SELECT value FROM json_each(?)"),
      hops_(database, "SELECT value ->> 'status', value ->> 'url', value ->> 'delayed' FROM json_each(?)"),
      sources_(database, "SELECT key, value FROM json_each(?)") {}

page::MetadataSources JsonLists::sources(const std::string& json) {
    page::MetadataSources sources;
    if (json == "{}") return sources;
    each(sources_, json, [&](const Execution& row) {
        const std::string key = row.text(0);
        for (const auto& [name, field] : k_source_fields)
            if (key == name) sources.*field = row.text(1);
    });
    return sources;
}

page::Fingerprint read_fingerprint(const Execution& row, int first) {
    return {.simhash = static_cast<std::uint64_t>(row.integer(first)),
            .length = row.integer_as<std::uint32_t>(first + 1),
            .shingles = row.integer_as<std::uint32_t>(first + 2)};
}

std::vector<std::string> JsonLists::strings(const std::string& json) {
    std::vector<std::string> list;
    each(strings_, json, [&](const Execution& row) { list.push_back(row.text(0)); });
    return list;
}

std::vector<verdict::Hop> JsonLists::hops(const std::string& json) {
    std::vector<verdict::Hop> list;
    each(hops_, json, [&](const Execution& row) {
        list.push_back({row.integer_as<int>(0), row.text(1), row.integer(2) != 0});
    });
    return list;
}

StateRecord read_state(const Execution& row, int first) {
    StateRecord state;
    if (row.is_null(first)) return state;
    state.state = state_word(row.text(first));
    if (!row.is_null(first + 1)) state.last_known = state_word(row.text(first + 1));
    state.since = row.time(first + 2);
    state.first_failed_at = row.time(first + 3);
    state.last_ok_at = row.time(first + 4);
    state.failures = row.integer_as<int>(first + 5);
    state.next_check_at = row.time(first + 6);
    state.strikes = row.integer_as<int>(first + 7);
    state.strike_days = row.integer_as<int>(first + 8);
    state.last_strike_at = row.time(first + 9);
    state.mixed = row.integer(first + 10) != 0;
    state.good_since = row.time(first + 11);
    state.blocked_checks = row.integer_as<int>(first + 12);
    state.recent = row.text(first + 13);
    state.flipped_at = row.time(first + 14);
    state.flipped_before_at = row.time(first + 15);
    state.drifted = row.integer(first + 16) != 0;
    state.drift_since = row.time(first + 17);
    state.redirect_target = row.text(first + 18);
    state.redirect_since = row.time(first + 19);
    state.redirect_checks = row.integer_as<int>(first + 20);
    return state;
}

verdict::CheckSeen seen_by_ladder(const CheckRecord& check) {
    verdict::CheckSeen seen{.at = check.checked_at, .outcome = check.verdict.outcome};
    seen.signal = verdict::classify(check.verdict, check.status, check.checked_at, check.tls_expires_at);
    if (check.verdict.outcome == verdict::Outcome::ok && !check.hops.empty())
        seen.temporary_target = check.final_url;
    seen.title = check.title_match;
    seen.drift = check.drift;
    return seen;
}

MarkKind mark_kind_from(const std::string& word) {
    return known(word_for(word, k_mark_kinds), word);
}

std::optional<CheckRecord> read_check(const Execution& row, int first, JsonLists& lists) {
    if (row.is_null(first)) return std::nullopt;
    CheckRecord check;
    check.checked_at = row.time(first + 1).value_or(core::TimePoint{});
    check.verdict = read_verdict(row, first + 2);
    check.status = row.integer_as<int>(first + 8);
    check.final_url = row.text(first + 9);
    check.hops = lists.hops(row.text(first + 10));
    check.attempts = row.integer_as<int>(first + 11);
    check.content_type = row.text(first + 12);
    check.bytes = row.integer_as<std::uint64_t>(first + 13);
    check.timing = {.dns = row.milliseconds(first + 14),
                    .connect = row.milliseconds(first + 15),
                    .tls = row.milliseconds(first + 16),
                    .first_byte = row.milliseconds(first + 17),
                    .total = row.milliseconds(first + 18)};
    check.http_version = row.text(first + 19);
    check.remote_address = row.text(first + 20);
    check.tls_expires_at = row.time(first + 21);
    check.flags = lists.strings(row.text(first + 22));
    const std::string title_match = row.text(first + 23);
    check.title_match = known(word_for(title_match, k_title_matches), title_match);
    const std::string drift = row.text(first + 24);
    check.drift = known(word_for(drift, k_drifts), drift);
    return check;
}

void read_page(const Execution& row, int first, JsonLists& lists, CheckRecord& check) {
    if (row.is_null(first + 1)) return;  // no row: the title is never NULL
    if (!row.is_null(first)) {
        page::Metadata& page = check.metadata.emplace();
        page.title = row.text(first + 1);
        page.description = row.text(first + 2);
        page.authors = lists.strings(row.text(first + 3));
        page.published = row.text(first + 4);
        page.site = row.text(first + 5);
        page.language = row.text(first + 6);
        page.canonical = row.text(first + 7);
        page.image = row.text(first + 8);
        page.doi = row.text(first + 9);
        page.sources = lists.sources(row.text(first + 12));
    }
    check.etag = row.text(first + 10);
    check.last_modified = row.text(first + 11);
    if (!row.is_null(first + 13)) check.fingerprint = read_fingerprint(row, first + 13);
}

}  // namespace linktender::store
