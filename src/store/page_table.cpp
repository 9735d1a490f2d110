#include "page_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json_text.hpp"
#include "linktender/url/redact.hpp"
#include "statement.hpp"

namespace linktender::store {

namespace {

/// Sent back to the server as they are, so cut ones would be lies. RFC 9110 sets no limit; ours is
/// far above what servers send.
constexpr std::size_t k_max_validator = 1024;

/// Of a description: its first sentences. The index takes five times the size of its texts.
constexpr std::size_t k_max_indexed = 400;

std::string_view validator(const std::string& value) noexcept {
    return value.size() <= k_max_validator && core::is_valid_utf8(value) ? std::string_view(value)
                                                                         : std::string_view();
}

/// What the validators belong to; empty when there are none.
std::string validated_url(const CheckRecord& check) {
    const bool any = !validator(check.etag).empty() || !validator(check.last_modified).empty();
    return any ? url::without_userinfo(check.final_url) : std::string();
}

}  // namespace

PageTable::PageTable(SQLite::Database& database)
    : put_page_(
          database,
          "INSERT INTO page (link_id, read_at, title, description, authors, published, site, language, "
          "canonical, image, doi, etag, last_modified, validated_url, sources, simhash, text_length, "
          "text_shingles, baseline_simhash, baseline_length, baseline_shingles, baseline_title) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?16, "
          "?17, "
          "?18, ?3) "
          "ON CONFLICT (link_id) DO UPDATE SET read_at = ?2, title = ?3, description = ?4, authors = ?5, "
          "published = ?6, site = ?7, language = ?8, canonical = ?9, image = ?10, doi = ?11, etag = ?12, "
          "last_modified = ?13, validated_url = ?14, sources = ?15, simhash = ?16, text_length = ?17, "
          "text_shingles = ?18, "
          // The first good look is the baseline, and stays it.
          "baseline_title = iif(baseline_simhash IS NULL, ?3, baseline_title), "
          "baseline_length = coalesce(baseline_length, ?17), "
          "baseline_shingles = coalesce(baseline_shingles, ?18), "
          "baseline_simhash = coalesce(baseline_simhash, ?16)"),
      put_validators_(
          database,
          "INSERT INTO page (link_id, title, description, authors, published, site, language, "
          "canonical, image, doi, etag, last_modified, validated_url) "
          "VALUES (?1, '', '', '[]', '', '', '', '', '', '', ?2, ?3, ?4) "
          "ON CONFLICT (link_id) DO UPDATE SET etag = ?2, last_modified = ?3, validated_url = ?4"),
      indexed_(database, "SELECT title, description, authors, site FROM page_fts WHERE rowid = ?"),
      drop_index_(database, "DELETE FROM page_fts WHERE rowid = ?"),
      put_index_(database,
                 "INSERT INTO page_fts (rowid, title, description, authors, site) "
                 "VALUES (?, ?, ?, ?, ?)") {}

void PageTable::put(std::int64_t link, const CheckRecord& check) {
    if (check.metadata) return put_metadata(link, check);
    // The validators of an error page or a wall would have us told that nothing changed since.
    const verdict::State state = verdict::state_of(check.verdict.outcome);
    if (state != verdict::State::alive && state != verdict::State::moved) return;
    const std::string_view etag = validator(check.etag);
    const std::string_view last_modified = validator(check.last_modified);
    if (!etag.empty() || !last_modified.empty())
        Execution(put_validators_, link, etag, last_modified, validated_url(check)).run();
}

void PageTable::put_metadata(std::int64_t link, const CheckRecord& check) {
    const page::Metadata& page = *check.metadata;
    std::optional<std::int64_t> simhash;
    std::optional<std::uint32_t> length;
    std::optional<std::uint32_t> shingles;
    if (check.fingerprint) {
        simhash = static_cast<std::int64_t>(check.fingerprint->simhash);
        length = check.fingerprint->length;
        shingles = check.fingerprint->shingles;
    }
    Execution(put_page_, link, check.checked_at, page.title, page.description, Exactly{to_json(page.authors)},
              page.published, page.site, page.language, url::without_userinfo(page.canonical),
              url::without_userinfo(page.image), page.doi, validator(check.etag),
              validator(check.last_modified), validated_url(check), Exactly{to_json(page.sources)}, simhash,
              length, shingles)
        .run();
    put_index(link, page);
}

void PageTable::put_index(std::int64_t link, const page::Metadata& page) {
    const std::string authors = fmt::format("{}", fmt::join(page.authors, ", "));
    const std::string description = core::truncate_utf8(page.description, k_max_indexed);
    bool is_indexed = false;
    {
        // Most pages say today what they said yesterday, and the index is the dearest part of a check.
        Execution row(indexed_, link);
        is_indexed = row.step();
        if (is_indexed && row.text(0) == page.title && row.text(1) == description && row.text(2) == authors &&
            row.text(3) == page.site)
            return;
    }
    if (is_indexed) Execution(drop_index_, link).run();
    Execution(put_index_, link, page.title, description, authors, page.site).run();
}

}  // namespace linktender::store
