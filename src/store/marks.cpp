#include "linktender/store/marks.hpp"

#include <fmt/format.h>

#include "edit.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/redact.hpp"

namespace linktender::store {

std::string_view to_string(MarkKind kind) noexcept {
    switch (kind) {
        case MarkKind::acknowledged: return "acknowledged";
        case MarkKind::alive: return "alive";
        case MarkKind::dead: return "dead";
    }
    return "acknowledged";
}

void put_mark(const std::filesystem::path& database, std::string_view url, const MarkRecord& mark) {
    const std::string link = url::without_userinfo(url);
    const int changed =
        edit(database,
             "INSERT INTO mark (link_id, kind, made_at, until, note) SELECT id, ?2, ?3, ?4, ?5 FROM link "
             "WHERE url = ?1 ON CONFLICT (link_id) DO UPDATE SET kind = excluded.kind, made_at = "
             "excluded.made_at, until = excluded.until, note = excluded.note",
             Exactly{link}, to_string(mark.kind), mark.made_at, mark.until, url::redact_urls(mark.note));
    if (changed == 0)
        throw StoreError(StoreError::Kind::missing,
                         fmt::format("no issue in {} has the link {}: name one as the report writes it",
                                     shown(database), core::escape_control(link)));
}

bool remove_mark(const std::filesystem::path& database, std::string_view url) {
    const std::string link = url::without_userinfo(url);
    return edit(database, "DELETE FROM mark WHERE link_id = (SELECT id FROM link WHERE url = ?1)",
                Exactly{link}) > 0;
}

}  // namespace linktender::store
