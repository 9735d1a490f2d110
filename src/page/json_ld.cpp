#include "json_ld.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "json_reader.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/references.hpp"
#include "script_string.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;
using Kind = JsonPiece::Kind;

constexpr std::size_t k_max_nodes = 4096;
constexpr std::size_t k_none = k_max_nodes;
constexpr std::size_t k_max_authors = 64;
constexpr int k_max_scripts = 1000;  // named, with their content or without

/// What an object is to the one around it.
enum class Role : std::uint8_t { page, author, publisher, image, other };

/// What it is by its type; a page's own statements come from the highest.
enum class Rank : std::uint8_t { none, page, work, article };

struct Property {
    std::string_view name;
    std::string_view value;  ///< as written
};

struct Object {
    std::size_t parent = k_none;
    Role role = Role::other;
    Rank rank = Rank::none;
    std::vector<Property> properties;
};

/// `schema:headline`, `https://schema.org/headline` -> `headline`.
std::string_view local_name(std::string_view name) noexcept {
    if (!name.starts_with("schema:") && !name.starts_with("http")) return name;
    const std::size_t end = name.find_last_of(":/#");
    return end == std::string_view::npos ? name : name.substr(end + 1);
}

Rank rank_of(std::string_view type) noexcept {
    static constexpr std::array k_works{"Book"sv,
                                        "Chapter"sv,
                                        "Course"sv,
                                        "CreativeWork"sv,
                                        "Dataset"sv,
                                        "HowTo"sv,
                                        "Thesis"sv,
                                        "PodcastEpisode"sv,
                                        "VideoObject"sv,
                                        "SoftwareSourceCode"sv,
                                        "LearningResource"sv,
                                        "SoftwareApplication"sv};
    type = local_name(type);
    if (type.ends_with("Article") || type.ends_with("Posting") || type == "Report") return Rank::article;
    if (std::find(k_works.begin(), k_works.end(), type) != k_works.end()) return Rank::work;
    return type.ends_with("Page") ? Rank::page : Rank::none;
}

Role role_of(std::string_view name, Role around) noexcept {
    if (name == "author" || name == "creator") return Role::author;
    if (name == "publisher") return Role::publisher;
    if (name == "image") return Role::image;
    const bool same = name == "@graph" || name == "mainEntity" || name == "mainEntityOfPage";
    return same && around == Role::page ? Role::page : Role::other;
}

/// The objects of a page, flat, in their order. Refers to the texts that it read.
class Graph {
public:
    void read(std::string_view text);
    void write(std::vector<Claim>& claims);
    [[nodiscard]] std::string decode_references(std::string_view text);

private:
    struct Level {
        std::size_t object;     ///< this or the nearest around
        Role role;              ///< of the object, or of those in the array
        std::string_view name;  ///< of the member that it is
    };

    void add(const std::vector<Level>& levels, const JsonPiece& piece);
    const Object* main_object() const noexcept;
    std::string_view first(const Object& object, std::string_view name) const noexcept;
    std::string_view name_of(const Object& object) const noexcept;
    const Object* find_id(std::string_view id) const noexcept;
    std::vector<std::string_view> people(std::size_t parent, Role role) const;
    void put(const char* key, std::string_view raw, std::vector<Claim>& claims);
    [[nodiscard]] std::string_view image_of(std::size_t parent) const noexcept;

    std::vector<Object> objects_;
    CharRefs references_;
};

void Graph::read(std::string_view text) {
    JsonReader reader(text);
    std::vector<Level> levels;
    for (JsonPiece piece = reader.next(); piece.kind != Kind::end; piece = reader.next()) {
        if (piece.kind == Kind::end_object || piece.kind == Kind::end_array) {
            levels.pop_back();
        } else if (piece.kind == Kind::begin_object || piece.kind == Kind::begin_array) {
            Level level{k_none, Role::page, {}};
            if (!levels.empty()) {
                level = levels.back();
                if (!piece.key.empty()) {
                    level.name = local_name(piece.key);
                    level.role = role_of(level.name, level.role);
                }
            }
            if (piece.kind == Kind::begin_object) {
                if (objects_.size() == k_max_nodes) return;
                objects_.push_back({level.object, level.role, Rank::none, {}});
                level.object = objects_.size() - 1;
            }
            levels.push_back(level);
        } else if (!levels.empty()) {
            add(levels, piece);
        }
    }
}

void Graph::add(const std::vector<Level>& levels, const JsonPiece& piece) {
    static constexpr std::array k_wanted{"@id"sv,        "name"sv,      "headline"sv,      "description"sv,
                                         "author"sv,     "creator"sv,   "datePublished"sv, "uploadDate"sv,
                                         "inLanguage"sv, "publisher"sv, "image"sv,         "url"sv,
                                         "contentUrl"sv};
    constexpr std::size_t k_most = 256;
    const Level& level = levels.back();
    if (level.object == k_none || piece.value.empty() || piece.value.size() > k_claim_bytes) return;
    if (piece.kind == Kind::literal && !core::is_ascii_digit(piece.value.front())) return;
    Object* object = &objects_[level.object];
    std::string_view name = piece.key.empty() ? level.name : local_name(piece.key);
    if (name == "@type") {
        object->rank = std::max(object->rank, rank_of(piece.value));
        return;
    }
    // `"headline": {"@value": "…", "@language": "en"}` says it of the object around.
    if (name == "@value" && object->parent != k_none) {
        name = level.name;
        object = &objects_[object->parent];
    }
    if (std::find(k_wanted.begin(), k_wanted.end(), name) != k_wanted.end() &&
        object->properties.size() < k_most)
        object->properties.push_back({name, piece.value});
}

