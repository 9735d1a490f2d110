#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <array>
#include <string_view>

#include "connection.hpp"
#include "error.hpp"
#include "linktender/core/text.hpp"
#include "linktender/store/upkeep.hpp"
#include "schema.hpp"
#include "statement.hpp"
#include "writer_lock.hpp"

namespace linktender::store {

namespace {

constexpr int k_most_messages = 20;  ///< of SQLite, about one file

/// Rows that contradict others or themselves: `rows` selects one column, an example for people.
struct Contradiction {
    std::string_view words;  ///< `{}` is their number
    std::string_view rows;
};

constexpr std::array k_contradictions{
    Contradiction{"{} states rest on a check of another link",
                  "SELECT link.url FROM state JOIN \"check\" ON \"check\".id = state.check_id "
                  "JOIN link ON link.id = state.link_id WHERE \"check\".link_id <> state.link_id"},
    Contradiction{"{} broken links have no failure behind them",
                  "SELECT link.url FROM state JOIN link ON link.id = state.link_id "
                  "WHERE state.state IN ('failing', 'dead') "
                  "AND (state.first_failed_at IS NULL OR state.failures < 1)"},
    Contradiction{"{} links are alive and fail at once",
                  "SELECT link.url FROM state JOIN link ON link.id = state.link_id "
                  "WHERE state.state IN ('alive', 'moved') AND (state.first_failed_at IS NOT NULL "
                  "OR state.failures <> 0 OR state.strikes <> 0)"},
    Contradiction{"{} links are alive and were never seen so",
                  "SELECT link.url FROM state JOIN link ON link.id = state.link_id "
                  "WHERE state.state IN ('alive', 'moved') AND state.last_ok_at IS NULL"},
    Contradiction{"{} links have more days with a strike than failures, or fewer than none",
                  "SELECT link.url FROM state JOIN link ON link.id = state.link_id "
                  "WHERE state.strike_days NOT BETWEEN 0 AND state.failures OR state.strikes < 0"},
    Contradiction{
        "{} links were asked for twice in one audit",
        "SELECT link.url FROM \"check\" JOIN link ON link.id = \"check\".link_id "
        "JOIN run ON run.id = \"check\".run_id "
        "WHERE run.archive = '' AND \"check\".attempts > 0 GROUP BY \"check\".run_id, \"check\".link_id "
        "HAVING count(*) > 1"},
    Contradiction{"{} checks have lists that are no JSON",
                  "SELECT link.url FROM \"check\" JOIN link ON link.id = \"check\".link_id "
                  "WHERE NOT json_valid(\"check\".hops) OR NOT json_valid(\"check\".flags)"},
    Contradiction{"{} pages have lists that are no JSON",
                  "SELECT link.url FROM page JOIN link ON link.id = page.link_id "
                  "WHERE NOT json_valid(page.authors) OR NOT json_valid(page.sources)"},
    Contradiction{"{} runs have lists that are no JSON",
                  "SELECT id FROM run WHERE NOT json_valid(inputs) OR NOT json_valid(host_incidents)"},
    Contradiction{"{} entries of the full-text index belong to no page",
                  "SELECT rowid FROM page_fts WHERE rowid NOT IN (SELECT link_id FROM page)"},
    Contradiction{"{} pages are missing in the full-text index",
                  "SELECT link.url FROM page JOIN link ON link.id = page.link_id "
                  "WHERE page.title <> '' AND page.link_id NOT IN (SELECT rowid FROM page_fts)"},
    Contradiction{"{} entries of the anchor texts' index belong to no occurrence",
                  "SELECT rowid FROM anchor_fts WHERE rowid NOT IN (SELECT id FROM occurrence)"},
    Contradiction{"{} anchor texts are missing in their index",
                  "SELECT raw FROM occurrence WHERE text <> '' AND id NOT IN (SELECT rowid FROM anchor_fts)"},
};

class Inspector {
public:
    explicit Inspector(const std::filesystem::path& file) : file_(file), database_(open_for_reading(file)) {}

