#include "metadata.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <span>

#include "clean.hpp"
#include "date.hpp"
#include "language.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_title_bytes = 512;
constexpr std::size_t k_description_bytes = 2048;
constexpr std::size_t k_site_bytes = 128;
constexpr std::size_t k_max_authors = 64;

struct Source {
    ClaimFrom from;
    std::string_view key = {};
};

// The order of precedence: the first source whose value survives cleaning gives the field. What a
// page says for machines that cite it comes first, since og:title is often a line of advertising.
constexpr Source k_title[] = {
    {ClaimFrom::meta, "citation_title"},
    {ClaimFrom::meta, "og:title"},
    {ClaimFrom::meta, "twitter:title"},
    {ClaimFrom::meta, "dc.title"},
    {ClaimFrom::meta, "dcterms.title"},
    {ClaimFrom::itemprop, "headline"},
    {ClaimFrom::title},
};
constexpr Source k_description[] = {
    {ClaimFrom::meta, "og:description"},  {ClaimFrom::meta, "twitter:description"},
    {ClaimFrom::meta, "description"},     {ClaimFrom::meta, "citation_abstract"},
    {ClaimFrom::meta, "dc.description"},  {ClaimFrom::meta, "dcterms.description"},
    {ClaimFrom::itemprop, "description"},
};
constexpr Source k_authors[] = {
    {ClaimFrom::meta, "citation_author"}, {ClaimFrom::meta, "author"},
    {ClaimFrom::meta, "article:author"},  {ClaimFrom::meta, "og:article:author"},
    {ClaimFrom::meta, "dc.creator"},      {ClaimFrom::meta, "dcterms.creator"},
    {ClaimFrom::itemprop, "author"},      {ClaimFrom::rel, "author"},
    {ClaimFrom::meta, "twitter:creator"},
};
constexpr Source k_published[] = {
    {ClaimFrom::meta, "article:published_time"}, {ClaimFrom::meta, "citation_publication_date"},
    {ClaimFrom::meta, "citation_date"},          {ClaimFrom::meta, "citation_online_date"},
    {ClaimFrom::itemprop, "datepublished"},      {ClaimFrom::meta, "dcterms.issued"},
    {ClaimFrom::meta, "dcterms.created"},        {ClaimFrom::meta, "dc.date"},
    {ClaimFrom::meta, "parsely-pub-date"},       {ClaimFrom::time},
};
constexpr Source k_site[] = {
    {ClaimFrom::meta, "og:site_name"},
    {ClaimFrom::meta, "citation_journal_title"},
    {ClaimFrom::meta, "application-name"},
};
constexpr Source k_language[] = {
    {ClaimFrom::html, "lang"},
    {ClaimFrom::pragma, "content-language"},
    {ClaimFrom::meta, "og:locale"},
};
constexpr Source k_canonical[] = {
    {ClaimFrom::link, "canonical"},
    {ClaimFrom::meta, "og:url"},
};
constexpr Source k_image[] = {
    {ClaimFrom::meta, "og:image:secure_url"}, {ClaimFrom::meta, "og:image"},
    {ClaimFrom::meta, "og:image:url"},        {ClaimFrom::meta, "twitter:image"},
    {ClaimFrom::meta, "twitter:image:src"},   {ClaimFrom::itemprop, "image"},
};
constexpr Source k_doi[] = {
    {ClaimFrom::meta, "citation_doi"},
    {ClaimFrom::meta, "prism.doi"},
    {ClaimFrom::meta, "dc.identifier"},
    {ClaimFrom::meta, "dcterms.identifier"},
};

using Clean = std::function<std::string(std::string_view)>;

/// The first value that is not empty once cleaned, sources in their order, claims in theirs.
std::string first_of(std::span<const Source> sources, const std::vector<Claim>& claims, const Clean& clean) {
    for (const Source& source : sources) {
        for (const Claim& claim : claims) {
            if (claim.from != source.from || claim.key != source.key) continue;
            if (std::string value = clean(claim.value); !value.empty()) return value;
        }
    }
    return {};
}

Clean line_of(std::size_t max_bytes) {
    return [max_bytes](std::string_view text) { return clean_line(text, max_bytes); };
}

/// The only h1 of a page names it; several do not.
std::string single_heading(const std::vector<Claim>& claims) {
    const auto is_heading = [](const Claim& claim) { return claim.from == ClaimFrom::heading; };
    if (std::count_if(claims.begin(), claims.end(), is_heading) != 1) return {};
    return clean_line(std::find_if(claims.begin(), claims.end(), is_heading)->value, k_title_bytes);
}

std::vector<std::string> authors(const std::vector<Claim>& claims) {
    std::vector<std::string> found;
    for (const Source& source : k_authors) {
        const bool family_first = source.key.starts_with("citation_") || source.key.starts_with("dc");
        for (const Claim& claim : claims) {
            if (claim.from != source.from || claim.key != source.key) continue;
            for (std::string& name : clean_authors(claim.value, family_first)) {
                if (found.size() < k_max_authors &&
                    std::find(found.begin(), found.end(), name) == found.end())
                    found.push_back(std::move(name));
            }
        }
        if (!found.empty()) break;
    }
    return found;
}

