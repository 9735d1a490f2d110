// Where each piece of metadata may stand, in the order of trust: the first source whose value survives
// cleaning gives the field. Order here is policy; nothing else decides it.
#pragma once

#include <string_view>

#include "claims.hpp"

namespace linktender::page {

struct Source {
    ClaimFrom from;
    std::string_view key = {};
};

// What a page says for machines that cite or index it comes before what it says for those that
// share it, since og:title is often a line of advertising.
inline constexpr Source k_title_sources[] = {
    {ClaimFrom::host, "title"},
    {ClaimFrom::meta, "citation_title"},
    {ClaimFrom::json_ld, "headline"},
    {ClaimFrom::meta, "og:title"},
    {ClaimFrom::meta, "twitter:title"},
    {ClaimFrom::meta, "dc.title"},
    {ClaimFrom::meta, "dcterms.title"},
    {ClaimFrom::itemprop, "headline"},
    {ClaimFrom::title},
    {ClaimFrom::heading},
};
inline constexpr Source k_description_sources[] = {
    {ClaimFrom::meta, "og:description"},
    {ClaimFrom::json_ld, "description"},
    {ClaimFrom::meta, "twitter:description"},
    {ClaimFrom::meta, "description"},
    {ClaimFrom::meta, "citation_abstract"},
    {ClaimFrom::meta, "dc.description"},
    {ClaimFrom::meta, "dcterms.description"},
    {ClaimFrom::itemprop, "description"},
    {ClaimFrom::paragraph},
};
// All claims of the first source that has a name; twitter:creator is an account, hardly a name.
inline constexpr Source k_author_sources[] = {
    {ClaimFrom::meta, "citation_author"},
    {ClaimFrom::meta, "citation_authors"},
    {ClaimFrom::json_ld, "author"},
    {ClaimFrom::meta, "author"},
    {ClaimFrom::meta, "article:author"},
    {ClaimFrom::meta, "og:article:author"},
    {ClaimFrom::meta, "dc.creator"},
    {ClaimFrom::meta, "dcterms.creator"},
    {ClaimFrom::meta, "parsely-author"},
    {ClaimFrom::itemprop, "author.name"},
    {ClaimFrom::itemprop, "author"},
    {ClaimFrom::rel, "author"},
    {ClaimFrom::byline},
    {ClaimFrom::host, "author"},
    {ClaimFrom::meta, "twitter:creator"},
};
// Behind these comes the day in the URL. Last-Modified tells of the server, not of the page.
inline constexpr Source k_published_sources[] = {
    {ClaimFrom::json_ld, "datepublished"},
    {ClaimFrom::meta, "article:published_time"},
    {ClaimFrom::meta, "og:article:published_time"},
    {ClaimFrom::meta, "citation_publication_date"},
    {ClaimFrom::meta, "citation_date"},
    {ClaimFrom::meta, "citation_online_date"},
    {ClaimFrom::itemprop, "datepublished"},
    {ClaimFrom::meta, "dcterms.issued"},
    {ClaimFrom::meta, "dcterms.created"},
    {ClaimFrom::meta, "dc.date"},
    {ClaimFrom::meta, "parsely-pub-date"},
    {ClaimFrom::time},
    {ClaimFrom::host, "published"},
};
// Behind these come the site in `<title>`, what the host is known as, and its registrable domain.
inline constexpr Source k_site_sources[] = {
    {ClaimFrom::host, "site"},
    {ClaimFrom::meta, "og:site_name"},
    {ClaimFrom::json_ld, "publisher"},
    {ClaimFrom::meta, "citation_journal_title"},
    {ClaimFrom::itemprop, "publisher.name"},
    {ClaimFrom::meta, "application-name"},
};
// The writing of the text overrules an `en` that only a template says.
inline constexpr Source k_language_sources[] = {
    {ClaimFrom::html, "lang"},
    {ClaimFrom::pragma, "content-language"},
    {ClaimFrom::meta, "og:locale"},
    {ClaimFrom::json_ld, "inlanguage"},
};
// Behind these comes the address of the page.
inline constexpr Source k_canonical_sources[] = {
    {ClaimFrom::link, "canonical"},
    {ClaimFrom::meta, "og:url"},
};
inline constexpr Source k_image_sources[] = {
    {ClaimFrom::meta, "og:image:secure_url"}, {ClaimFrom::meta, "og:image"},
    {ClaimFrom::meta, "og:image:url"},        {ClaimFrom::meta, "twitter:image"},
    {ClaimFrom::meta, "twitter:image:src"},   {ClaimFrom::json_ld, "image"},
    {ClaimFrom::itemprop, "image"},           {ClaimFrom::host, "image"},
};
// Behind these comes a DOI in the canonical address, and the one that arXiv's numbers have.
inline constexpr Source k_doi_sources[] = {
    {ClaimFrom::meta, "citation_doi"},
    {ClaimFrom::meta, "prism.doi"},
    {ClaimFrom::meta, "dc.identifier"},
    {ClaimFrom::meta, "dcterms.identifier"},
};

}  // namespace linktender::page
