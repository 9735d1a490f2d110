#include "link_table.hpp"

#include "linktender/url/host.hpp"
#include "linktender/url/redact.hpp"
#include "linktender/url/url.hpp"
#include "statement.hpp"

namespace linktender::store {

LinkTable::LinkTable(SQLite::Database& database)
    : database_(database),
      find_(database, "SELECT id, host, domain FROM link WHERE url = ?"),
      add_(database, "INSERT INTO link (url, host, domain, first_run_id) VALUES (?, ?, ?, ?)") {}

LinkRow LinkTable::find_or_add(std::string_view url, RunId run) {
    const std::string stored = url::without_userinfo(url);
    if (Execution row(find_, Exactly{stored}); row.step()) return {row.integer(0), row.text(1), row.text(2)};
    LinkRow link;
    if (const auto parsed = url::parse(stored)) {
        link.host = parsed->host();
        if (!link.host.empty()) link.domain = url::registrable_domain(link.host);
    }
    Execution(add_, Exactly{stored}, link.host, link.domain, run).run();
    link.id = database_.getLastInsertRowid();
    return link;
}

}  // namespace linktender::store
