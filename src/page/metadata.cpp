#include "metadata.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "clean.hpp"
#include "date.hpp"
#include "host_adapters.hpp"
#include "json_ld.hpp"
#include "language.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"
#include "metadata_tables.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_title_bytes = 512;
constexpr std::size_t k_description_bytes = 2048;
constexpr std::size_t k_site_bytes = 128;
constexpr std::size_t k_max_authors = 64;

/// The name that people know a source by.
std::string name_of(const Source& source) {
    const std::string key(source.key);
    switch (source.from) {
        case ClaimFrom::json_ld: return "json-ld " + key;
        case ClaimFrom::itemprop: return "itemprop " + key;
        case ClaimFrom::pragma: return "http-equiv " + key;
        case ClaimFrom::html: return "html " + key;
        case ClaimFrom::link:
        case ClaimFrom::rel: return "rel=" + key;
        case ClaimFrom::title: return "title";
        case ClaimFrom::heading: return "h1";
        case ClaimFrom::time: return "time";
        case ClaimFrom::byline: return "byline";
        case ClaimFrom::paragraph: return "text";
        case ClaimFrom::host: return "script";
        case ClaimFrom::meta:
        case ClaimFrom::base: break;
    }
    return key;
}

/// A field and where it was read.
struct Field {
    std::string value;
    std::string source;
    [[nodiscard]] bool empty() const noexcept { return value.empty(); }
};

Field made(std::string value, std::string_view source) {
    return value.empty() ? Field{} : Field{std::move(value), std::string(source)};
}

using Clean = std::function<std::string(std::string_view)>;

Clean line_of(std::size_t max_bytes) {
    return [max_bytes](std::string_view text) { return clean_line(text, max_bytes); };
}

