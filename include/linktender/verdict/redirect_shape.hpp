// What the way of a redirect alone suggests: a deep link that ends at a home or error page.
#pragma once

#include <cstdint>

#include "linktender/url/url.hpp"

namespace linktender::verdict {

enum class RedirectShape : std::uint8_t {
    none,
    to_root,   ///< a deep link led to a home page: the page is probably gone, a weak signal
    to_error,  ///< the last segment of the final path is an error page's name
};

/// Compares where one was sent with where one wanted to go. Known innocent shapes are `none`: links
/// without a path, home pages by another name, query-only links such as `/?p=1`, short links, a move
/// to an own host (`x.org/tool/` to `tool.x.org/`), targets with a query.
[[nodiscard]] RedirectShape redirect_shape(const url::Url& requested, const url::Url& final_url);

}  // namespace linktender::verdict
