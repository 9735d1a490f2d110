// What particular hosts say in their own ways: in scripts, and in titles that carry more than a title.
#pragma once

#include <string_view>
#include <vector>

#include "claims.hpp"
#include "linktender/url/url.hpp"

namespace linktender::page {

/// Claims from `host` with the keys `title`, `author`, `site`, `published` and `image`, read from the decoded
/// text of a page; `claims` are what it says otherwise. Empty for hosts without an adapter.
[[nodiscard]] std::vector<Claim> host_claims(const url::Url& url, std::string_view html,
                                             const std::vector<Claim>& claims);

/// A title without what its host puts in front of every title: `GitHub - `, `[1812.00332] `.
[[nodiscard]] std::string_view without_host_prefix(std::string_view title, std::string_view host) noexcept;

/// How a host calls itself behind its titles where its pages do not say; empty when it is not known.
[[nodiscard]] std::string_view site_of_host(std::string_view host) noexcept;

}  // namespace linktender::page
