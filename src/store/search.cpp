#include "search.hpp"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>

#include "linktender/core/text.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

/// More words than this ask for nothing that fewer would not.
constexpr std::size_t k_max_words = 16;

std::size_t count_characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

/// The index knows sequences of three characters; shorter words, as most Chinese ones are, are looked for
/// in the texts themselves.
bool is_indexed(std::string_view word) noexcept {
    return count_characters(word) >= 3;
}

std::string replace_all(std::string_view text, std::string_view special, std::string_view before) {
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) out += before;
        out += c;
    }
    return out;
}

/// What is bound for the word: a phrase of the index's language, or a LIKE pattern.
std::string pattern_for(std::string_view word) {
    if (is_indexed(word)) return '"' + replace_all(word, "\"", "\"") + '"';
    return '%' + replace_all(word, "%_\\", "\\") + '%';
}

/// The links that one word is found in, as a subquery with the parameter of that number.
std::string subquery(std::string_view word, std::size_t number) {
    if (is_indexed(word))
        return fmt::format(
            "SELECT rowid FROM page_fts WHERE page_fts MATCH ?{0} UNION SELECT occurrence.link_id FROM "
            "anchor_fts "
            "JOIN occurrence ON occurrence.id = anchor_fts.rowid WHERE anchor_fts MATCH ?{0}",
            number);
    return fmt::format(
        "SELECT link_id FROM page WHERE title LIKE ?{0} ESCAPE '\\' OR description LIKE ?{0} ESCAPE '\\' "
        "OR authors LIKE ?{0} ESCAPE '\\' OR site LIKE ?{0} ESCAPE '\\' "
        "UNION SELECT link_id FROM occurrence WHERE text LIKE ?{0} ESCAPE '\\'",
        number);
}

}  // namespace

std::vector<std::int64_t> find_links(SQLite::Database& database, const std::vector<std::string>& words,
                                     std::size_t limit) {
    std::vector<std::string> wanted;
    for (const std::string& word : words)
        if (!core::trim(word).empty() && wanted.size() < k_max_words)
            wanted.push_back(core::to_valid_utf8(core::trim(word)));
    if (wanted.empty()) return {};
    std::string sql =
        "SELECT link.id FROM link LEFT JOIN occurrence ON occurrence.link_id = link.id "
        "LEFT JOIN issue ON issue.id = occurrence.issue_id WHERE TRUE";
    for (std::size_t i = 0; i < wanted.size(); ++i)
        sql += fmt::format(" AND link.id IN ({})", subquery(wanted[i], i + 1));
    sql += fmt::format(" GROUP BY link.id ORDER BY max(issue.date) DESC, link.url LIMIT {}", limit);
    SQLite::Statement statement(database, sql);
    for (std::size_t i = 0; i < wanted.size(); ++i)
        statement.bind(static_cast<int>(i + 1), pattern_for(wanted[i]));
    std::vector<std::int64_t> found;
    while (statement.executeStep()) found.push_back(statement.getColumn(0).getInt64());
    return found;
}

std::vector<SearchHit::Place> places_of(SQLite::Database& database, std::int64_t link) {
    SQLite::Statement statement(
        database,
        fmt::format(
            "SELECT issue.file, occurrence.line, occurrence.\"column\", occurrence.text FROM occurrence "
            "JOIN issue ON issue.id = occurrence.issue_id WHERE occurrence.link_id = ? "
            "ORDER BY issue.date DESC, issue.file, occurrence.line LIMIT {}",
            k_search_places));
    Execution row(statement, link);
    std::vector<SearchHit::Place> places;
    while (row.step())
        places.push_back(
            {row.bytes(0), row.integer_as<std::uint32_t>(1), row.integer_as<std::uint32_t>(2), row.text(3)});
    return places;
}

}  // namespace linktender::store