/// Pages at which a visitor waits for something else are no page's own address.
bool is_waiting_room(std::string_view path) {
    static constexpr std::string_view k_words[] = {"/login",  "/signin", "/sign_in", "/unhuman",
                                                   "captcha", "/verify", "challenge"};
    const std::string lower = core::to_ascii_lower(path);
    return std::any_of(std::begin(k_words), std::end(k_words),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
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

class Builder {
public:
    explicit Builder(const MetadataInput& input)
        : input_(input), host_(input.url == nullptr ? std::string_view{} : input.url->host()) {
        scripts_ = json_ld_claims(input.html);
        if (input.url == nullptr) return;
        std::vector<Claim> found = host_claims(*input.url, input.html, input.claims);
        std::move(found.begin(), found.end(), std::back_inserter(scripts_));
    }

    Metadata build() {
        Metadata metadata;
        const auto put = [](Field field, std::string& value, std::string& source) {
            value = std::move(field.value);
            source = std::move(field.source);
        };
        MetadataSources& sources = metadata.sources;
        heading_ = single_heading();
        put(site(), metadata.site, sources.site);
        put(title(metadata.site), metadata.title, sources.title);
        put(first_of(k_description_sources, line_of(k_description_bytes)), metadata.description,
            sources.description);
        read_authors(metadata);
        put(published(), metadata.published, sources.published);
        put(language(), metadata.language, sources.language);
        put(canonical(), metadata.canonical, sources.canonical);
        put(first_of(k_image_sources, [&](std::string_view text) { return image_address(text); }),
            metadata.image, sources.image);
        put(doi(metadata.canonical), metadata.doi, sources.doi);
        return metadata;
    }

private:
    const std::vector<Claim>& claims_from(ClaimFrom from) const noexcept {
        return from == ClaimFrom::json_ld || from == ClaimFrom::host ? scripts_ : input_.claims;
    }

    /// The first value that is not empty once cleaned, sources in their order, claims in theirs.
    Field first_of(std::span<const Source> sources, const Clean& clean) const {
        for (const Source& source : sources) {
            for (const Claim& claim : claims_from(source.from)) {
                if (claim.from != source.from || claim.key != source.key) continue;
                if (std::string value = clean(claim.value); !value.empty())
                    return {std::move(value), name_of(source)};
            }
        }
        return {};
    }

    /// The only h1 of a page names it; several do not.
    std::string single_heading() const {
        const auto is_heading = [](const Claim& claim) { return claim.from == ClaimFrom::heading; };
        const std::vector<Claim>& claims = input_.claims;
        if (std::count_if(claims.begin(), claims.end(), is_heading) != 1) return {};
        return clean_line(std::find_if(claims.begin(), claims.end(), is_heading)->value, k_title_bytes);
    }

    /// The site that `<title>` names behind the work: `Work - Site` where something else is `Work`,
    /// or `Site` is the name of the domain.
    std::string site_in_title() const {
        static constexpr Source k_works[] = {{ClaimFrom::meta, "og:title"},
                                             {ClaimFrom::json_ld, "headline"},
                                             {ClaimFrom::meta, "twitter:title"}};
        const std::string* const claim = find_claim(input_.claims, ClaimFrom::title, {});
        const std::string whole = claim == nullptr ? std::string{} : clean_line(*claim, k_title_bytes);
        std::string work = first_of(k_works, line_of(k_title_bytes)).value;
        if (work.empty()) work = heading_;
        if (!work.empty() && whole.starts_with(work)) {
            const std::string_view site = behind_title_separator(std::string_view(whole).substr(work.size()));
            if (!site.empty() && site.size() <= k_site_bytes) return std::string(site);
        }
        return host_.empty() ? std::string{}
                             : std::string(site_suffix_of_domain(whole, url::registrable_domain(host_)));
    }

    Field site() const {
        if (Field found = first_of(k_site_sources, line_of(k_site_bytes)); !found.empty()) return found;
        if (std::string found = site_in_title(); !found.empty()) return made(std::move(found), "title");
        if (const std::string_view name = site_of_host(host_); !name.empty())
            return made(std::string(name), "url");
        return host_.empty() ? Field{} : made(url::registrable_domain(host_), "url");
    }

    Field title(std::string_view site) const {
        for (const Source& source : k_title_sources) {
            if (source.from == ClaimFrom::heading) return made(heading_, name_of(source));
            Field found = first_of({&source, 1}, [&](std::string_view text) {
                const std::string line = clean_line(text, k_title_bytes);
                const std::string_view work = without_host_prefix(line, host_);
                // A heading that the title goes on behind is the work alone.
                if (source.from == ClaimFrom::title && !heading_.empty() && work.starts_with(heading_) &&
                    !behind_title_separator(work.substr(heading_.size())).empty())
                    return heading_;
                return std::string(without_site_suffix(work, site));
            });
            if (!found.empty()) return found;
        }
        return {};
    }

    void read_authors(Metadata& metadata) const {
        for (const Source& source : k_author_sources) {
            const bool family_first = source.key.starts_with("citation_") || source.key.starts_with("dc");
            for (const Claim& claim : claims_from(source.from)) {
                if (claim.from != source.from || claim.key != source.key) continue;
                if (source.from == ClaimFrom::byline && !is_short_byline(claim.value)) continue;
                for (std::string& name : clean_authors(claim.value, family_first))
                    add_author(std::move(name), metadata);
            }
            if (metadata.authors.empty()) continue;
            metadata.sources.authors = name_of(source);
            return;
        }
    }

    static void add_author(std::string name, Metadata& metadata) {
        std::vector<std::string>& names = metadata.authors;
        if (names.size() < k_max_authors && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }

    Field published() const {
        const DateContext context{host_, input_.now};
        Field found =
            first_of(k_published_sources, [&](std::string_view text) { return clean_date(text, context); });
        if (!found.empty() || input_.url == nullptr) return found;
        return made(date_in_path(input_.url->path(), context), "url");
    }

    Field language() const {
        Field declared = first_of(k_language_sources, clean_language);
        if (!declared.empty() && declared.value != "en" && !declared.value.starts_with("en-"))
            return declared;
        const std::string_view written = language_by_script(input_.visible_text);
        return written.empty() ? declared : made(std::string(written), "text");
    }

    /// Only what may be the same page's address: not another site's, nor the home page of its own.
    std::string own_address(std::string_view value) const {
        const auto url = url::parse(value, input_.base);
        if (!url || !url->is_http() || is_waiting_room(url->path())) return {};
        if (input_.url != nullptr) {
            if (url::registrable_domain(url->host()) != url::registrable_domain(host_)) return {};
            if (url->path() == "/" && !url->query() && input_.url->path() != "/") return {};
        }
        return std::string(url->without_fragment());
    }

    Field canonical() const {
        Field found = first_of(k_canonical_sources, [&](std::string_view text) { return own_address(text); });
        if (!found.empty() || input_.url == nullptr) return found;
        return made(own_address(input_.url->href()), "url");
    }

    std::string image_address(std::string_view value) const {
        const auto url = url::parse(value, input_.base);
        if (!url || !url->is_http()) return {};
        const bool is_logo = core::to_ascii_lower(url->path()).find("logo") != std::string::npos;
        return is_logo ? std::string{} : std::string(url->href());
    }

    Field doi(std::string_view canonical) const {
        if (Field found = first_of(k_doi_sources, find_doi); !found.empty()) return found;
        if (std::string found = find_doi(canonical); !found.empty()) return made(std::move(found), "url");
        return input_.url == nullptr ? Field{} : made(arxiv_doi(*input_.url), "url");
    }

    const MetadataInput& input_;
    std::string_view host_;
    std::vector<Claim> scripts_;  ///< claims from JSON-LD and the host's adapter
    std::string heading_;
};

}  // namespace

Metadata build_metadata(const MetadataInput& input) {
    return Builder(input).build();
}

}  // namespace linktender::page
