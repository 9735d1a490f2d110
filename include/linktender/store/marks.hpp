// What editors say of links, written beside whoever else writes.
#pragma once

#include <filesystem>
#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::store {

[[nodiscard]] std::string_view to_string(MarkKind kind) noexcept;

/// Sets the mark of a link, in place of an earlier one. A short transaction of its own, which needs no
/// `Writer` and waits for the batch that one is writing. Any thread. `url` is that of
/// `Url::without_fragment()`; a user name and password in it are ignored. Throws StoreError:
/// Kind::missing when there is no database, or the link is not in it.
void put_mark(const std::filesystem::path& database, std::string_view url, const MarkRecord& mark);

/// Takes the mark away, as above. False when the link has none, or is not there.
bool remove_mark(const std::filesystem::path& database, std::string_view url);

}  // namespace linktender::store
