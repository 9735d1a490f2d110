// The pages of a run as statistics see them. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>
#include <vector>

#include "linktender/store/records.hpp"
#include "linktender/verdict/host_statistics.hpp"

namespace linktender::store {

/// Those of each host that has several, one call a host.
void read_page_samples(SQLite::Database& database, RunId run,
                       const std::function<void(std::vector<verdict::PageSample>)>& each_host);

}  // namespace linktender::store
