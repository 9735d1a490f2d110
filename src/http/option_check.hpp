// Options that would otherwise fail in the middle of a run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "linktender/http/curl_fetcher.hpp"

namespace linktender::http {

/// What is wrong with the texts among the options, for people; nullopt when nothing is.
[[nodiscard]] std::optional<std::string> find_bad_option(const FetcherOptions& options);

/// A name of a header field, RFC 9110 5.6.2.
[[nodiscard]] bool is_token(std::string_view text);
/// True for text that must not stand in a header: a line end inside would start another one.
[[nodiscard]] bool has_control(std::string_view text);

}  // namespace linktender::http