std::string absolute_http(std::string_view value, const url::Url* base) {
    const auto url = url::parse(value, base);
    return url && url->is_http() ? std::string(url->href()) : std::string{};
}

/// Pages at which a visitor waits for something else are no page's own address.
bool is_waiting_room(std::string_view path) {
    static constexpr std::string_view k_words[] = {"/login", "/signin", "/sign_in", "captcha", "/verify"};
    const std::string lower = core::to_ascii_lower(path);
    return std::any_of(std::begin(k_words), std::end(k_words),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// Only what may be the same page's address: not another site's, nor the home page of its own.
std::string canonical(std::string_view value, const MetadataInput& input) {
    const auto url = url::parse(value, input.base);
    if (!url || !url->is_http() || is_waiting_room(url->path())) return {};
    if (input.url != nullptr) {
        if (url::registrable_domain(url->host()) != url::registrable_domain(input.url->host())) return {};
        if (url->path() == "/" && !url->query() && input.url->path() != "/") return {};
    }
    return std::string(url->href());
}

std::string image(std::string_view value, const url::Url* base) {
    std::string url = absolute_http(value, base);
    return core::to_ascii_lower(url).find("logo") == std::string::npos ? url : std::string{};
}

/// `https://arxiv.org/abs/1234.56789v2` has the DOI `10.48550/arXiv.1234.56789`.
std::string arxiv_doi(const url::Url& url) {
    if (!core::equals_ignoring_ascii_case(url::registrable_domain(url.host()), "arxiv.org")) return {};
    std::string_view id = url.path();
    if (!id.starts_with("/abs/") && !id.starts_with("/pdf/")) return {};
    id.remove_prefix(5);
    if (id.ends_with(".pdf")) id.remove_suffix(4);
    const std::size_t version = id.rfind('v');
    if (version != std::string_view::npos && version + 1 < id.size() &&
        std::all_of(id.begin() + static_cast<std::ptrdiff_t>(version) + 1, id.end(), core::is_ascii_digit))
        id = id.substr(0, version);
    if (id.empty() || !core::is_ascii_digit(id.back())) return {};
    return find_doi(std::string("10.48550/arXiv.").append(id));
}

std::string doi(const MetadataInput& input, std::string_view canonical) {
    if (std::string found = first_of(k_doi, input.claims, find_doi); !found.empty()) return found;
    if (std::string found = find_doi(canonical); !found.empty()) return found;
    return input.url == nullptr ? std::string{} : arxiv_doi(*input.url);
}

/// The site that `<title>` names behind the title of the work: `Work - Site` where og:title is `Work`.
std::string site_in_title(const std::vector<Claim>& claims) {
    const std::string* const work = find_claim(claims, ClaimFrom::meta, "og:title");
    const std::string* const whole = find_claim(claims, ClaimFrom::title, {});
    if (work == nullptr || whole == nullptr || work->empty() || !whole->starts_with(*work)) return {};
    return clean_line(behind_title_separator(std::string_view(*whole).substr(work->size())), k_site_bytes);
}

std::string site(const MetadataInput& input) {
    if (std::string found = first_of(k_site, input.claims, line_of(k_site_bytes)); !found.empty())
        return found;
    if (std::string found = site_in_title(input.claims); !found.empty()) return found;
    return input.url == nullptr ? std::string{} : url::registrable_domain(input.url->host());
}

/// Templates say `en` whatever is written into them; the writing itself knows better.
std::string language(const MetadataInput& input) {
    std::string declared = first_of(k_language, input.claims, clean_language);
    if (!declared.empty() && !declared.starts_with("en")) return declared;
    const std::string_view written = language_by_script(input.visible_text);
    return written.empty() ? declared : std::string(written);
}

}  // namespace

Metadata build_metadata(const MetadataInput& input) {
    Metadata metadata;
    metadata.site = site(input);
    metadata.title = first_of(k_title, input.claims, [&](std::string_view text) {
        return std::string(without_site_suffix(clean_line(text, k_title_bytes), metadata.site));
    });
    if (metadata.title.empty()) metadata.title = single_heading(input.claims);
    metadata.description = first_of(k_description, input.claims, line_of(k_description_bytes));
    metadata.authors = authors(input.claims);
    const std::string_view host = input.url == nullptr ? std::string_view{} : input.url->host();
    metadata.published =
        first_of(k_published, input.claims, [&](std::string_view text) { return clean_date(text, host); });
    metadata.language = language(input);
    metadata.canonical =
        first_of(k_canonical, input.claims, [&](std::string_view text) { return canonical(text, input); });
    metadata.image =
        first_of(k_image, input.claims, [&](std::string_view text) { return image(text, input.base); });
    metadata.doi = doi(input, metadata.canonical);
    return metadata;
}

}  // namespace linktender::page
