// User names and passwords stay out of what is kept or shown.
#pragma once

#include <string>
#include <string_view>

namespace linktender::url {

/// A URL without the user name and password of its authority. Anything else comes back as it was.
[[nodiscard]] std::string without_userinfo(std::string_view url);

/// Text with every `scheme://user:password@host` in it written as `scheme://host`.
[[nodiscard]] std::string redact_urls(std::string_view text);

}  // namespace linktender::url
