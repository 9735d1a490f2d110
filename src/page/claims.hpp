// What a document says about itself, as found: every statement with where it stands, none judged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/page/document.hpp"

namespace linktender::page {

/// Where a statement stands. A new kind of source is an enumerator here, a reader in claims.cpp and
/// rows in the tables of metadata.cpp.
enum class ClaimFrom : std::uint8_t {
    meta,       ///< `<meta name=… property=… content=…>`; key is the name
    pragma,     ///< `<meta http-equiv=…>`
    link,       ///< `<link rel=… href=…>`; one claim for each token of rel
    rel,        ///< text of `<a rel=author>`
    itemprop,   ///< microdata; `author.name` for the name of an author that is an item of its own
    html,       ///< attributes of `<html>`
    base,       ///< `<base href>`
    title,      ///< `<title>`
    heading,    ///< each `<h1>`
    time,       ///< `<time datetime>` inside an article
    byline,     ///< text of an element of which `is_byline_class` is true
    paragraph,  ///< text of the first `<p>` that `is_telling`
    json_ld,    ///< schema.org in JSON-LD, see json_ld.hpp
    host,       ///< what its host's adapter reads, see host_adapters.hpp
};

struct Claim {
    ClaimFrom from;
    std::string key;    ///< lower case; empty where `from` says all
    std::string value;  ///< as written, or text in one line
};

/// A longer value is no claim: part of a URL would be another URL.
inline constexpr std::size_t k_claim_bytes = 16 * 1024;
inline constexpr std::size_t k_max_claims = 512;

/// Whether an element's `class` says that it names the author: `byline`, `author-name` and the like.
[[nodiscard]] bool is_byline_class(std::string_view classes) noexcept;

/// Whether a paragraph is long enough to tell what a page is about: 60 characters, of which each
/// Chinese, Japanese or Korean one counts for two.
[[nodiscard]] bool is_telling(std::string_view paragraph) noexcept;

/// In document order, no more than `k_max_claims`. What stands in SVG or MathML is not read.
[[nodiscard]] std::vector<Claim> collect_claims(const Document& document);

/// The value of the first claim of that source, empty or not; null when there is none.
[[nodiscard]] const std::string* find_claim(const std::vector<Claim>& claims, ClaimFrom from,
                                            std::string_view key) noexcept;

}  // namespace linktender::page
