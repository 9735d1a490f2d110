// The columns of states and checks, in the one order in which they are read.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string>
#include <string_view>
#include <vector>

#include "linktender/store/records.hpp"
#include "statement.hpp"

namespace linktender::store {

inline constexpr std::string_view k_state_columns =
    "state.state, state.last_known, state.since, state.first_failed_at, state.last_ok_at, state.failures, "
    "state.next_check_at, state.strikes, state.strike_days, state.last_strike_at, state.mixed, "
    "state.good_since, "
    "state.blocked_checks, state.recent, state.flipped_at, state.flipped_before_at, state.drifted, "
    "state.drift_since, state.redirect_target, state.redirect_since, state.redirect_checks";
inline constexpr int k_state_column_count = 21;

inline constexpr std::string_view k_check_columns =
    "\"check\".id, \"check\".checked_at, \"check\".outcome, \"check\".reason, \"check\".evidence, "
    "\"check\".rule, \"check\".confidence, \"check\".moved_to, \"check\".status, \"check\".final_url, "
    "\"check\".hops, \"check\".attempts, \"check\".content_type, \"check\".bytes, \"check\".dns_ms, "
    "\"check\".connect_ms, \"check\".tls_ms, \"check\".first_byte_ms, \"check\".total_ms, "
    "\"check\".http_version, \"check\".remote_address, \"check\".tls_expires_at, \"check\".flags, "
    "\"check\".title_match, \"check\".drift";
inline constexpr int k_check_column_count = 25;
inline constexpr int k_outcome_column = 2;  ///< among them

inline constexpr std::string_view k_page_columns =
    "page.read_at, page.title, page.description, page.authors, page.published, page.site, page.language, "
    "page.canonical, page.image, page.doi, page.etag, page.last_modified, page.sources, page.simhash, "
    "page.text_length, page.text_shingles";
inline constexpr int k_page_column_count = 16;

/// Reads the lists that `to_json` writes, through SQLite's own JSON functions.
class JsonLists {
public:
    explicit JsonLists(SQLite::Database& database);

    [[nodiscard]] std::vector<std::string> strings(const std::string& json);
    [[nodiscard]] std::vector<verdict::Hop> hops(const std::string& json);
    [[nodiscard]] page::MetadataSources sources(const std::string& json);

private:
    SQLite::Statement strings_;
    SQLite::Statement hops_;
    SQLite::Statement sources_;
};

/// `first` is where the columns begin in the row. A word that is none throws an exception with SQLite's
/// code for a corrupt file. States may be NULL as a whole: unchecked.
[[nodiscard]] StateRecord read_state(const Execution& row, int first);

/// Nothing when the columns are NULL. `url` is left to the caller.
[[nodiscard]] std::optional<CheckRecord> read_check(const Execution& row, int first, JsonLists& lists);

/// What the ladder sees of a check; without `dice`.
[[nodiscard]] verdict::CheckSeen seen_by_ladder(const CheckRecord& check);

/// `acknowledged`, `alive`, `dead`; another word throws as above.
[[nodiscard]] MarkKind mark_kind_from(const std::string& word);

/// The three columns of a page's fingerprint.
[[nodiscard]] page::Fingerprint read_fingerprint(const Execution& row, int first);

/// Fills metadata, validators and fingerprint; leaves them alone when the columns are NULL.
void read_page(const Execution& row, int first, JsonLists& lists, CheckRecord& check);

}  // namespace linktender::store
