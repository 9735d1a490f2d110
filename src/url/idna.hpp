// UTS 46 by ICU, with the options the URL Standard asks for. The one place in this room that sees ICU.
#pragma once

#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"
#include "linktender/url/url.hpp"

namespace linktender::url {

/// Longest domain handed to ICU, in bytes of UTF-8. Punycode takes time quadratic in the length of a
/// label; a name that DNS can resolve has at most 253 bytes in ASCII and far less than this in Unicode.
inline constexpr std::size_t k_max_idna_bytes = 4096;

/// https://url.spec.whatwg.org/#concept-domain-to-ascii with beStrict false, on any bytes.
/// Forbidden domain code points are left for the caller to find.
[[nodiscard]] Expected<std::string, UrlError> domain_to_ascii(std::string_view domain);

}  // namespace linktender::url
