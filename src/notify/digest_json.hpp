// A digest as JSON for programs: docs/notify.md.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "linktender/notify/digest.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::notify {

using Json = nlohmann::ordered_json;

/// One line of UTF-8; ill-formed bytes become U+FFFD.
[[nodiscard]] std::string to_text(const Json& json);

/// `linktender.digest/1`, at most `max_bytes`: lists are cut, and what is left out is counted.
[[nodiscard]] std::string digest_json(const Digest& digest, report::Language language,
                                      const std::string& report_url, std::size_t max_bytes);

}  // namespace linktender::notify
