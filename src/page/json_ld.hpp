// What a page says in JSON-LD by the words of schema.org.
#pragma once

#include <string_view>
#include <vector>

#include "claims.hpp"

namespace linktender::page {

/// Bytes of JSON-LD read of one page; `JsonReader::k_max_depth` bounds how deep.
inline constexpr std::size_t k_json_ld_bytes = std::size_t{1} << 20U;

/// Claims from `json_ld` with the keys `headline` (of articles alone), `description`, `author`,
/// `datepublished`, `publisher`, `inlanguage` and `image`: of the article that the page is, or another work,
/// or the page; what is merely mentioned in it says nothing. `html` is decoded text. Never fails.
[[nodiscard]] std::vector<Claim> json_ld_claims(std::string_view html);

}  // namespace linktender::page
