// Which linktender this is, and what it stands on.
#pragma once

#include <string>
#include <string_view>

namespace linktender::app {

/// `0.1.0`
[[nodiscard]] std::string_view version() noexcept;

/// `linktender 0.1.0` and a line for each library with its version.
[[nodiscard]] std::string version_text();

}  // namespace linktender::app
