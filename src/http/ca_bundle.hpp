// Where this system keeps the certificates of the authorities it trusts.
#pragma once

#include <string>

#include "linktender/core/expected.hpp"

namespace linktender::http {

/// `option` when it is not empty, else the first of the places where distributions keep their bundle.
/// libcurl caches a parsed bundle only when it is told one file and no directory, and parsing takes
/// about 20 ms: so a path is always given explicitly. The error is for people.
[[nodiscard]] Expected<std::string, std::string> find_ca_bundle(const std::string& option);

}  // namespace linktender::http
