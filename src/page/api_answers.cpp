#include "linktender/page/api_answers.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "clean.hpp"
#include "date.hpp"
#include "json_fields.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/html_tags.hpp"
#include "linktender/page/references.hpp"
#include "linktender/url/url.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_title_bytes = 512;
constexpr std::size_t k_description_bytes = 2048;
constexpr std::size_t k_name_bytes = 128;
constexpr std::size_t k_url_bytes = 2048;
constexpr std::size_t k_max_authors = 64;

std::string value_of(const std::vector<JsonField>& fields, std::string_view path) {
    return first_value(fields, path).value_or(std::string());
}

std::optional<int> number_of(const std::vector<JsonField>& fields, std::string_view path) {
    const std::string text = value_of(fields, path);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Text with markup in it, as publishers give titles and abstracts, without the markup.
std::string without_tags(std::string_view text) {
    std::string plain;
    HtmlTags tags(text);
    tags.set_foreign(true);
    while (const HtmlToken* token = tags.next()) {
        if (token->kind == HtmlToken::Kind::text)
            CharRefs().decode_onto(token->source, CharRefs::Rules::text, plain);
        else if (token->name == "p" || token->name.ends_with(":p") || token->name.ends_with(":title"))
            plain += ' ';  // paragraphs do not run into each other
    }
    return plain;
}

/// The URL as it is stored; empty when it is none of the web.
std::string web_url(std::string_view text) {
    const auto url = url::parse(text);
    return url && url->is_http() && url->href().size() <= k_url_bytes ? std::string(url->href())
                                                                      : std::string();
}

void add_author(Metadata& metadata, std::string_view name) {
    std::string clean = clean_line(name, k_name_bytes);
    if (!clean.empty() && metadata.authors.size() < k_max_authors)
        metadata.authors.push_back(std::move(clean));
}

/// Each field that is there comes from the same source.
void name_source(Metadata& metadata, std::string_view source) {
    const auto name = [&](const auto& field, std::string& of) {
        if (!field.empty()) of = source;
    };
    name(metadata.title, metadata.sources.title);
    name(metadata.description, metadata.sources.description);
    name(metadata.authors, metadata.sources.authors);
    name(metadata.published, metadata.sources.published);
    name(metadata.site, metadata.sources.site);
    name(metadata.language, metadata.sources.language);
    name(metadata.canonical, metadata.sources.canonical);
    name(metadata.image, metadata.sources.image);
    name(metadata.doi, metadata.sources.doi);
}

/// Year, month and day in three values; Crossref leaves out what it does not know.
std::string crossref_date(const std::vector<JsonField>& fields, std::string_view path) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (const JsonField& field : fields) {
        if (field.path != path || field.item != count || count == parts.size()) continue;
        std::from_chars(field.value.data(), field.value.data() + field.value.size(), parts[count++]);
    }
    if (count < parts.size()) return {};
    return clean_date(fmt::format("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]), {});
}

void read_crossref_authors(const std::vector<JsonField>& fields, Metadata& metadata) {
    struct Name {
        std::string given;
        std::string family;
    };
    std::vector<Name> names;
    for (const JsonField& field : fields) {
        const bool given = field.path == "message.author.given"sv;
        const bool whole = field.path == "message.author.name"sv;  // of an organisation
        if (!given && !whole && field.path != "message.author.family"sv) continue;
        if (field.item >= k_max_authors) continue;
        if (names.size() <= field.item) names.resize(field.item + 1);
        (given ? names[field.item].given : names[field.item].family) = field.value;
    }
    for (const Name& name : names) add_author(metadata, without_tags(name.given + ' ' + name.family));
}

/// Walks over an Atom feed as far as the end of its first entry.
class AtomEntry {
public:
    std::optional<ArxivEntry> read(std::string_view atom) {
        HtmlTags tags(atom);
        tags.set_foreign(true);
        while (const HtmlToken* token = tags.next()) {
            if (token->kind == HtmlToken::Kind::start_tag)
                start(*token);
            else if (token->kind == HtmlToken::Kind::text && in_entry_ && value_.size() < k_most)
                value_ += token->source.substr(0, k_most);
            else if (token->kind == HtmlToken::Kind::end_tag && end(token->name))
                break;
        }
        if (!is_feed_) return std::nullopt;
        return std::move(entry_);
    }

private:
    static constexpr std::size_t k_most = 16 * 1024;

    void start(const HtmlToken& token) {
        is_feed_ = is_feed_ || token.name == "feed";
        if (token.name == "entry" && is_feed_) in_entry_ = true;
        value_ = token.raw_text.substr(0, k_most);  // of <title>; empty for all others
    }
    /// True at the end of the entry.
    bool end(std::string_view name) {
        if (!in_entry_) return false;
        const std::string value = CharRefs().decode(core::to_valid_utf8(value_), CharRefs::Rules::text);
        value_.clear();
        Metadata& metadata = entry_.metadata;
        if (name == "id") entry_.found = value.find("/abs/") != std::string::npos;
        if (name == "title") metadata.title = clean_line(value, k_title_bytes);
        if (name == "summary") metadata.description = clean_line(value, k_description_bytes);
        if (name == "published") metadata.published = clean_date(core::trim(value), {});
        if (name == "name") add_author(metadata, value);
        if (name == "arxiv:doi") metadata.doi = find_doi(value);
        if (name == "arxiv:comment" || name == "summary") note_withdrawal(value);
        return name == "entry";
    }
    void note_withdrawal(std::string_view text) {
        const std::string words = core::to_ascii_lower(core::trim(text));
        if (words.starts_with("withdrawn") || words.starts_with("this paper has been withdrawn") ||
            words.starts_with("this article has been withdrawn") ||
            words.starts_with("this submission has been withdrawn") ||
            words.find("has been withdrawn by the author") != std::string::npos)
            entry_.withdrawn = true;
    }

    ArxivEntry entry_;
    std::string value_;
    bool is_feed_ = false;
    bool in_entry_ = false;
};

}  // namespace

std::optional<Metadata> read_oembed(std::string_view json) {
    constexpr std::array k_paths{"title"sv, "author_name"sv, "provider_name"sv, "thumbnail_url"sv};
    const auto fields = json_fields(json, k_paths);
    Metadata metadata;
    metadata.title = clean_line(value_of(fields, "title"), k_title_bytes);
    if (metadata.title.empty()) return std::nullopt;
    add_author(metadata, value_of(fields, "author_name"));
    metadata.site = clean_line(value_of(fields, "provider_name"), k_name_bytes);
    metadata.image = web_url(value_of(fields, "thumbnail_url"));
    name_source(metadata, "oembed");
    return metadata;
}

std::optional<int> read_handle_code(std::string_view json) {
    constexpr std::array k_paths{"responseCode"sv};
    return number_of(json_fields(json, k_paths), "responseCode");
}

std::optional<Metadata> read_crossref_work(std::string_view json) {
    constexpr std::array k_paths{"message.DOI"sv,
                                 "message.title"sv,
                                 "message.abstract"sv,
                                 "message.language"sv,
                                 "message.container-title"sv,
                                 "message.author.given"sv,
                                 "message.author.family"sv,
                                 "message.author.name"sv,
                                 "message.published-online.date-parts"sv,
                                 "message.published-print.date-parts"sv,
                                 "message.issued.date-parts"sv};
    const auto fields = json_fields(json, k_paths);
    Metadata metadata;
    metadata.doi = find_doi(value_of(fields, "message.DOI"));
    if (metadata.doi.empty()) return std::nullopt;
    metadata.title = clean_line(without_tags(value_of(fields, "message.title")), k_title_bytes);
    metadata.description =
        clean_line(without_tags(value_of(fields, "message.abstract")), k_description_bytes);
    metadata.site = clean_line(without_tags(value_of(fields, "message.container-title")), k_name_bytes);
    metadata.language = clean_language(value_of(fields, "message.language"));
    read_crossref_authors(fields, metadata);
    for (const std::string_view path :
         {"message.published-online.date-parts"sv, "message.published-print.date-parts"sv,
          "message.issued.date-parts"sv}) {
        if (metadata.published.empty()) metadata.published = crossref_date(fields, path);
    }
    name_source(metadata, "crossref");
    return metadata;
}

std::optional<ArxivEntry> read_arxiv_feed(std::string_view atom) {
    auto entry = AtomEntry().read(atom);
    if (!entry) return std::nullopt;
    if (!entry->found) return ArxivEntry{};
    entry->metadata.site = "arXiv";
    name_source(entry->metadata, "arxiv-api");
    return entry;
}

std::optional<Repository> read_github_repository(std::string_view json) {
    constexpr std::array k_paths{"full_name"sv, "html_url"sv, "archived"sv, "description"sv};
    const auto fields = json_fields(json, k_paths);
    Repository repository;
    repository.full_name = clean_line(value_of(fields, "full_name"), k_title_bytes);
    if (repository.full_name.find('/') == std::string::npos) return std::nullopt;
    repository.html_url = web_url(value_of(fields, "html_url"));
    repository.archived = value_of(fields, "archived") == "true";
    repository.metadata.title = repository.full_name;
    repository.metadata.description = clean_line(value_of(fields, "description"), k_description_bytes);
    repository.metadata.site = "GitHub";
    name_source(repository.metadata, "github-api");
    return repository;
}

std::optional<BilibiliVideo> read_bilibili_view(std::string_view json) {
    constexpr std::array k_paths{"code"sv,         "data.title"sv, "data.desc"sv, "data.owner.name"sv,
                                 "data.pubdate"sv, "data.pic"sv};
    const auto fields = json_fields(json, k_paths);
    const auto code = number_of(fields, "code");
    if (!code) return std::nullopt;
    BilibiliVideo video{*code, {}};
    video.metadata.title = clean_line(value_of(fields, "data.title"), k_title_bytes);
    video.metadata.description = clean_line(value_of(fields, "data.desc"), k_description_bytes);
    add_author(video.metadata, value_of(fields, "data.owner.name"));
    video.metadata.published = clean_date(value_of(fields, "data.pubdate"), {});
    video.metadata.image = web_url(value_of(fields, "data.pic"));
    name_source(video.metadata, "bilibili-api");
    return video;
}

std::string doi_in(std::string_view text) {
    return find_doi(text);
}

}  // namespace linktender::page
