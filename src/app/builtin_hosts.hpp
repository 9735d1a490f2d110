// The profiles of config/hosts.toml, as text. Private to the room.
#pragma once

#include <string_view>

namespace linktender::app {

[[nodiscard]] std::string_view builtin_hosts() noexcept;

}  // namespace linktender::app
