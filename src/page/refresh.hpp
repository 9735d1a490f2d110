// `<meta http-equiv=refresh>`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "linktender/url/url.hpp"

namespace linktender::page {

struct Refresh {
    double delay = 0;  ///< seconds
    std::string url;   ///< absolute; empty when the page only loads itself again
};

/// https://html.spec.whatwg.org/#shared-declarative-refresh-steps; nullopt where those return
/// without a refresh. `base` is null when the page's own URL is not known: then only absolute
/// targets are found.
[[nodiscard]] std::optional<Refresh> parse_refresh(std::string_view content, const url::Url* base);

}  // namespace linktender::page