const Object* Graph::main_object() const noexcept {
    const Object* best = nullptr;
    for (const Object& object : objects_) {
        if (object.role != Role::page || object.rank == Rank::none) continue;
        if (best == nullptr || object.rank > best->rank) best = &object;
    }
    return best;
}

std::string_view Graph::first(const Object& object, std::string_view name) const noexcept {
    const auto found = std::find_if(object.properties.begin(), object.properties.end(),
                                    [&](const Property& property) { return property.name == name; });
    return found == object.properties.end() ? std::string_view{} : found->value;
}

const Object* Graph::find_id(std::string_view id) const noexcept {
    const auto found = std::find_if(objects_.begin(), objects_.end(), [&](const Object& object) {
        return first(object, "@id") == id && !first(object, "name").empty();
    });
    return found == objects_.end() ? nullptr : &*found;
}

/// Its own, or that of the object elsewhere that has the same `@id`.
std::string_view Graph::name_of(const Object& object) const noexcept {
    const std::string_view name = first(object, "name");
    const std::string_view id = first(object, "@id");
    if (!name.empty() || id.empty()) return name;
    const Object* const same = find_id(id);
    return same == nullptr ? std::string_view{} : first(*same, "name");
}

std::vector<std::string_view> Graph::people(std::size_t parent, Role role) const {
    std::vector<std::string_view> names;
    for (const Property& property : objects_[parent].properties) {
        if (role_of(property.name, Role::other) == role) names.push_back(property.value);
    }
    std::size_t seen = 0;
    for (std::size_t i = parent + 1; i < objects_.size() && seen < k_max_authors; ++i) {
        if (objects_[i].parent != parent || objects_[i].role != role) continue;
        ++seen;
        if (const std::string_view name = name_of(objects_[i]); !name.empty()) names.push_back(name);
    }
    names.resize(std::min(names.size(), k_max_authors));
    return names;
}

void Graph::put(const char* key, std::string_view raw, std::vector<Claim>& claims) {
    if (raw.empty()) return;
    claims.push_back({ClaimFrom::json_ld, key, decode_references(decode_script_escapes(raw))});
}

/// By the rules of attributes: addresses stand here as well, where `&copy=1` is none.
std::string Graph::decode_references(std::string_view text) {
    return references_.decode(text, CharRefs::Rules::attribute);
}

std::string_view Graph::image_of(std::size_t parent) const noexcept {
    if (const std::string_view direct = first(objects_[parent], "image"); !direct.empty()) return direct;
    for (std::size_t i = parent + 1; i < objects_.size(); ++i) {
        if (objects_[i].parent != parent || objects_[i].role != Role::image) continue;
        for (const std::string_view name : {"url"sv, "contentUrl"sv, "@id"sv}) {
            if (const std::string_view url = first(objects_[i], name); !url.empty()) return url;
        }
    }
    return {};
}

void Graph::write(std::vector<Claim>& claims) {
    const Object* const object = main_object();
    if (object == nullptr) return;
    if (object->rank == Rank::article) {
        const std::string_view headline = first(*object, "headline");
        put("headline", headline.empty() ? first(*object, "name") : headline, claims);
    }
    put("description", first(*object, "description"), claims);
    put("datepublished", first(*object, "datePublished"), claims);
    put("datepublished", first(*object, "uploadDate"), claims);
    put("inlanguage", first(*object, "inLanguage"), claims);
    const auto index = static_cast<std::size_t>(object - objects_.data());
    for (const std::string_view name : people(index, Role::author)) put("author", name, claims);
    for (const std::string_view name : people(index, Role::publisher)) put("publisher", name, claims);
    put("image", image_of(index), claims);
}

/// The content of the next script element of JSON-LD from `at` on, which moves behind it.
std::optional<std::string_view> next_script(std::string_view html, std::size_t& at, int& tries) noexcept {
    constexpr std::size_t k_tag_bytes = 256;
    for (; tries > 0 && (at = html.find("ld+json", at)) != std::string_view::npos; --tries) {
        const std::size_t window = at - std::min(at, k_tag_bytes);
        const std::size_t tag = html.substr(window, at - window).rfind('<');
        const std::size_t content = html.substr(at, k_tag_bytes).find('>');
        if (tag == std::string_view::npos || content == std::string_view::npos ||
            !core::starts_with_ignoring_ascii_case(html.substr(window + tag), "<script")) {
            ++at;
            continue;
        }
        const std::size_t begin = at + content + 1;
        std::size_t end = html.find("</", begin);
        while (end != std::string_view::npos &&
               !core::starts_with_ignoring_ascii_case(html.substr(end), "</script"))
            end = html.find("</", end + 2);
        at = std::min(end, html.size());
        --tries;
        return html.substr(begin, at - begin);
    }
    return std::nullopt;
}

/// Some templates escape the whole as if it were text.
bool is_escaped(std::string_view script) noexcept {
    return script.find('"') == std::string_view::npos && script.find("&quot;") != std::string_view::npos;
}

}  // namespace

std::vector<Claim> json_ld_claims(std::string_view html) {
    std::vector<Claim> claims;
    std::deque<std::string> unescaped;
    Graph graph;
    std::size_t left = k_json_ld_bytes;
    std::size_t at = 0;
    int tries = k_max_scripts;
    while (const auto script = next_script(html, at, tries)) {
        std::string_view text = script->substr(0, left);
        left -= text.size();
        if (is_escaped(text)) text = unescaped.emplace_back(graph.decode_references(text));
        graph.read(text);
    }
    graph.write(claims);
    return claims;
}

}  // namespace linktender::page
