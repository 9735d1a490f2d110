// Who was told what, written beside whoever else writes.
#pragma once

#include <filesystem>

#include "linktender/store/records.hpp"

namespace linktender::store {

/// Keeps up to which run a target was told, in place of what was kept before; `Reader::notification` gives it
/// back. A short transaction of its own, as `put_mark` is. Any thread. Throws StoreError.
void put_notification(const std::filesystem::path& database, const NotificationRecord& notification);

}  // namespace linktender::store