    Inspection look() {
        found_.schema = schema_steps().back().to;
        attempt([&] { look_at_file(); });
        attempt([&] { count(); });
        attempt([&] { look_at_words(); });
        for (const Contradiction& contradiction : k_contradictions) attempt([&] { look_for(contradiction); });
        look_at_indexes();
        return std::move(found_);
    }

private:
    /// What cannot be read is a finding too: the rest is looked at all the same.
    template <class Look>
    void attempt(Look look) {
        try {
            look();
        } catch (const SQLite::Exception& error) {
            add(translate(error, file_, &database_).what());
        }
    }

    void add(std::string problem) {
        if (found_.problems.empty() || found_.problems.back() != problem)
            found_.problems.push_back(std::move(problem));
    }

    void look_at_file() {
        SQLite::Statement integrity(database_, fmt::format("PRAGMA integrity_check({})", k_most_messages));
        Execution row(integrity);
        while (row.step()) {
            const std::string message = row.text(0);
            if (message != "ok") add("the file: " + core::escape_control(message));
        }
        SQLite::Statement references(database_,
                                     "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check "
                                     "GROUP BY \"table\", parent");
        Execution missing(references);
        while (missing.step())
            add(fmt::format("{} rows of {} refer to no row of {}", missing.integer(2), missing.text(0),
                            missing.text(1)));
    }

    void count() {
        SQLite::Statement statement(database_,
                                    "SELECT (SELECT count(*) FROM issue), (SELECT count(*) FROM link), "
                                    "(SELECT count(*) FROM \"check\"), (SELECT count(*) FROM run)");
        Execution row(statement);
        if (!row.step()) return;
        found_.issues = row.integer(0);
        found_.links = row.integer(1);
        found_.checks = row.integer(2);
        found_.runs = row.integer(3);
    }

    /// Words that no linktender of this schema writes.
    void look_at_words() {
        const auto look = [&](const char* sql, const char* what, auto known) {
            SQLite::Statement statement(database_, sql);
            Execution row(statement);
            while (row.step())
                if (!known(row.text(0)))
                    add(fmt::format("'{}' is no {}", core::escape_control(row.text(0).substr(0, 40)), what));
        };
        look("SELECT DISTINCT state FROM state", "state", verdict::state_from);
        look("SELECT DISTINCT outcome FROM \"check\"", "outcome", verdict::outcome_from);
    }

    void look_for(const Contradiction& contradiction) {
        SQLite::Statement statement(
            database_, fmt::format("SELECT count(*), min(example) FROM (SELECT NULL AS example WHERE 0 UNION "
                                   "ALL {})",
                                   contradiction.rows));
        Execution row(statement);
        if (!row.step() || row.integer(0) == 0) return;
        add(fmt::format(fmt::runtime(contradiction.words), row.integer(0)) +
            fmt::format(", for example {}", core::escape_control(row.text(1))));
    }

    /// The index itself can be compared only by way of a write, though nothing is written.
    void look_at_indexes() {
        try {
            const core::FileLock lock = lock_for_writing(file_);
            SQLite::Database writing = open_for_writing(file_);
            for (const char* index : {"page_fts", "anchor_fts"}) {
                try {
                    writing.exec(fmt::format("INSERT INTO {0} ({0}) VALUES ('integrity-check')", index));
                } catch (const SQLite::Exception&) {
                    add(fmt::format("the full-text index {} does not fit its texts", index));
                }
            }
        } catch (const StoreError& error) {
            if (error.kind() == StoreError::Kind::busy)
                found_.notes.emplace_back(
                    "somebody is writing: the inside of the full-text indexes was left alone");
            else if (error.kind() == StoreError::Kind::read_only)
                found_.notes.emplace_back(
                    "the file cannot be written: the inside of the full-text indexes was left alone");
            else
                add(error.what());
        }
    }

    const std::filesystem::path& file_;
    SQLite::Database database_;
    Inspection found_;
};

}  // namespace

Inspection inspect(const std::filesystem::path& file) {
    const std::filesystem::path real = resolve(file);
    try {
        return Inspector(real).look();
    } catch (const SQLite::Exception& error) {
        throw translate(error, real, nullptr);
    }
}

}  // namespace linktender::store
