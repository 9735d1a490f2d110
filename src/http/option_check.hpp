// Options that would otherwise fail in the middle of a run.
#pragma once

#include <optional>
#include <string>

#include "linktender/http/curl_fetcher.hpp"

namespace linktender::http {

/// What is wrong with the texts among the options, for people; nullopt when nothing is.
[[nodiscard]] std::optional<std::string> find_bad_option(const FetcherOptions& options);

}  // namespace linktender::http
