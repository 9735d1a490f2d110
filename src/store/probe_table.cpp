#include "probe_table.hpp"

#include <fmt/format.h>

#include "columns.hpp"

namespace linktender::store {

ProbeTable::ProbeTable(SQLite::Database& database)
    : put_(database, fmt::format("INSERT OR REPLACE INTO probe ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                 k_probe_columns)) {}

void ProbeTable::put(const ProbeRecord& probe) {
    const verdict::ProbeSide& answer = probe.answer;
    Execution(put_, probe.directory, probe.asked_at, answer.url, answer.final_url, to_string(answer.outcome),
              static_cast<std::int64_t>(answer.redirects), answer.title,
              static_cast<std::int64_t>(answer.text.simhash), answer.text.length, answer.text.shingles)
        .run();
}

ProbeRecord read_probe(const Execution& row) {
    ProbeRecord probe;
    probe.directory = row.text(0);
    probe.asked_at = row.time(1).value_or(core::TimePoint{});
    probe.answer.url = row.text(2);
    probe.answer.final_url = row.text(3);
    // A word that is none says nothing, as a wall does.
    probe.answer.outcome = verdict::outcome_from(row.text(4)).value_or(verdict::Outcome::blocked);
    probe.answer.redirects = row.integer_as<std::size_t>(5);
    probe.answer.title = row.text(6);
    probe.answer.text = read_fingerprint(row, 7);
    return probe;
}

}  // namespace linktender::store
