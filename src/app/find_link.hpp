// From a URL as somebody types it to the link in the database.
#pragma once

#include <string>

#include "linktender/store/reader.hpp"

namespace linktender::app {

/// The link's URL as it is stored. Throws ConfigError when the text is no URL, or no issue has the link:
/// then with those of the same host that are most like it.
[[nodiscard]] std::string find_link(const store::Reader& reader, const std::string& text);

}  // namespace linktender::app
