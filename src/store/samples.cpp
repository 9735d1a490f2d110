#include "samples.hpp"

#include <SQLiteCpp/Statement.h>

#include <string>
#include <utility>

#include "columns.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

/// A host with more of them is one where a sample tells as much.
constexpr std::size_t k_most_of_host = 5000;
constexpr std::size_t k_fewest_of_host = 2;

std::vector<std::string> anchors_of(SQLite::Statement& statement, std::int64_t link) {
    std::vector<std::string> anchors;
    Execution row(statement, link);
    while (row.step()) anchors.push_back(row.text(0));
    return anchors;
}

}  // namespace

void read_page_samples(SQLite::Database& database, RunId run,
                       const std::function<void(std::vector<verdict::PageSample>)>& each_host) {
    // The plus keeps SQLite from walking all checks of the run for each of them.
    SQLite::Statement pages(
        database,
        "SELECT link.host, link.id, link.url, \"check\".final_url, \"check\".rule, page.title, page.simhash, "
        "page.text_length, page.text_shingles FROM \"check\" JOIN link ON link.id = \"check\".link_id "
        "JOIN page ON page.link_id = link.id WHERE \"check\".run_id = ?1 AND \"check\".id = (SELECT "
        "max(id) FROM \"check\" AS later WHERE later.link_id = link.id AND +later.run_id = ?1) AND "
        "\"check\".outcome IN ('ok', 'moved') AND page.simhash IS NOT NULL "
        "ORDER BY link.host, link.id");
    SQLite::Statement anchors(
        database,
        "SELECT DISTINCT text FROM occurrence WHERE link_id = ? AND disabled = 0 AND text <> '' "
        "LIMIT 64");
    std::string host;
    std::vector<verdict::PageSample> samples;
    const auto flush = [&] {
        if (samples.size() >= k_fewest_of_host) each_host(std::move(samples));
        samples.clear();
    };
    Execution row(pages, run);
    while (row.step()) {
        if (std::string next = row.text(0); next != host) {
            flush();
            host = std::move(next);
        }
        if (samples.size() >= k_most_of_host) continue;
        samples.push_back({.url = row.text(2),
                           .final_url = row.text(3),
                           .fingerprint = read_fingerprint(row, 6),
                           .title = row.text(5),
                           .anchors = anchors_of(anchors, row.integer(1)),
                           .settled = !row.text(4).empty()});
    }
    flush();
}

}  // namespace linktender::store
