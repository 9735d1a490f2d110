// The host parser, https://url.spec.whatwg.org/#concept-host-parser.
#pragma once

#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"
#include "linktender/url/url.hpp"

namespace linktender::url {

/// Parses well-formed UTF-8 `input` and appends the serialised host to `out`, which is left in an
/// unspecified state on failure. `is_opaque`: the scheme is not special, the host is opaque.
[[nodiscard]] Expected<HostKind, UrlError> append_parsed_host(std::string& out, std::string_view input,
                                                              bool is_opaque);

}  // namespace linktender::url
