// Message authentication by a shared secret, for services that ask for it.
#pragma once

#include <string>
#include <string_view>

namespace linktender::http {

/// HMAC-SHA-256 (RFC 2104), the 32 bytes as they are. Any thread.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace linktender::http
