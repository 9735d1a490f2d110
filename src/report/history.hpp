// A link as it stood when an earlier run ended.
#pragma once

#include "linktender/core/time.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::report {

/// Puts the link's check and state back to what its checks up to `time` told; one that was not checked until
/// then is unchecked. Throws StoreError.
void rewind(store::LinkView& view, const store::Reader& reader, core::TimePoint time);

}  // namespace linktender::report
